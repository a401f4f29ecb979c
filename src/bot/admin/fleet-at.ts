import type { ShopContext } from '../shop-context.ts';
import { alertTap, show } from '../show.ts';
import type { Screen } from '../views/screen.ts';
import type { AdminNeeds } from './admin-needs.ts';

/** One press or command, and what it may use. */
export type At = { ctx: ShopContext; needs: AdminNeeds };

/** Telegram's id of the admin who acts; stands in the audit log. */
export const actorOf = ({ from }: ShopContext): number => from?.id ?? 0;

/** Draws a card into the message at hand, or as a new one. */
export const draw = ({ ctx, needs }: At, screen: Screen): Promise<void> =>
  show(ctx, screen, needs.clock.now());

/** The words of a refusal, with the numbers in it. */
const refusalWords = ({ t }: Pick<ShopContext, 't'>, refusal: Refusal): string =>
  t(`refusal-${refusal.code}`, numbersOf(refusal));

/** A refusal of the fleet's services; its numbers explain it. */
export type Refusal = { code: string; taken?: number; stars?: number; days?: number };

export const numbersOf = ({ taken, stars, days }: Refusal) => ({
  ...(taken !== undefined && { taken: String(taken) }),
  ...(stars !== undefined && { stars: String(stars) }),
  ...(days !== undefined && { days: String(days) }),
});

/** Says no in words that have to be closed. */
export const refuseWith = (ctx: ShopContext, refusal: Refusal): Promise<void> =>
  alertTap(ctx, refusalWords(ctx, refusal));
