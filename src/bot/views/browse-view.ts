import type { InlineKeyboardButton } from 'grammy/types';
import { type Choice, type Group, type Step, stepBack } from '../../services/catalog/browse.ts';
import type { PlanOffer } from '../../services/catalog/plan-offer.ts';
import type { Tap } from '../callback-data.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';
import { tidy } from './fit-to.ts';
import { type Page, pageButtons, pageOf } from './page-of.ts';
import { countryWords } from './places.ts';
import { namedLabel, planLabels } from './plan-labels.ts';
import { bold, type Piece, quote, richLines } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { waysBack } from './ways.ts';
import { termWords, trafficWords } from './words.ts';

/** One step on the way to a plan; `page` counts from 0, `nonce` is minted for this drawing. */
export type At = { step: Step; page: number; nonce: string };

/** The terms that a press on a plan accepts; `accepted` null = this person has accepted none yet. */
export type Terms = { version: string; accepted: string | null };

export const PLANS_PER_PAGE = 8;
const OPEN = '-';
/** As long as an admin may write one. */
const DESCRIPTION_LIMIT = 300;
/** All of a page together: what is promised below them is never cut. Up to four stand there in full. */
const DESCRIPTIONS_ROOM = 1200;

/** A step behind the first one: what is chosen stands in its buttons. */
export function browseView(at: At & { terms: Terms }, t: Translate): Screen {
  const sells = at.step.kind === 'plans';
  const { text, entities } = richLines(
    ...chosenLines(at.step, t),
    ...stepLines(at, t),
    ...(sells ? promiseLines(at.terms, t) : []),
  );
  const before = stepBack(at.step.choice);
  const back: Tap = before ? tapOf(before, 0) : { screen: 'plans', page: 0 };
  return { text, entities, reply_markup: { inline_keyboard: [...stepRows(at, t), waysBack(t, back)] } };
}

/** What stands under plans before anybody pays: what is promised, and the terms that a press accepts (UX 13). */
export const promiseLines = (terms: Terms, t: Translate): Piece[][] => [
  [],
  [t('plans-promise')],
  [termsLine(terms, t)],
];

/** Said once per version: accepted terms are only named (SPEC 206). */
function termsLine({ version, accepted }: Terms, t: Translate): string {
  const words = { version: tidy(version) };
  if (accepted === null) return t('plans-terms', words);
  return t(accepted === version ? 'plans-terms-short' : 'plans-terms-changed', words);
}

/** What there is to choose from, a line each. */
export function stepLines({ step, page }: At, t: Translate): Piece[][] {
  if (step.kind !== 'plans') {
    const shown = pageOf(step.groups, { page, size: PLANS_PER_PAGE });
    return [[t(`browse-${step.kind}`)], ...shown.items.map((group) => [groupLine(group, step.kind, t)])];
  }
  if (step.offers.length === 0) return [[t('plans-empty')]];
  const shown = pageOf(step.offers, { page, size: PLANS_PER_PAGE });
  const room = Math.floor(DESCRIPTIONS_ROOM / Math.max(1, shown.items.length));
  return shown.items.flatMap((offer) => [
    [bold(tidy(offer.name)), ': ', planLine(offer, t)],
    ...aboutLines(offer, room),
  ]);
}

/** What the shop says of a plan in its own words, folded; nothing where it says nothing. */
export const aboutLines = ({ description }: PlanOffer, room = DESCRIPTIONS_ROOM): Piece[][] =>
  description === null || description.trim() === ''
    ? []
    : [[quote(tidy(description, Math.min(room, DESCRIPTION_LIMIT)))]];

/** The buttons of a step; what cannot be bought keeps its button, and the press answers why. */
export function stepRows({ step, page, nonce }: At, t: Translate): InlineKeyboardButton[][] {
  if (step.kind === 'plans') {
    const shown = pageOf(step.offers, { page, size: PLANS_PER_PAGE });
    return [...buyButtons(shown.items, nonce, t), ...arrows(shown, step.choice, t)];
  }
  const shown = pageOf(step.groups, { page, size: PLANS_PER_PAGE });
  const groups = shown.items.map((group) => [
    tapButton(groupLabel(group, step.kind, t), tapOf({ ...step.choice, [step.kind]: group.key }, 0)),
  ]);
  return [...groups, ...arrows(shown, step.choice, t)];
}

