import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANN, TestWorld } from './telegram-world.ts';

let world: TestWorld;

beforeEach(async () => {
  world = await TestWorld.start();
});
afterEach(() => world.world.close());

describe('faults by chance', () => {
  it('strike no call and no update until they are ordered', async () => {
    for (let call = 0; call < 30; call++) await world.api.getMe();

    expect((await world.get('/_emu/chaos')).body).toMatchObject({ calls: 0, struck: { calls: 0 } });
    expect((await world.get('/_panel/1/chaos')).body).toMatchObject({ probability: 0, struck: 0 });
  });

  it('strike about as many calls of the Bot API as was ordered, and the same ones with the same seed', async () => {
    const first = await failures({ calls: 0.3, kinds: ['500', 'reset'], seed: 7 });
    const again = await failures({ calls: 0.3, kinds: ['500', 'reset'], seed: 7 });
    const other = await failures({ calls: 0.3, kinds: ['500', 'reset'], seed: 8 });

    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(first.length).toBeGreaterThan(15);
    expect(first.length).toBeLessThan(50);
    expect((await world.get('/_emu/chaos')).body).toMatchObject({ struck: { calls: other.length } });
  });

  it('bring an update twice, and lose none but payments', async () => {
    await world.post('/_emu/chaos', { duplicates: 0.9, reorders: 0.5, delays: 0.3, seed: 3, ms: 30 });
    const sent: number[] = [];
    for (let message = 0; message < 12; message++) {
      sent.push((await world.post(`/_emu/persons/${ANN}/send`, { text: `${message}` })).body.updateId ?? 0);
    }
    await world.post('/_emu/updates/hold', { hold: false });

    const brought = await untilAllCame(sent);

    expect(brought.length).toBeGreaterThan(sent.length);
    expect(new Set(brought)).toEqual(new Set(sent));
  });

  it('strike calls of a panel, and never refuse a password in words', async () => {
    const [panel] = (await world.get<{ url: string }[]>('/_emu/panels')).body;
    const order = { probability: 0.5, kinds: ['busy', 'status'], seed: 2, ms: 10 };
    expect((await world.post('/_panel/1/chaos', order)).status).toBe(200);

    const statuses: number[] = [];
    for (let call = 0; call < 40; call++) {
      statuses.push((await fetch(`${panel?.url}login`, { method: 'POST' })).status);
    }

    const struck = statuses.filter((status) => status >= 500).length;
    expect(struck).toBeGreaterThan(8);
    expect((await world.get('/_panel/1/chaos')).body).toMatchObject({ struck });
  });

  it('end after as many as was ordered', async () => {
    const [panel] = (await world.get<{ url: string }[]>('/_emu/panels')).body;
    await world.post('/_panel/1/chaos', { probability: 0.9, kinds: ['status'], most: 2 });

    for (let call = 0; call < 20; call++) await fetch(`${panel?.url}login`, { method: 'POST' });

    expect((await world.get('/_panel/1/chaos')).body).toMatchObject({ struck: 2 });
  });

  it('refuse an order that would let nothing through', async () => {
    expect((await world.post('/_emu/chaos', { calls: 1 })).status).toBe(400);
    expect((await world.post('/_panel/1/chaos', { probability: 1 })).status).toBe(400);
  });
});

describe('the list of charges', () => {
  it('tells of a payment that no update told of', async () => {
    await world.post('/_emu/chaos', { lostPayments: 0.9, seed: 1 });
    const { updateId = 0 } = (await world.post(`/_emu/persons/${ANN}/send`, { text: '/start' })).body;
    await world.api.sendInvoice(ANN, 'Key', 'A key', 'order-1', 'XTR', [{ label: 'Key', amount: 150 }]);
    const paid = world.post(`/_emu/persons/${ANN}/pay`, {});

    const asked = await world.api.getUpdates({ timeout: 5, offset: updateId + 1 });
    const query = asked.find(({ pre_checkout_query: each }) => each)?.pre_checkout_query;
    await world.api.answerPreCheckoutQuery(query?.id ?? '', true);

    expect((await paid).status).toBe(200);
    const told = await world.api.getUpdates({ timeout: 0, offset: 0 });
    expect(told.some(({ message }) => message?.successful_payment)).toBe(false);
    expect((await world.get('/_emu/charges')).body).toEqual([
      expect.objectContaining({ person: ANN, amount: 150, payload: 'order-1', refundedAt: null }),
    ]);
  });
});

/** Which of a hundred calls failed. */
async function failures(order: Record<string, unknown>): Promise<number[]> {
  await world.post('/_emu/chaos', order);
  const failed: number[] = [];
  for (let call = 0; call < 100; call++) await world.api.getMe().catch(() => failed.push(call));
  return failed;
}

/** Every update in the order in which it was brought, until each came and the late ones had their time. */
async function untilAllCame(wanted: readonly number[]): Promise<number[]> {
  const brought: number[] = [];
  for (let poll = 0, offset = 0; poll < 200; poll++) {
    const updates = await world.api.getUpdates({ offset, timeout: 0 });
    brought.push(...updates.map(({ update_id }) => update_id));
    offset = Math.max(offset, (updates.at(-1)?.update_id ?? -1) + 1);
    if (wanted.every((id) => brought.includes(id)) && brought.length > wanted.length) return brought;
    await new Promise(setImmediate);
  }
  return brought;
}
