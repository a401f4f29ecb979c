import type { PlanOffer } from '../../services/catalog/plan-offer.ts';
import type { Translate } from '../texts.ts';
import { LABEL_LIMIT } from './buttons.ts';
import { fitTo, tidy } from './fit-to.ts';
import { termWords, trafficWords } from './words.ts';

/**
 * What stands on the buttons of these plans, in their order. Two plans that differ in what a label does not show are
 * told apart by their names; a price is never cut.
 */
export function planLabels(offers: readonly PlanOffer[], t: Translate): string[] {
  const plain = offers.map((offer) => plainLabel(offer, t));
  return offers.map((offer, place) => {
    const label = plain[place] ?? '';
    const isAmbiguous = plain.filter((other) => other === label).length > 1;
    return isAmbiguous || lengthOf(label) > LABEL_LIMIT ? namedLabel(offer, t) : label;
  });
}

function plainLabel(offer: PlanOffer, t: Translate): string {
  const words = { term: termWords(t, offer.durationDays), price: priceOf(offer, t) };
  const label = (traffic: string) =>
    t(offer.soldOut ? 'plan-button-sold-out' : 'plan-button', { ...words, traffic });
  const long = label(trafficWords(t, offer.dataLimitGb));
  const isTooLong = lengthOf(long) > LABEL_LIMIT;
  return isTooLong && offer.dataLimitGb === null ? label(t('traffic-unlimited-short')) : long;
}

function namedLabel(offer: PlanOffer, t: Translate): string {
  const id = offer.soldOut ? 'plan-button-sold-out-named' : 'plan-button-named';
  const price = priceOf(offer, t);
  const room = LABEL_LIMIT - lengthOf(t(id, { name: '', price }));
  return t(id, { name: fitTo(tidy(offer.name), Math.max(1, room)), price });
}

const priceOf = (offer: PlanOffer, t: Translate): string => t('price-stars', { stars: offer.stars });

const lengthOf = (text: string): number => [...text].length;
