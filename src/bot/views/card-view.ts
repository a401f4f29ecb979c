import type { InlineKeyboardButton } from 'grammy/types';
import type { CardView } from '../../services/delivery/views.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';
import { tidy } from './fit-to.ts';
import { moneyWords } from './money-words.ts';
import { bold, type Piece, richLines } from './rich-text.ts';
import type { Screen } from './screen.ts';

/** Where an order stands and what happens to the money: one message, edited as things go on. */
export function cardView(card: CardView, t: Translate): Screen {
  const { text, entities } = richLines(
    [bold(t('card-title', { order: card.orderId }))],
    [lineOf(card, t)],
    [],
    [t(`card-${stageOf(card)}`, { server: tidy(card.server), ...backWords(card) })],
    ...parked(card, t),
    ...elsewhere(card, t),
    ...progress(card, t),
    ...givenBack(card, t),
  );
  return { text, entities, reply_markup: { inline_keyboard: buttons(card, t) } };
}

/** What was bought and how it is paid; a gift is one key. */
function lineOf(card: CardView, t: Translate): string {
  const { planName, stars, quantity, fromBalance, askedStars } = card;
  const words = { plan: tidy(planName), stars, quantity };
  if (stars === 0) return t(card.isTrial ? 'card-line-trial' : 'card-line-free', words);
  if (fromBalance === null) return t(quantity === 1 ? 'card-line' : 'card-line-several', words);
  const amount = moneyWords(fromBalance.minor, fromBalance.currency);
  const paid = { ...words, amount, stars: askedStars };
  return t(askedStars === 0 ? 'card-line-balance' : 'card-line-part', paid);
}

/** Stages that speak of money have other words where none was paid. */
const OF_MONEY: ReadonlySet<string> = new Set(['paid', 'slow', 'failed', 'refunded']);

function stageOf({ stage, stars, isTrial, back }: CardView): string {
  if (isTrial && stage === 'paid') return 'paid-trial';
  if (stage === 'refunded' && back.credited) return back.stars > 0 ? 'refunded-both' : 'refunded-balance';
  return stars === 0 && OF_MONEY.has(stage) ? `${stage}-free` : stage;
}

/** An order of before balances has Stars alone. */
const backWords = ({ stars, back: { stars: some, credited } }: CardView) => ({
  stars: some > 0 ? some : stars,
  amount: credited ? moneyWords(credited.minor, credited.currency) : '',
});

/** What could not be delivered while the rest goes on, or is there. */
function givenBack({ stage, quantity, back: { units, credited } }: CardView, t: Translate): Piece[][] {
  if (stage === 'refunded' || units === 0 || !credited) return [];
  const amount = moneyWords(credited.minor, credited.currency);
  return [[t('card-given-back', { units, quantity, amount })]];
}

/** Said as long as the access is there or on its way. */
function elsewhere({ stage, server, plannedServer }: CardView, t: Translate): Piece[][] {
  if (plannedServer === null || stage === 'failed' || stage === 'refunded') return [];
  return [[t('card-elsewhere', { server: tidy(server), planned: tidy(plannedServer) })]];
}

/** A key that is there, or whose money went back, waits for nothing. */
function parked({ stage, stars, isParked }: CardView, t: Translate): Piece[][] {
  if (!isParked || stage === 'ready' || stage === 'refunded') return [];
  return [[t(stars === 0 ? 'card-maintenance-free' : 'card-maintenance')]];
}

function progress({ ready, quantity, stage }: CardView, t: Translate): Piece[][] {
  if (quantity === 1) return [];
  const isPart = ready > 0 && ready < quantity && stage !== 'ready' && stage !== 'refunded';
  return [[t(isPart ? 'card-part' : 'card-progress', { ready, quantity })]];
}

/** They open messages of their own, because the card has to stay. */
function buttons({ stage }: CardView, t: Translate): InlineKeyboardButton[][] {
  if (stage === 'ready') return [[tapButton(t('button-accesses'), { screen: 'accesses-new' })]];
  if (stage === 'refunded') return [[tapButton(t('button-home'), { screen: 'home-new' })]];
  return [];
}
