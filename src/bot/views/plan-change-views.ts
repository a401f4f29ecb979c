import type { InlineKeyboardButton } from 'grammy/types';
import type { Money } from '../../model/values/money.ts';
import type { Bytes } from '../../model/values/traffic.ts';
import type { PlanNews } from '../../services/checkout/purchases/plan-news.ts';
import type { PlanChoice, PlanOffer } from '../../services/checkout/purchases/plan-offer.ts';
import type { AccessView } from '../../services/delivery/views.ts';
import type { Translate } from '../texts.ts';
import { LABEL_LIMIT, tapButton } from './buttons.ts';
import { tidy } from './fit-to.ts';
import { moneyWords } from './money-words.ts';
import { pageButtons, pageOf } from './page-of.ts';
import { balanceLines, payRows } from './pay-rows.ts';
import { paidWords } from './renewal-views.ts';
import { bold, type Piece, richLines, withTime } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { waysBack } from './ways.ts';
import { bytesLeft, daysLeftWords, gigabytesOf, termWords, trafficWords } from './words.ts';

const PLANS_PER_PAGE = 5;

/** Where another plan is sold on the place of the access: one button; else none. */
export const planButtons = (
  { clientId, hasOtherPlans }: Pick<AccessView, 'clientId' | 'hasOtherPlans'>,
  t: Translate,
): InlineKeyboardButton[] =>
  hasOtherPlans ? [tapButton(t('button-other-plan'), { screen: 'plans-beside', clientId, page: 0 })] : [];

/** `page` counts from 0. */
export type PlansScreen = { offer: PlanOffer; page: number; now: Date };

/** The other plans, each with what it gives and what the change costs or brings (SPEC 197). */
export function plansBesideView({ offer, page: asked, now }: PlansScreen, t: Translate): Screen {
  const { clientId } = offer;
  const page = pageOf(offer.choices, { page: asked, size: PLANS_PER_PAGE });
  const rows = [
    ...page.items.map((choice) => [
      tapButton(labelOf(choice, t), { screen: 'plan-beside', clientId, planId: choice.planId }),
    ]),
    ...pageButtons(page, t, (there) => ({ screen: 'plans-beside', clientId, page: there })),
    waysBack(t, { screen: 'access', clientId }),
  ];
  return {
    ...richLines(
      [bold(t('change-title', { plan: tidy(offer.planName) }))],
      [restWords(offer, t, now)],
      ...page.items.flatMap((choice) => [[], ...choiceLines(choice, t)]),
    ),
    reply_markup: { inline_keyboard: rows },
  };
}

/** `nonce` is minted for this drawing. */
export type PlanScreen = { offer: PlanOffer; choice: PlanChoice; nonce: string; now: Date };

/** One other plan before it is paid: what is left, what it becomes, and the difference. */
export function planBesideView(shown: PlanScreen, t: Translate): Screen {
  const { offer, choice, now } = shown;
  const { clientId, balance } = offer;
  const until = t('date-long', { date: offer.expiresAt });
  return {
    ...richLines(
      [bold(t('change-one-title', { plan: tidy(choice.name) }))],
      [restWords(offer, t, now)],
      [],
      withTime(offer.expiresAt, until, t('change-until', { date: until })),
      ...limitLines(choice, t),
      [devicesWords(choice.devices, t)],
      [t('change-cost', { amount: wordsOf(choice.cost) })],
      [t('change-renewal', periodWords(choice, t))],
      [],
      [bold(sumWords(choice, t))],
      ...(choice.due.minor > 0n ? balanceLines(balance, t) : []),
      [t('change-key-stays')],
      ...(offer.endsSubscription ? [[t('change-ends-subscription')]] : []),
    ),
    reply_markup: {
      inline_keyboard: [...rowsOf(shown, t), waysBack(t, { screen: 'plans-beside', clientId, page: 0 })],
    },
  };
}

/** Where nothing is to be paid, one press changes the plan. */
function rowsOf({ offer, choice, nonce }: PlanScreen, t: Translate): InlineKeyboardButton[][] {
  const { clientId, balance } = offer;
  const { planId, due: price, dueStars: stars, fingerprint } = choice;
  const press = { clientId, planId, nonce, offer: fingerprint };
  if (price.minor === 0n)
    return [
      [{ ...tapButton(t('button-change-plan'), { screen: 'plan-stars', ...press }), style: 'success' }],
    ];
  return payRows(
    { price, stars, balance },
    {
      inStars: { screen: 'plan-stars', ...press },
      byBalance: (shown) => ({ screen: 'plan-balance', ...press, shown }),
    },
    t,
  );
}

