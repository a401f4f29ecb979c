import type { Availability, PlanOffer } from '../../services/catalog/plan-offer.ts';
import type { Translate } from '../texts.ts';
import { LABEL_LIMIT } from './buttons.ts';
import { fitTo, tidy } from './fit-to.ts';
import { termWords, trafficWords } from './words.ts';

/** "Sold out" and "away" are two different things to somebody who waits for a plan. */
const LABELS = {
  'on-sale': 'plan-button',
  'sold-out': 'plan-button-sold-out',
  'server-away': 'plan-button-away',
} as const satisfies Record<Availability, string>;

/**
 * What stands on the buttons of these plans, in their order. Two plans that differ in what a label does not show are
 * told apart by their names; a price is never cut.
 */
export function planLabels(offers: readonly PlanOffer[], t: Translate): string[] {
  const plain = offers.map((offer) => plainLabel(offer, t));
  return offers.map((offer, place) => {
    const label = plain[place] ?? '';
    const isAmbiguous = plain.filter((other) => other === label).length > 1;
    if (!isAmbiguous && lengthOf(label) <= LABEL_LIMIT) return label;
    return namedLabel(t, `${LABELS[offer.availability]}-named`, {
      name: offer.name,
      price: priceOf(offer, t),
    });
  });
}

/** A text with a name and perhaps a price in it, for a button: the name is cut, and never the price. */
export function namedLabel(
  t: Translate,
  id: string,
  { name, price }: { name: string; price: string },
): string {
  const room = LABEL_LIMIT - lengthOf(t(id, { name: '', price }));
  return t(id, { name: fitTo(tidy(name), Math.max(1, room)), price });
}

function plainLabel(offer: PlanOffer, t: Translate): string {
  const words = { term: termWords(t, offer.durationDays), price: priceOf(offer, t) };
  const label = (traffic: string) => t(LABELS[offer.availability], { ...words, traffic });
  const long = label(trafficWords(t, offer.dataLimitGb));
  const isTooLong = lengthOf(long) > LABEL_LIMIT;
  return isTooLong && offer.dataLimitGb === null ? label(t('traffic-unlimited-short')) : long;
}

const priceOf = (offer: PlanOffer, t: Translate): string => t('price-stars', { stars: offer.stars });

const lengthOf = (text: string): number => [...text].length;
