import type { RenewalOffer } from '../../services/checkout/purchases/renewal-offer.ts';
import type { Translate } from '../texts.ts';
import { tidy } from './fit-to.ts';
import { moneyWords } from './money-words.ts';
import { bold, type Piece, richLines, withTime } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { waysBack } from './ways.ts';
import { bytesLeft, daysLeftWords, gigabytesOf, termWords, trafficWords } from './words.ts';

/** What a renewal would give and cost, before anything is paid. */
export function renewalView(offer: RenewalOffer, t: Translate, now: Date): Screen {
  const { clientId } = offer;
  const { text, entities } = richLines(
    [bold(t('renew-title', { plan: tidy(offer.planName) }))],
    [t('renew-left', { days: daysLeftWords(t, offer.expiresAt, now), traffic: leftWords(offer, t) })],
    [t('renew-gives', givenWords(offer, t))],
    [t(`renew-rule-${offer.terms.rule}`)],
    [],
    ...resultLines(offer, t),
    [t('pay-price', { amount: moneyWords(offer.price.minor, offer.price.currency), stars: offer.stars })],
  );
  const rows = [waysBack(t, { screen: 'access', clientId })];
  return { text, entities, reply_markup: { inline_keyboard: rows } };
}

function leftWords({ used, limit }: RenewalOffer, t: Translate): string {
  const left = bytesLeft({ used, limit });
  return left === null ? t('gb-unlimited') : t('gb-left', { gb: gigabytesOf(left) });
}

const givenWords = ({ terms }: RenewalOffer, t: Translate) => ({
  term: termWords(t, terms.days),
  traffic: trafficWords(t, terms.data === null ? null : gigabytesOf(terms.data)),
});

/** The end and the traffic as they stand once it is paid. */
function resultLines({ after }: RenewalOffer, t: Translate): Piece[][] {
  const { expiresAt, trafficLimit } = after;
  const traffic = trafficWords(t, trafficLimit === null ? null : gigabytesOf(trafficLimit));
  const date = expiresAt && t('date-long', { date: expiresAt });
  return [
    expiresAt === null || date === null
      ? [t('key-forever')]
      : withTime(expiresAt, date, t('renew-until', { date })),
    [t('renew-traffic', { traffic })],
  ];
}
