import type { ShopContext } from '../shop-context.ts';
import { alertTap } from '../show.ts';

/** Telegram's id of the admin who acts; stands in the audit log. */
export const actorOf = ({ from }: ShopContext): number => from?.id ?? 0;

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
