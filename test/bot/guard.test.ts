import { Bot, Composer } from 'grammy';
import type { Update } from 'grammy/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packTap, parseTap, SCREENS, type ScreenName, type Tap } from '../../src/bot/callback-data.ts';
import { guard, SHARED_COMMANDS, STAFF_COMMANDS, STAFF_MENUS } from '../../src/bot/guard.ts';
import type { ShopContext } from '../../src/bot/shop-context.ts';
import { isAtLeast, ROLES, type Role } from '../../src/model/role.ts';
import { ANN, TestWorld } from '../sandbox/telegram-world.ts';
import { t } from './english.ts';

let world: TestWorld;

beforeEach(async () => {
  world = await TestWorld.start();
});

afterEach(() => world.close());

/** Who got the update: the handlers behind the guard, those for outsiders, or nobody but the guard itself. */
async function guarded(role: Role, update: Update): Promise<'inside' | 'outside' | 'refused'> {
  const bot = new Bot<ShopContext>(world.token, { client: { apiRoot: world.world.url } });
  const reached: ('inside' | 'outside')[] = [];
  bot.use((ctx, next) => {
    Object.assign(ctx, { t, role, tap: parseTap(ctx.callbackQuery?.data ?? '') });
    return next();
  });
  const outsiders = new Composer<ShopContext>().use(() => void reached.push('outside'));
  bot.use(guard(outsiders), () => void reached.push('inside'));
  await bot.init();
  await bot.handleUpdate(update);
  return reached[0] ?? 'refused';
}

const expected = (role: Role, least: Role) => {
  if (isAtLeast(role, least)) return 'inside';
  return role === 'customer' ? 'outside' : 'refused';
};

/** Some of the staff's words mean something else to customers. */
const leastFor = (role: Role, { command, leastOfStaff }: { command: string; leastOfStaff: Role }): Role =>
  role === 'customer' && SHARED_COMMANDS.includes(command) ? role : leastOfStaff;

/** A press of a button that is really there, with these data. */
async function press(data: string): Promise<Update> {
  const sent = await world.api.sendMessage(ANN, 'Screen', {
    reply_markup: { inline_keyboard: [[{ text: 'Button', callback_data: data }]] },
  });
  await world.person(ANN).act('tap', { messageId: sent.message_id, row: 0, column: 0 });
  const [update] = await world.updates();
  if (!update) throw new Error('no press');
  return update;
}

async function said(text: string): Promise<Update> {
  await world.person(ANN).send(text);
  const [update] = await world.updates();
  if (!update) throw new Error('no message');
  return update;
}

function aTap(screen: ScreenName): string {
  const ids = Object.entries(SCREENS[screen].fields).map(([name, kind]) => [
    name,
    kind === 'number' ? 1 : 'a',
  ]);
  return packTap({ screen, ...Object.fromEntries(ids) } as Tap);
}

describe('the guard before everything', () => {
  it.each(ROLES)('lets a person of role %s press what the role may, and nothing else', async (role) => {
    await said('/start');
    for (const screen of Object.keys(SCREENS) as ScreenName[]) {
      const update = await press(aTap(screen));

      expect([screen, await guarded(role, update)]).toEqual([screen, expected(role, SCREENS[screen].least)]);
    }
  });

  it.each(ROLES)('lets a person of role %s press a menu of the role, and no other', async (role) => {
    await said('/start');
    for (const [menu, least] of Object.entries(STAFF_MENUS)) {
      const update = await press(`${menu}/0/1//h\u0001\ufffd\u0003x`);

      expect([menu, await guarded(role, update)]).toEqual([menu, expected(role, least)]);
    }
  });

  it.each(ROLES)('lets a person of role %s give the commands of the role, and no others', async (role) => {
    const { username } = await world.api.getMe();
    for (const [command, leastOfStaff] of Object.entries(STAFF_COMMANDS)) {
      const least = leastFor(role, { command, leastOfStaff });
      for (const text of [`/${command}`, `/${command}@${username} 1`]) {
        expect([text, await guarded(role, await said(text))]).toEqual([text, expected(role, least)]);
      }
    }
  });

  it('tells the staff which role is missing', async () => {
    await said('/start');

    await guarded('viewer', await said('/addserver'));

    const screen = await world.person(ANN).messages();
    expect(screen.at(-1)?.text).toContain('admin');
  });
});
