import { Menu } from '@grammyjs/menu';
import { isAtLeast, type Role } from '../../model/role.ts';
import { STAFF_COMMANDS } from '../guard.ts';
import type { ShopContext } from '../shop-context.ts';
import { answerTap } from '../show.ts';
import type { Translate } from '../texts.ts';

/** The commands that are buttons under /admin: each has a text `menu-<id>`, and is seen from its command's role on. */
export const DOOR_IDS = [
  'servers',
  'inbounds',
  'plans',
  'orders',
  'customers',
  'approvals',
  'undelivered',
  'addserver',
  'newplan',
  'settings',
  'stats',
  'lifecycle',
  'audit',
  'maintenance',
  'staff',
] as const satisfies (keyof typeof STAFF_COMMANDS)[];

/** A door of /admin. */
export type AdminDoor = {
  readonly id: (typeof DOOR_IDS)[number];
  readonly open: (ctx: ShopContext) => Promise<unknown>;
  /** How much waits behind it; said on the button where it is more than nothing. */
  readonly count?: () => Promise<number>;
};

/**
 * The buttons under /admin: they lead to screens and change nothing (contracts/telegram.md B2), two in a row. A menu
 * that is out of date, because roles or words have changed, is drawn anew by `redraw`.
 */
export function adminMenu(
  doors: readonly AdminDoor[],
  redraw: (ctx: ShopContext) => Promise<void>,
): Menu<ShopContext> {
  const onMenuOutdated = async (ctx: ShopContext) => {
    await answerTap(ctx, ctx.t('stale-button'));
    await redraw(ctx);
  };
  // A number on a button that has changed since does not make the menu another one.
  const fingerprint = ({ role, t }: ShopContext) =>
    doorsFor(role, doors)
      .map(({ id }) => t(`menu-${id}`))
      .join('\n');
  const menu = new Menu<ShopContext>('admin', { autoAnswer: false, onMenuOutdated, fingerprint });
  return menu.dynamic(async (ctx, range) => {
    for (const [place, door] of doorsFor(ctx.role, doors).entries()) {
      if (place > 0 && place % 2 === 0) range.row();
      range.text(await labelOf(ctx, door), async (pressed) => {
        await answerTap(pressed);
        await door.open(pressed);
      });
    }
  });
}

async function labelOf({ t }: ShopContext, { id, count }: AdminDoor): Promise<string> {
  const waiting = (await count?.()) ?? 0;
  return waiting === 0 ? t(`menu-${id}`) : t('menu-waiting', { name: t(`menu-${id}`), count: waiting });
}

/** The words above the buttons: what these commands do. */
export const adminText = (t: Translate, commands: readonly string[]): string =>
  commands.map((name) => `/${name} – ${t(`command-${name}`)}`).join('\n');

const doorsFor = (role: Role, doors: readonly AdminDoor[]): AdminDoor[] =>
  doors.filter(({ id }) => isAtLeast(role, STAFF_COMMANDS[id]));
