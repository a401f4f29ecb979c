import type { Translate } from '../../src/bot/texts.ts';
import { renewButtons } from '../../src/bot/views/renew-buttons.ts';
import { renewalView } from '../../src/bot/views/renewal-views.ts';
import type { Screen } from '../../src/bot/views/screen.ts';
import { RENEWAL_RULES } from '../../src/model/renewal.ts';
import { gigabytes } from '../../src/model/values/traffic.ts';
import type { RenewalOffer } from '../../src/services/checkout/purchases/renewal-offer.ts';
import { NOW } from './view-data.ts';

const aRenewal = (with_: Partial<RenewalOffer> = {}): RenewalOffer => ({
  clientId: 7,
  planName: 'Starter',
  status: 'active',
  statusReason: null,
  expiresAt: new Date('2026-12-22T12:00:00Z'),
  used: gigabytes(16n),
  limit: gigabytes(50n),
  terms: { rule: 'keep', days: 30, data: gigabytes(50n) },
  after: { expiresAt: new Date('2027-01-21T12:00:00Z'), trafficLimit: gigabytes(84n) },
  price: { minor: 299n, currency: 'USD' },
  stars: 150,
  balance: { minor: 0n, currency: 'USD' },
  ...with_,
});

/** Everything that speaks of a renewal. */
export function renewalScreens(t: Translate, name: string): Screen[] {
  const price = { minor: 99_999_999n, currency: 'USD' };
  const offers = RENEWAL_RULES.flatMap((rule) =>
    [null, gigabytes(1_000_000n)].map((data) =>
      aRenewal({ planName: name, terms: { rule, days: 365, data }, price, stars: 100_000, limit: data }),
    ),
  );
  const ended = aRenewal({ expiresAt: NOW, after: { expiresAt: null, trafficLimit: null } });
  return [
    ...[...offers, ended].map((offer) => renewalView(offer, t, NOW)),
    { text: 'Ends soon', reply_markup: { inline_keyboard: [renewButtons(7, t)] } },
  ];
}
