import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { later, milliseconds, minutes, seconds } from '../../src/model/values/period.ts';
import { backOff } from '../../src/services/lanes/lane-runner.ts';
import { takeLane } from '../../src/services/lanes/lane-statements.ts';
import type { LaneWork } from '../../src/services/lanes/lane-work.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { TIMES } from '../support/shop-process.ts';

const NOON = new Date('2027-01-01T12:00:00.000Z');

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

/** Work of which the test says when it is due, and which counts how often it was done. */
class Chore implements LaneWork {
  done = 0;
  dueAt: Date | null = null;
  /** The answer to this question for what is due, from 1, waits for the gate. */
  heldQuestion = 0;
  gate: Promise<void> = Promise.resolve();
  asked = 0;
  fault: Error | null = null;

  due() {
    return sql`select null::timestamptz`;
  }

  async dues(): Promise<(Date | null)[]> {
    const { dueAt } = this;
    this.asked += 1;
    if (this.asked === this.heldQuestion) await this.gate;
    return [dueAt];
  }

  async run(): Promise<void> {
    this.done += 1;
    if (this.fault) throw this.fault;
    this.dueAt = null;
  }
}

const withChore = (chore: Chore) => shop.newProcess({ kinds: [chore], dues: () => chore.dues() }).lanes;

describe('waiting before the next try', () => {
  const limits = { first: seconds(1), longest: minutes(1) };

  it.each([
    [0, 1_000],
    [1, 2_000],
    [5, 32_000],
    [6, 60_000],
    [1_000, 60_000],
  ])('is at most doubled each time, up to the longest (try %i: %i ms)', (tries, most) => {
    expect(backOff(NOON, tries, { ...limits, chance: 1 })).toEqual(new Date(NOON.getTime() + most));
  });

  it('is anywhere below that', () => {
    expect(backOff(NOON, 3, { ...limits, chance: 0 })).toEqual(NOON);
    expect(backOff(NOON, 3, { ...limits, chance: 0.5 })).toEqual(new Date(NOON.getTime() + 4_000));
  });
});

describe('a lane', () => {
  it('belongs to one holder at a time', async () => {
    const take = (holder: string) =>
      takeLane(shop.work.read(), { serverId: shop.serverId, holder, lease: TIMES.lease });

    const [first, second] = await Promise.all([take('one'), take('two')]);

    expect([first, second].filter((taken) => taken !== null)).toHaveLength(1);
  });

  it('is kept while a call lasts longer than the lease', async () => {
    await shop.panel.fault({ path: 'clients/add', kind: 'hang', ms: 950 });
    const short = { ...TIMES, lease: milliseconds(400), renew: milliseconds(100) };
    const orderId = await shop.paidOrder();
    const slow = shop.newProcess({ times: short }).provisioning.processOrder(orderId);
    await vi.waitFor(async () => expect(await shop.panel.writes()).toHaveLength(1));

    const other = vi.waitFor(
      async () => {
        await shop.main.lanes.wake(shop.serverId);
        expect(shop.main.lanes.busy).toBe(0);
        expect((await shop.panel.writes()).length).toBeGreaterThan(1);
      },
      { timeout: 5000, interval: 50 },
    );
    await slow;
    await other;

    expect(shop.lines.some((line) => line.startsWith('lane.lost'))).toBe(false);
  });
});

describe('the runner of lanes', () => {
  it('does what is due and lets go', async () => {
    const chore = new Chore();
    chore.dueAt = shop.clock.now();
    const lanes = withChore(chore);

    await lanes.wake(shop.serverId);

    expect(chore.done).toBe(1);
    expect(lanes.busy).toBe(0);
    expect(
      await takeLane(shop.work.read(), { serverId: shop.serverId, holder: 'next', lease: TIMES.lease }),
    ).not.toBeNull();
  });

  it('comes back by itself for work that becomes due within seconds', async () => {
    const chore = new Chore();
    const lanes = withChore(chore);
    vi.spyOn(chore, 'run').mockImplementationOnce(async () => {
      chore.done += 1;
      chore.dueAt = later(shop.clock.now(), milliseconds(150));
    });

    chore.dueAt = shop.clock.now();
    await lanes.wake(shop.serverId);
    expect(chore.done).toBe(1);

    await vi.waitFor(() => expect(chore.done).toBe(2), { timeout: 3000, interval: 20 });
  });

  it('waits for the end of a lease that another process holds', async () => {
    await takeLane(shop.work.read(), { serverId: shop.serverId, holder: 'dead', lease: milliseconds(300) });
    const chore = new Chore();
    chore.dueAt = shop.clock.now();
    const lanes = withChore(chore);

    await lanes.wake(shop.serverId);
    expect(chore.done).toBe(0);

    await vi.waitFor(() => expect(chore.done).toBe(1), { timeout: 3000, interval: 20 });
  });

  it('does not lose a wake that comes while it is about to leave', async () => {
    const chore = new Chore();
    let open = () => {};
    chore.heldQuestion = 1; // it finds nothing, and the lane would rest
    chore.gate = new Promise((resolve) => {
      open = resolve;
    });
    const lanes = withChore(chore);
    const leaving = lanes.wake(shop.serverId);
    await vi.waitFor(() => expect(chore.asked).toBe(1), { interval: 1 });
    chore.dueAt = shop.clock.now();

    const woken = lanes.wake(shop.serverId);
    open();
    await Promise.all([leaving, woken]);

    expect(chore.done).toBe(1);
  });

  it('does not run hot when work fails in a way that nobody foresaw', async () => {
    const chore = new Chore();
    chore.dueAt = shop.clock.now();
    chore.fault = new Error('unforeseen');
    const lanes = withChore(chore);

    await lanes.wake(shop.serverId);
    await new Promise((resolve) => setTimeout(resolve, 400));

    expect(shop.lines.filter((line) => line.startsWith('lane.failed'))).toHaveLength(1);
    expect(chore.done).toBe(1);
  });

  it('takes up nothing more when it was stopped', async () => {
    const chore = new Chore();
    const lanes = withChore(chore);
    await lanes.stop();
    chore.dueAt = shop.clock.now();

    await lanes.wake(shop.serverId);

    expect(chore.done).toBe(0);
  });
});
