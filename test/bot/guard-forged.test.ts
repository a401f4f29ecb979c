import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packTap, SCREENS, type ScreenName, type Tap } from '../../src/bot/callback-data.ts';
import { SHARED_COMMANDS, STAFF_COMMANDS } from '../../src/bot/guard.ts';
import { isAtLeast, ROLES, type Role } from '../../src/model/role.ts';
import { ANN, BORIS } from '../sandbox/telegram-world.ts';
import { StaffScene } from './staff-scene.ts';

const BELOW_OWNER = ROLES.filter((role) => role !== 'owner');

let scene: StaffScene;
beforeEach(async () => {
  scene = await StaffScene.open();
});
afterEach(() => scene.close());

/** A press with ids of rows that are really there, as a client could make it up. */
function forged(screen: ScreenName): string {
  const ids = Object.entries(SCREENS[screen].fields).map(([name]) => [name, scene.ids[name] ?? 'admin']);
  return packTap({ screen, ...Object.fromEntries(ids) } as Tap);
}

const forbidden = (role: Role): ScreenName[] =>
  (Object.keys(SCREENS) as ScreenName[]).filter((screen) => !isAtLeast(role, SCREENS[screen].least));

describe('a press that somebody of a lower role made up', () => {
  it.each(BELOW_OWNER)('shows a %s nothing and changes nothing, whichever screen it names', async (role) => {
    await scene.becomes(ANN, role);
    const screens = forbidden(role);
    expect(screens.length).toBeGreaterThan(5);

    const before = await scene.fingerprints();
    for (const screen of screens) {
      const shown = await scene.presses(ANN, forged(screen));
      expect([screen, shown]).toEqual([screen, scene.answerFor(role, SCREENS[screen].least)]);
    }
    expect(await scene.fingerprints()).toEqual(before);
  });
});

describe('a command that somebody of a lower role gives', () => {
  it.each(BELOW_OWNER)('shows a %s nothing and changes nothing', async (role) => {
    await scene.becomes(ANN, role);
    const commands = Object.entries(STAFF_COMMANDS)
      .filter(([, least]) => !isAtLeast(role, least))
      .filter(([command]) => role !== 'customer' || !SHARED_COMMANDS.includes(command));
    expect(commands.length).toBeGreaterThan(0);

    const before = await scene.fingerprints();
    for (const [command, least] of commands) {
      const shown = await scene.says(ANN, `/${command} ${scene.ids.orderId}`);
      expect([command, shown]).toEqual([command, scene.wordsFor(role, least)]);
    }
    expect(await scene.fingerprints()).toEqual(before);
  });
});

describe('a command that means something to customers too', () => {
  it.each(SHARED_COMMANDS)('shows a customer nothing of others and changes nothing: /%s', async (command) => {
    const before = await scene.fingerprints();

    const shown = await scene.says(ANN, `/${command} ${scene.ids.orderId}`);

    expect(shown).toHaveLength(1);
    expect(shown.join()).not.toContain(String(scene.ids.orderId));
    expect(await scene.fingerprints()).toEqual(before);
  });
});

describe('a press that the role may make', () => {
  it('reaches the shop through the same bot: the owner’s is done', async () => {
    const { orderId } = scene.ids;

    await scene.presses(scene.owner, packTap({ screen: 'order-refund-yes', orderId: String(orderId) }));

    expect((await scene.shop.checkout.order(String(orderId)))?.status).toBe('refunded');
  });
});

describe('a press on what belongs to another customer', () => {
  const theirs = (Object.entries(SCREENS) as [ScreenName, (typeof SCREENS)[ScreenName]][])
    .filter(([, { least }]) => least === 'customer')
    .filter(([, { fields }]) => 'orderId' in fields || 'clientId' in fields)
    .map(([screen]) => screen);

  it('is tried on every button that names an order or an access', () => {
    expect(theirs).toEqual(
      expect.arrayContaining(['access', 'qr', 'own-order', 'own-order-cancel-yes', 'cancel']),
    );
  });

  it.each(theirs)('shows nothing of it and changes nothing: %s', async (screen) => {
    const secrets = await scene.secretsOf(BORIS);
    expect(secrets.length).toBeGreaterThan(4);
    const before = await scene.fingerprints();

    const shown = await scene.presses(ANN, forged(screen));

    expect(shown.length).toBeGreaterThan(0);
    expect(secrets.filter((secret) => shown.join('\n').includes(secret))).toEqual([]);
    expect(await scene.fingerprints()).toEqual(before);
  });
});
