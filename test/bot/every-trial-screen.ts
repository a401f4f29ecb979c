import { orderCard } from '../../src/bot/admin/order-cards.ts';
import type { Translate } from '../../src/bot/texts.ts';
import { accessView } from '../../src/bot/views/access-views.ts';
import { cardView } from '../../src/bot/views/card-view.ts';
import { homeView } from '../../src/bot/views/home-view.ts';
import { keyView } from '../../src/bot/views/key-view.ts';
import { endedView, endingView } from '../../src/bot/views/life-notice-views.ts';
import { ownOrdersView, receiptView } from '../../src/bot/views/own-order-views.ts';
import type { Screen } from '../../src/bot/views/screen.ts';
import { trialsView } from '../../src/bot/views/trial-views.ts';
import { CARD_STAGES } from '../../src/model/telegram.ts';
import { TRIAL_SCOPES } from '../../src/model/values/trial-rules.ts';
import { anOrder } from './admin-view-data.ts';
import { aCard, aNoticeOf, anAccess, anOffer, anOwnOrder, aReceipt, NOW } from './view-data.ts';

const NONCE = 'Zk3_xQ9a';
const REFUSALS = ['used', 'not-offered', 'changed'].map((code) => `refusal-trial-${code}`);

/** Everything that speaks of a free trial. */
export function everyTrialScreen(t: Translate, name: string): Screen[] {
  const terms = { version: name, accepted: null };
  const offers = [1, 2, 3, 7, 14, 30, 365, 3649].flatMap((trialDays) =>
    [null, 1_000_000].map((dataLimitGb) => anOffer({ name, server: name, trialDays, dataLimitGb })),
  );
  const free = { isTrial: true, planName: name, stars: 0 } as const;
  const access = anAccess({ planName: name, server: name, isTrial: true });
  const until = NOW.toISOString();
  return [
    ...[...offers.map((offer) => [offer]), offers].map((each) => homeOf(t, name, each)),
    ...[0, 1].flatMap((page) =>
      TRIAL_SCOPES.map((scope) => trialsView({ offers, nonce: NONCE, page, terms, scope }, t)),
    ),
    ...CARD_STAGES.map((stage) => cardView(aCard({ ...free, stage, server: name }), t)),
    ownOrdersView({ orders: [anOwnOrder(free)], page: 0, pages: 1 }, t),
    receiptView(aReceipt({ ...free, durationDays: 3, payments: [] }), NONCE, t),
    orderCard(t, anOrder(name, { stars: 0, isTrial: true, charges: [], paidAt: NOW })),
    keyView(access, t),
    accessView(access, t, NOW),
    endingView(aNoticeOf(access), t, { clientId: 7, days: 1, until }),
    ...[until, null].map((goneAt) => endedView(access, t, { clientId: 7, until, goneAt })),
    ...['trial-started', 'refusal-trials-over', 'refusal-renewal-trial', ...REFUSALS].map((id) => ({
      text: t(id),
    })),
  ];
}

const homeOf = (t: Translate, name: string, offers: ReturnType<typeof anOffer>[]): Screen =>
  homeView(
    {
      shopName: name,
      offers,
      trials: { offers, nonce: NONCE },
      terms: { version: name, accepted: null },
      nonces: { plans: 'plans_Q9', again: 'again_Q9' },
      bought: null,
      isSuspended: false,
      maintenance: null,
      supportContact: null,
      page: 0,
      note: t('trial-started'),
    },
    t,
  );
