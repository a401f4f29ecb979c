import { isAtLeast, type Role } from '../../model/role.ts';
import { parseTap, SCREENS } from '../callback-data.ts';
import type { ShopContext } from '../shop-context.ts';
import { answerTap, say, show } from '../show.ts';
import type { Screen } from '../views/screen.ts';
import type { AdminNeeds } from './admin-needs.ts';

/** One press or command, and what it may use. */
export type At = { ctx: ShopContext; needs: AdminNeeds };

/** The same screen without the buttons that this role may not press; the guard asks again at the press. */
function forRole(screen: Screen, role: Role): Screen {
  const rows = screen.reply_markup?.inline_keyboard;
  if (!rows) return screen;
  const left = rows
    .map((row) =>
      row.filter((button) => !('callback_data' in button) || isFor(button.callback_data ?? '', role)),
    )
    .filter((row) => row.length > 0);
  return { ...screen, reply_markup: { inline_keyboard: left } };
}

function isFor(data: string, role: Role): boolean {
  const tap = parseTap(data);
  return tap === null || isAtLeast(role, SCREENS[tap.screen].least);
}

/** Draws a staff's screen into the message whose button was pressed, or as a message of its own after a command. */
export const showStaff = ({ ctx, needs }: At, screen: Screen): Promise<void> =>
  show(ctx, forRole(screen, ctx.role), needs.clock.now());

/** The same as a message of its own. */
export const sayStaff = ({ ctx }: Pick<At, 'ctx'>, screen: Screen): Promise<void> =>
  say(ctx, forRole(screen, ctx.role));

/** Ends the waiting of the press first, then draws. */
export async function turnTo(at: At, screen: Screen): Promise<void> {
  await answerTap(at.ctx);
  await showStaff(at, screen);
}

/** Who acts: a handler always has a person. */
export const actorOf = ({ ctx }: Pick<At, 'ctx'>): number => ctx.from?.id ?? 0;
