import type { InlineKeyboardButton } from 'grammy/types';
import type { TrialScope } from '../../model/values/trial-rules.ts';
import type { PlanOffer } from '../../services/catalog/plan-offer.ts';
import type { Translate } from '../texts.ts';
import { promiseLines, type Terms } from './browse-view.ts';
import { LABEL_LIMIT, tapButton } from './buttons.ts';
import { fitTo, tidy } from './fit-to.ts';
import { pageButtons, pageOf } from './page-of.ts';
import { bold, type Piece, richLines } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { waysBack } from './ways.ts';
import { termWords, trafficWords } from './words.ts';

/** What a person may try for nothing; `nonce` is minted for the drawing. */
export type Trials = { offers: readonly PlanOffer[]; nonce: string };

const TRIALS_PER_PAGE = 8;

/** Said on the first screen, and only to whom it is open. */
export function trialLines({ offers }: Trials, t: Translate): Piece[][] {
  const [only, ...more] = offers;
  if (!only) return [];
  return [[more.length > 0 ? t('trial-line-several') : lineOf(only, t)], []];
}

/** One trial is a single press away; among several one is chosen (UX 12). */
export function trialRow({ offers, nonce }: Trials, t: Translate): InlineKeyboardButton[][] {
  const [only, ...more] = offers;
  if (!only) return [];
  if (more.length > 0) return [[tapButton(t('trial-button-several'), { screen: 'tries', page: 0 })]];
  const label = t('trial-button', { term: termWords(t, only.trialDays) });
  return [[{ ...tapButton(label, tapOf(only, nonce)), style: 'success' }]];
}

/** Every plan that this person may try, a line and a button each; `page` counts from 0. */
export function trialsView(
  { offers, nonce, page: asked, terms, scope }: Trials & { page: number; terms: Terms; scope: TrialScope },
  t: Translate,
): Screen {
  const page = pageOf(offers, { page: asked, size: TRIALS_PER_PAGE });
  const { text, entities } = richLines(
    [bold(t(`trials-title-${scope}`))],
    ...page.items.map((offer) => [lineOf(offer, t)]),
    ...promiseLines(terms, t),
  );
  const rows = [
    ...page.items.map((offer) => [tapButton(labelOf(offer, t), tapOf(offer, nonce))]),
    ...pageButtons(page, t, (there) => ({ screen: 'tries', page: there })),
    waysBack(t, { screen: 'home' }),
  ];
  return { text, entities, reply_markup: { inline_keyboard: rows } };
}

const tapOf = ({ planId, trialDays: days }: PlanOffer, nonce: string) =>
  ({ screen: 'try', planId, days, nonce }) as const;

const lineOf = (offer: PlanOffer, t: Translate): string =>
  t('trial-line', {
    plan: tidy(offer.name),
    term: termWords(t, offer.trialDays),
    traffic: trafficWords(t, offer.dataLimitGb),
    server: tidy(offer.server),
  });

/** The name is cut, the days never. */
function labelOf({ name, trialDays }: PlanOffer, t: Translate): string {
  const term = termWords(t, trialDays);
  const room = LABEL_LIMIT - [...t('trial-button-of', { plan: '', term })].length;
  return t('trial-button-of', { plan: fitTo(tidy(name), Math.max(1, room)), term });
}