const arrows = (shown: Page<unknown>, choice: Choice, t: Translate): InlineKeyboardButton[][] =>
  pageButtons(shown, t, (page) => tapOf(choice, page));

/** The first step is the home itself. */
function tapOf({ country, category, duration }: Choice, page: number): Tap {
  if (country === null && category === null && duration === null) return { screen: 'plans', page };
  return {
    screen: 'browse',
    country: country ?? OPEN,
    category: category ?? OPEN,
    days: Number(duration ?? 0),
    page,
  };
}

/** The choice that stands in a button. */
export function choiceOf({ country, category, days }: Extract<Tap, { screen: 'browse' }>): Choice {
  return {
    country: country === OPEN ? null : country,
    category: category === OPEN ? null : category,
    duration: days === 0 ? null : String(days),
  };
}

/** "🇩🇪 Germany › 1 month": what was chosen so far. */
function chosenLines({ choice, ...step }: Step, t: Translate): Piece[][] {
  const offers = step.kind === 'plans' ? step.offers : step.groups.flatMap((group) => group.offers);
  const [some] = offers;
  if (!some) return [];
  const kinds = ['country', 'category', 'duration'] as const;
  const names = kinds.filter((kind) => choice[kind] !== null).map((kind) => nameOf(some, kind, t));
  return names.length === 0 ? [] : [[bold(names.join(' › '))], []];
}

function groupLine(group: Group, kind: Exclude<Step['kind'], 'plans'>, t: Translate): string {
  const [some] = group.offers;
  const name = some ? nameOf(some, kind, t) : '';
  return t(`browse-line${endingOf(group)}`, {
    name,
    count: group.offers.length,
    price: lowestPrice(group, t),
  });
}

function groupLabel(group: Group, kind: Exclude<Step['kind'], 'plans'>, t: Translate): string {
  const [some] = group.offers;
  const name = some ? nameOf(some, kind, t) : '';
  return namedLabel(t, `browse-button${endingOf(group)}`, { name, price: lowestPrice(group, t) });
}

/** "Sold out" goes before "away": a place may come back at any moment. */
function endingOf({ offers }: Group): '' | '-none' | '-away' {
  if (offers.some(({ availability }) => availability === 'on-sale')) return '';
  return offers.some(({ availability }) => availability === 'sold-out') ? '-none' : '-away';
}

/** Of what can be bought, where anything can. */
function lowestPrice({ offers }: Group, t: Translate): string {
  const onSale = offers.filter(({ availability }) => availability === 'on-sale');
  return t('price-stars', {
    stars: Math.min(...(onSale.length > 0 ? onSale : offers).map(({ stars }) => stars)),
  });
}

function nameOf(offer: PlanOffer, kind: Exclude<Step['kind'], 'plans'>, t: Translate): string {
  if (kind === 'country') return countryWords(t, offer.country) ?? t('place-elsewhere');
  if (kind === 'duration') return termWords(t, offer.durationDays);
  return offer.category === null ? t('category-none') : tidy(offer.category);
}

const LINES = { 'on-sale': null, 'sold-out': 'plan-line-sold-out', 'server-away': 'plan-line-away' } as const;

/** Length, traffic, server and price of a plan, and what of it is paid once. */
export function planLine(offer: PlanOffer, t: Translate): string {
  const { setupFee } = offer;
  const fee = setupFee && t('price-stars', { stars: setupFee.stars });
  const whole = offerLine(offer, t);
  const line = fee === undefined ? whole : t('plan-line-fee', { line: whole, fee });
  const note = LINES[offer.availability];
  return note === null ? line : t(note, { line });
}

/** Length, traffic, server and price of a plan. */
function offerLine(offer: PlanOffer, t: Translate): string {
  const words = {
    term: termWords(t, offer.durationDays),
    traffic: trafficWords(t, offer.dataLimitGb),
    server: tidy(offer.server),
    price: t('price-stars', { stars: offer.stars }),
  };
  return offer.connections === null
    ? t('plan-line', words)
    : t('plan-line-devices', { ...words, devices: t('devices', { count: offer.connections }) });
}

function buyButtons(offers: readonly PlanOffer[], nonce: string, t: Translate): InlineKeyboardButton[][] {
  const labels = planLabels(offers, t);
  return offers.map(({ planId }, place) => [
    tapButton(labels[place] ?? '', { screen: 'buy', planId, nonce }),
  ]);
}
