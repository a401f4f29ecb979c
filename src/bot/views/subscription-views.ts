import type { InlineKeyboardButton } from 'grammy/types';
import type { RenewalOffer } from '../../services/checkout/purchases/renewal-offer.ts';
import type { SubscriptionView } from '../../services/checkout/subscriptions/open-subscription.ts';
import type { MessageData } from '../../services/messages/message-kinds.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';
import { tidy } from './fit-to.ts';
import { renewButtons } from './renew-buttons.ts';
import { bold, type Piece, richLines, withTime } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { waysBack } from './ways.ts';

/** When Telegram charges again, and how much; or until when the subscription may be taken up again. */
export function subscriptionLines(subscription: SubscriptionView | null, t: Translate): Piece[][] {
  if (subscription === null) return [];
  const { status, stars, endsAt } = subscription;
  return [dated({ id: `subscription-${status}`, at: endsAt, stars }, t)];
}

/** Ends it, or leads to taking it up again. */
export function subscriptionButtons(
  clientId: number,
  subscription: SubscriptionView | null,
  t: Translate,
): InlineKeyboardButton[] {
  if (subscription === null) return [];
  return subscription.status === 'active'
    ? [tapButton(t('button-subscription-end'), { screen: 'subscription-end', clientId })]
    : [tapButton(t('button-subscription-again'), { screen: 'subscription-again', clientId })];
}

type Offered = Pick<RenewalOffer, 'canSubscribe' | 'stars' | 'subscription' | 'autoRenew'>;

/** In the preview of a renewal: the subscription there is, or what one would do. */
export function monthlyLines(
  { canSubscribe, stars, subscription, autoRenew }: Offered,
  t: Translate,
): Piece[][] {
  const isActive = subscription?.status === 'active';
  return [
    ...subscriptionLines(subscription, t),
    ...(isActive ? [[t('subscription-or-balance')]] : []),
    ...(canSubscribe ? [[], [t('subscription-offer', { stars })]] : []),
    ...(canSubscribe && autoRenew ? [[t('subscription-not-balance')]] : []),
  ];
}

/** The way to a subscription, or out of it; the press says what was shown. */
export function monthlyButtons(
  { clientId, canSubscribe, stars, subscription, fingerprint }: RenewalOffer,
  nonce: string,
  t: Translate,
): InlineKeyboardButton[] {
  if (!canSubscribe) return subscriptionButtons(clientId, subscription, t);
  const offer = fingerprint;
  return [tapButton(t('button-subscribe', { stars }), { screen: 'subscribe', clientId, nonce, offer })];
}

type OfAccess = { clientId: number; subscription: SubscriptionView };

/** Asked before a subscription is ended. */
export function endSubscriptionView({ clientId, subscription }: OfAccess, t: Translate): Screen {
  const { stars, endsAt } = subscription;
  const yes = tapButton(t('button-subscription-end-yes'), { screen: 'subscription-end-yes', clientId });
  return {
    ...richLines(
      [bold(t('subscription-sure'))],
      dated({ id: 'subscription-sure-what', at: endsAt, stars }, t),
    ),
    reply_markup: {
      inline_keyboard: [[{ ...yes, style: 'danger' }], waysBack(t, { screen: 'access', clientId })],
    },
  };
}

/** It is ended, and until when it may be taken up again. */
export function endedSubscriptionView({ clientId, subscription }: OfAccess, t: Translate): Screen {
  return {
    ...richLines([bold(t('subscription-over'))], ...subscriptionLines(subscription, t)),
    reply_markup: {
      inline_keyboard: [
        subscriptionButtons(clientId, subscription, t),
        waysBack(t, { screen: 'access', clientId }),
      ],
    },
  };
}

/** Nobody but its payer can take it up again, and nowhere but in Telegram: how that goes. */
export function takeUpView({ clientId, subscription }: OfAccess, t: Translate): Screen {
  const { stars, endsAt } = subscription;
  return {
    ...richLines(
      [bold(t('subscription-take-up'))],
      dated({ id: 'subscription-again-how', at: endsAt, stars }, t),
      [t('subscription-again-else')],
    ),
    reply_markup: { inline_keyboard: [waysBack(t, { screen: 'access', clientId })] },
  };
}

/** The subscription is over in the shop: why, whether Telegram knows, and what becomes of the access. */
export function subscriptionEndedView(
  { clientId, plan, why, until }: MessageData['subscription-ended'],
  t: Translate,
): Screen {
  const home = tapButton(t('button-home'), { screen: 'home-new' });
  const goesOn = clientId !== null && (why === 'unpaid' || why === 'bot-replaced');
  return {
    ...richLines(
      [bold(t('subscription-ended-title', { plan: tidy(plan) }))],
      [t(`subscription-ended-${why}`)],
      ...(until === null ? [] : [dated({ id: 'key-until', at: new Date(until) }, t)]),
    ),
    reply_markup: { inline_keyboard: [goesOn ? [...renewButtons(clientId, t), home] : [home]] },
  };
}

type Dated = { id: string; at: Date; stars?: number };

function dated({ id, at, stars = 0 }: Dated, t: Translate): Piece[] {
  const date = t('date-long', { date: at });
  return withTime(at, date, t(id, { stars, date }));
}
