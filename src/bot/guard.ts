import { Composer } from 'grammy';
import { isAtLeast, type Role } from '../model/role.ts';
import { SCREENS } from './callback-data.ts';
import type { ShopContext } from './shop-context.ts';
import { alertTap, say } from './show.ts';

/** Every command that is not for everybody, and the least role that may give it; customers never hear of them. */
export const STAFF_COMMANDS = {
  addserver: 'admin',
  servers: 'viewer',
  inbounds: 'viewer',
  newplan: 'admin',
  plans: 'viewer',
  orders: 'viewer',
  settings: 'admin',
  approvals: 'admin',
  undelivered: 'support',
  customers: 'viewer',
  bind: 'admin',
  grant: 'admin',
  staff: 'owner',
  maintenance: 'owner',
  audit: 'admin',
  stats: 'admin',
  doctor: 'admin',
  lifecycle: 'admin',
  cancel: 'viewer',
  admin: 'viewer',
} as const satisfies Record<string, Role>;

/** Those of the staff's words that mean something to customers too: their own orders, the end of their own input. */
export const SHARED_COMMANDS: readonly string[] = ['orders', 'cancel'];

/** The staff's commands that `role` may give, in the order of its list; each has a text `command-<name>`. */
export const commandsFor = (role: Role): string[] =>
  Object.entries(STAFF_COMMANDS)
    .filter(([, least]) => isAtLeast(role, least))
    .map(([command]) => command);

/**
 * The menus of the plugin, whose buttons carry data of its own (`<menu>/<row>/<column>/…`, contracts/telegram.md B2),
 * and the least role that may press them.
 */
export const STAFF_MENUS = { admin: 'viewer' } as const satisfies Record<string, Role>;

/**
 * The one place where roles are asked (SPEC 160): each command and each button names the least role that may use it,
 * and nothing behind this looks at roles again. Staff hears which role is missing; for a customer what belongs to the
 * staff does not exist: `outsiders` answers as it answers everything else that it does not understand.
 */
export function guard(outsiders: Composer<ShopContext>): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  composer.use(async (ctx, next) => {
    const least = leastRole(ctx);
    if (isAtLeast(ctx.role, least)) return next();
    if (ctx.role === 'customer') return outsiders.middleware()(ctx, next);
    await refuse(ctx, least);
  });
  return composer;
}

function leastRole(ctx: ShopContext): Role {
  if (ctx.tap) return SCREENS[ctx.tap.screen].least;
  const menu = /^(\w+)\/[0-9a-f]+\/[0-9a-f]+\//.exec(ctx.callbackQuery?.data ?? '')?.[1] ?? '';
  if (isStaffMenu(menu)) return STAFF_MENUS[menu];
  const command = commandOf(ctx);
  if (ctx.role === 'customer' && SHARED_COMMANDS.includes(command)) return 'customer';
  return isStaffCommand(command) ? STAFF_COMMANDS[command] : 'customer';
}

const isStaffMenu = (menu: string): menu is keyof typeof STAFF_MENUS => Object.hasOwn(STAFF_MENUS, menu);

/** As grammY reads a command: at the beginning, with or without the bot's name. */
function commandOf({ message, me }: ShopContext): string {
  const [, command = '', bot] = /^\/(\w+)(?:@(\w+))?/.exec(message?.text ?? message?.caption ?? '') ?? [];
  return bot === undefined || bot.toLowerCase() === me.username.toLowerCase() ? command : '';
}

const isStaffCommand = (command: string): command is keyof typeof STAFF_COMMANDS =>
  Object.hasOwn(STAFF_COMMANDS, command);

async function refuse(ctx: ShopContext, least: Role): Promise<void> {
  const words = ctx.t('refusal-role', { role: ctx.t(`role-${least}`) });
  await (ctx.callbackQuery ? alertTap(ctx, words) : say(ctx, { text: words }));
}
