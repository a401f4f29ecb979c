import type { SqlEntityManager } from '@mikro-orm/sql';
import type { MessageToQueue } from '../../messages/message-kinds.ts';
import type { Bought } from './bought.ts';

/** Why what was bought cannot be given any more: its access is gone, or is not what its buyer was shown. */
export type NotGiven = 'access-gone' | 'renewed-meanwhile';

/** What one purpose of an order does. The rows of the access are locked, and everything is one transaction. */
export type PurchaseStep = {
  /** Why it cannot be given; null = it can. Asked before the money is taken, and once more when it came. */
  obstacle: (bought: Bought) => NotGiven | null;
  /** Gives it, with the money. */
  give: (em: SqlEntityManager, bought: Bought, now: Date) => Promise<void>;
  /** The money goes back, and what was given with it. */
  takeBack: (em: SqlEntityManager, bought: Bought, now: Date) => Promise<void>;
  /** What its buyer is told then. */
  tell: (to: { orderId: string; chatId: number; key: string }) => MessageToQueue;
};
