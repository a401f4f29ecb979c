import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { generationList } from '../../src/sandbox/panel/generation-list.ts';
import { TestWorld } from './telegram-world.ts';

const panelList = z.array(
  z.object({
    n: z.number(),
    url: z.string(),
    token: z.string(),
    version: z.string(),
    generation: z.string(),
  }),
);
type Listed = z.infer<typeof panelList>[number];

const folder = mkdtempSync(join(tmpdir(), 'panels-'));
let world: TestWorld;

beforeEach(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => world.close());

const panels = async () => panelList.parse((await world.get<unknown>('/_emu/panels')).body);

async function addClient(panel: Listed | undefined, email: string): Promise<unknown> {
  const response = await fetch(`${panel?.url}panel/api/clients/add`, {
    method: 'POST',
    headers: { authorization: `Bearer ${panel?.token}`, connection: 'close' },
    body: JSON.stringify({ client: { email, subId: email, enable: true }, inboundIds: [1] }),
  });
  return response.json();
}

const emailsOn = async (n: number) => {
  const { body } = await world.get<{ email: string }[]>(`/_panel/${n}/clients`);
  return body.map(({ email }) => email);
};

describe('a world with several panels', () => {
  it('numbers them in the order of the list, each with its version and an address of its own', async () => {
    world = await TestWorld.start({ panels: ['3.1', '3.6', '3.6'] });

    const listed = await panels();

    expect(listed.map(({ n, generation, version }) => [n, generation, version])).toEqual([
      [1, '3.1', '3.1.0'],
      [2, '3.6', '3.6.0'],
      [3, '3.6', '3.6.0'],
    ]);
    expect(new Set(listed.map(({ url }) => new URL(url).port)).size).toBe(3);
    expect(new Set(listed.map(({ token }) => token)).size).toBe(3);
    expect(world.world.note).toBeNull();
  });

  it('keeps the clients, doors, faults and power of each apart', async () => {
    world = await TestWorld.start({ panels: ['3.6', '3.6'] });
    const [first, second] = await panels();

    expect(await addClient(second, 'only-here')).toMatchObject({ success: true });
    await world.post('/_panel/1/stop');

    expect(await emailsOn(1)).toEqual([]);
    expect(await emailsOn(2)).toEqual(['only-here']);
    await expect(addClient(first, 'nobody')).rejects.toThrow('fetch failed');
    expect(await addClient(second, 'still-sold')).toMatchObject({ success: true });
    expect((await world.get('/_panel/3/state')).status).toBe(404);
  });

  it('plays one panel of the newest generation where nothing is said', async () => {
    world = await TestWorld.start();

    expect((await panels()).map(({ generation }) => generation)).toEqual(['3.6']);
    expect(world.world.note).toBeNull();
  });

  it('comes back after a restart with the same panels, addresses and clients, also unasked', async () => {
    world = await TestWorld.start({ folder, panels: ['3.1', '3.6'] });
    const before = await panels();
    await addClient(before[1], 'kept');
    await world.close();

    world = await TestWorld.start({ folder });

    expect(await panels()).toEqual(before);
    expect(await emailsOn(2)).toEqual(['kept']);
    expect(world.world.note).toBeNull();
  });

  it('keeps what a panel held under its number and generation, and says so when the list changes', async () => {
    world = await TestWorld.start({ folder });
    const before = await panels();
    await addClient(before[0], 'of-the-3.6');
    await world.close();

    world = await TestWorld.start({ folder, panels: ['3.1', '3.6'] });
    const changed = await panels();
    const { note } = world.world;
    const there = await emailsOn(1);
    await world.close();
    world = await TestWorld.start({ folder, panels: ['3.6'] });

    expect(changed.map(({ url }) => url)).not.toContain(before[0]?.url);
    expect(there).toEqual([]);
    expect(note).toContain('The panels were 3.6 and are 3.1,3.6 now');
    expect(note).toContain('What panel 1 (3.6) held is kept and comes back with --panels 3.6');
    expect(await panels()).toEqual(before);
    expect(await emailsOn(1)).toEqual(['of-the-3.6']);
  });

  it('says nothing where a panel is only added', async () => {
    world = await TestWorld.start({ folder });
    await world.close();

    world = await TestWorld.start({ folder, panels: ['3.6', '3.1'] });

    expect(world.world.note).toBeNull();
  });

  it('knows the secrets of every panel', async () => {
    world = await TestWorld.start({ panels: ['3.6', '3.6'] });
    const [, second] = await panels();

    await world.started(5_000_000_001);
    await world.call('sendMessage', { chat_id: 5_000_000_001, text: `the token is ${second?.token}` });

    expect(await world.violations()).toContain('secret seen');
  });
});

describe('the list of panels', () => {
  beforeEach(async () => {
    world = await TestWorld.start();
  });

  it.each([
    ['2.8,3.6', ['2.8', '3.6']],
    [' 3.1 , 3.1', ['3.1', '3.1']],
  ])('reads "%s"', (text, list) => {
    expect(generationList(text)).toEqual(list);
  });

  it.each([
    ['2.7', '"2.7" is no generation'],
    ['3.6,', 'an empty name is no generation'],
    ['', 'an empty name'],
    ['3.6.0', 'take 2.6, 2.8, 2.9, 3.0, 3.1, 3.4, 3.6'],
    [Array(21).fill('3.6').join(','), 'takes 20 panels at most'],
  ])('refuses "%s" and names those that are known', (text, words) => {
    expect(() => generationList(text)).toThrow(words);
  });
});
