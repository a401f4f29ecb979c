import type { SqlEntityManager } from '@mikro-orm/sql';
import type { MessageToQueue } from '../../messages/message-kinds.ts';
import type { CheckoutNeeds } from '../needs.ts';
import type { Bought } from './bought.ts';

/**
 * Why what was bought cannot be given any more: its access is gone or over, or is not what its buyer was shown; its
 * panel has lost its place; the other plan is full; a subscription renews it already.
 */
export type NotGiven =
  | 'access-gone'
  | 'access-ended'
  | 'access-no-place'
  | 'renewed-meanwhile'
  | 'access-changed'
  | 'plan-full'
  | 'already-subscribed';

/**
 * Why what was given cannot be taken back: a top-up, or what a cheaper plan brought, is spent; something was bought for
 * the access after it; the plan of before is full.
 */
export type NotTakenBack = 'topup-spent' | 'credit-spent' | 'bought-since' | 'old-plan-full';

/** Where a step works: in the transaction of its money. */
export type Giving = { needs: CheckoutNeeds; em: SqlEntityManager; now: Date };

/** What one purpose of an order does. The rows of the access are locked, and everything is one transaction. */
export type PurchaseStep = {
  /** Why it cannot be given; null = it can. Asked before the money is taken, and once more when it came. */
  obstacle: (bought: Bought, now: Date, em: SqlEntityManager) => NotGiven | null | Promise<NotGiven | null>;
  /** Gives it, with the money. */
  give: (giving: Giving, bought: Bought) => Promise<void>;
  /** Why its money cannot go back; null or left out = it can. */
  keeps?: (giving: Giving, bought: Bought) => Promise<NotTakenBack | null>;
  /** The money goes back, and what was given with it. */
  takeBack: (giving: Giving, bought: Bought) => Promise<void>;
  /** What its buyer is told then. */
  tell: (to: { orderId: string; chatId: number; key: string }) => MessageToQueue;
};
