import type { InlineKeyboardButton } from 'grammy/types';
import { MOST_STARS, type Money } from '../../model/values/money.ts';
import type { PlanOffer } from '../../services/catalog/plan-offer.ts';
import type { Translate } from '../texts.ts';
import { aboutLines, planLine, promiseLines, type Terms } from './browse-view.ts';
import { tapButton } from './buttons.ts';
import { tidy } from './fit-to.ts';
import { moneyWords } from './money-words.ts';
import { balanceLines, type PayTaps, payRows } from './pay-rows.ts';
import { bold, type Piece, richLines } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { waysBack } from './ways.ts';

/** A plan about to be paid. `nonce` is of the screen that it was chosen on. */
export type PayScreen = {
  offer: PlanOffer;
  balance: Money;
  nonce: string;
  terms: Terms;
  /** For how many keys; left out = one. */
  units?: number;
  /** For how many it could be; left out = there is no choice. */
  choices?: readonly number[];
};

/** What a plan gives and costs, for how many keys, and how it is paid: from the balance as far as it goes, or in Stars. */
export function payView(screen: PayScreen, t: Translate): Screen {
  const { offer, balance, terms, units = 1 } = screen;
  const stars = offer.stars * units;
  const price = { minor: offer.priceMinor * BigInt(units), currency: offer.currency };
  const amount = moneyWords(price.minor, price.currency);
  const rows = [
    ...payRows({ price, stars, balance }, payTaps(screen), t),
    ...unitRows(screen, t),
    waysBack(t, { screen: 'plans', page: 0 }),
  ];
  const { text, entities } = richLines(
    [bold(tidy(offer.name))],
    [planLine(offer, t)],
    ...aboutLines(offer),
    [t(units === 1 ? 'pay-price' : 'pay-price-several', { amount, stars, units })],
    ...feeLines(offer, units, t),
    ...balanceLines(balance, t),
    ...(balance.minor > 0n ? [[], [t('pay-how')]] : []),
    ...promiseLines(terms, t),
  );
  return { text, entities, reply_markup: { inline_keyboard: rows } };
}

/** Several keys are bought at the price that was shown, and at no other. */
function payTaps({ offer: { planId, stars: each }, nonce, units = 1 }: PayScreen): PayTaps {
  const stars = each * units;
  if (units === 1)
    return {
      inStars: { screen: 'buy-stars', planId, nonce },
      byBalance: (shown) => ({ screen: 'buy-balance', planId, nonce, shown }),
    };
  return {
    inStars: { screen: 'buy-several', planId, units, nonce, stars },
    byBalance: (shown) => ({ screen: 'buy-several-balance', planId, units, nonce, stars, shown }),
  };
}

/** A press draws the screen anew for so many keys; one price is all there is where no other number can be had. */
function unitRows({ offer, units = 1, choices = [] }: PayScreen, t: Translate): InlineKeyboardButton[][] {
  const open = choices.filter((count) => count === units || count * offer.stars <= MOST_STARS);
  if (open.every((count) => count === units)) return [];
  return [
    open.map((count) =>
      tapButton(t(count === units ? 'button-units-chosen' : 'button-units', { units: count }), {
        screen: 'buy-units',
        planId: offer.planId,
        units: count,
      }),
    ),
  ];
}

/** What is paid once, so that nobody wonders at the price of a renewal (SPEC 9). */
function feeLines({ setupFee, currency }: PlanOffer, units: number, t: Translate): Piece[][] {
  if (!setupFee) return [];
  const amount = moneyWords(setupFee.minor * BigInt(units), currency);
  return [[t('pay-fee', { amount, stars: setupFee.stars * units })]];
}