/** The plan was changed: what holds now, and what it cost or brought. */
export function planChangedView(news: PlanNews, t: Translate): Screen {
  const title = t('access-notice-title', { plan: tidy(news.planName), server: tidy(news.server) });
  return {
    ...richLines(
      [bold(title)],
      [t('plan-changed')],
      ...untilLines(news.until, t),
      [t('change-traffic-now', { traffic: sizeWords(news.limit, t) })],
      [devicesWords(news.devices, t)],
      [paidOrCredited(news, t)],
      ...(news.renewal ? [[t('change-renewal', periodWords(news.renewal, t))]] : []),
      ...(news.isWaiting ? [[t('renewed-waits', { server: tidy(news.server) })]] : []),
      [t('refund-order', { order: news.orderId })],
    ),
    reply_markup: { inline_keyboard: [[tapButton(t('button-accesses'), { screen: 'accesses-new' })]] },
  };
}

function paidOrCredited(news: PlanNews, t: Translate): string {
  if (news.credit !== null)
    return t('plan-changed-credit', { amount: wordsOf(news.credit), left: wordsOf(news.balance) });
  return news.stars === 0 && news.fromBalance === null ? t('plan-changed-even') : paidWords(news, t);
}

const wordsOf = ({ minor, currency }: Money): string => moneyWords(minor, currency);

const sizeWords = (size: Bytes | null, t: Translate): string =>
  trafficWords(t, size === null ? null : gigabytesOf(size));

const devicesWords = (devices: number | null, t: Translate): string =>
  devices === null
    ? t('change-devices-any')
    : t('change-devices', { devices: t('devices', { count: devices }) });

/** What is left of the present plan, and what that is worth. */
function restWords({ expiresAt, worth, ...of }: PlanOffer, t: Translate, now: Date): string {
  const left = bytesLeft(of);
  return t('change-rest', {
    days: daysLeftWords(t, expiresAt, now),
    traffic: left === null ? t('gb-unlimited') : t('gb-left', { gb: gigabytesOf(left as Bytes) }),
    amount: wordsOf(worth),
  });
}

const periodWords = (
  { price, stars, days }: { price: Money; stars: number; days: number },
  t: Translate,
): { price: string; stars: number; term: string } => ({
  price: wordsOf(price),
  stars,
  term: termWords(t, days),
});

const choiceLines = (choice: PlanChoice, t: Translate): Piece[][] => [
  [bold(tidy(choice.name))],
  [
    t('change-choice', {
      ...periodWords(choice, t),
      traffic: sizeWords(choice.data, t),
      devices: devicesWords(choice.devices, t),
    }),
  ],
  [sumWords(choice, t)],
];

/** What the change itself costs or brings. */
function sumWords({ due, dueStars, credit }: PlanChoice, t: Translate): string {
  if (due.minor > 0n) return t('change-due', { amount: wordsOf(due), stars: dueStars });
  return credit.minor > 0n ? t('change-credit', { amount: wordsOf(credit) }) : t('change-even');
}

/** The sum is never cut, the name is. */
function labelOf({ name, due, credit }: PlanChoice, t: Translate): string {
  const sum = due.minor > 0n ? `+${wordsOf(due)}` : `−${wordsOf(credit)}`;
  const room = LABEL_LIMIT - [...t('button-plan-choice', { plan: '', sum })].length;
  return t('button-plan-choice', { plan: tidy(name, Math.max(1, room)), sum });
}

/** The counter goes on, so the limit is what is used and the new share. */
function limitLines({ share, limit }: PlanChoice, t: Translate): Piece[][] {
  if (share === null || limit === null) return [[t('change-unlimited')]];
  return [[t('change-limit', { share: gigabytesOf(share), limit: gigabytesOf(limit) })]];
}

function untilLines(until: Date | null, t: Translate): Piece[][] {
  if (until === null) return [];
  const date = t('date-long', { date: until });
  return [withTime(until, date, t('change-until', { date }))];
}
