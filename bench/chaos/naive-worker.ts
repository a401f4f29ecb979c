import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { entered, send } from '../panels/panel-callers.ts';
import { PANEL_STORM_MS } from './limits.ts';
import { percentile } from './oracle.ts';
import { calmStorm, raiseStorm, type StormPlan } from './storm.ts';
import type { WorldDoors, WorldPanel } from './world-doors.ts';

/** What became of the orders of a worker as most shops have it. */
export type NaiveTally = {
  orders: number;
  /** Customers who paid and have no access. */
  lost: number;
  /** Accesses beyond one for each. */
  doubled: number;
  /** Told "your key is ready", and nothing is on any panel. */
  toldWrongly: number;
  /** What a human has to do afterwards: give what is lost, take away what is doubled; of 100 orders. */
  adminActionsPer100: number;
  /** Milliseconds from the begin of an order to its link, the median of those that got one; nothing is read back. */
  p50: number;
};

type Worker = (panel: WorldPanel, mark: string) => Promise<void>;
type Login = Awaited<ReturnType<typeof entered>>;
type Sale = { mark: string; panel: WorldPanel; isTold: boolean; ms: number };

/** Panels that take a client inside the settings of its inbound. */
const ADDS_TO_INBOUND = /^(2\.|3\.0)/;
const AT_ONCE = 8;
const TRIES = 3;
const CALL_MS = 5_000;
const sessions = z.object({ headers: z.record(z.string(), z.string()) });

/** As most shops: logs in for every order, reads the list, adds, and believes what it is told (PERFORMANCE D). */
const naive: Worker = async (panel, mark) => {
  const { headers } = await within(entered(panel));
  await within(send(panel, 'panel/api/inbounds/list', { headers }));
  await add(panel, headers, mark);
};

/** The strong one: stays logged in, logs in anew after a failure, adds, and believes what it is told. */
function warm(): Worker {
  const logins = new Map<number, Promise<Login>>();
  return async (panel, mark) => {
    const login = logins.get(panel.n) ?? within(entered(panel));
    logins.set(panel.n, login);
    try {
      await add(panel, sessions.parse(await login).headers, mark);
    } catch (fault) {
      logins.delete(panel.n);
      throw fault;
    }
  };
}

/** What two other workers make of the same panels under the same faults, side by side. */
export async function runRivals(
  order: Omit<StormPlan, 'panels'> & { world: WorldDoors; panels: readonly WorldPanel[]; orders: number },
): Promise<{ naive: NaiveTally; warm: NaiveTally }> {
  const { world, seed, faults } = order;
  const panels = order.panels.map(({ n }) => n);
  await raiseStorm(world, { panels, faults, seed });
  const [byNaive, byWarm] = await Promise.all([sellAll(naive, order), sellAll(warm(), order)]);
  await new Promise((resolve) => setTimeout(resolve, PANEL_STORM_MS)); // what panels do late is counted too
  const marks = await marksOn(world, order.panels);
  await calmStorm(world, panels);
  return { naive: tallyOf(byNaive, marks), warm: tallyOf(byWarm, marks) };
}

/** Sells `orders` on these panels, eight at a time, each tried three times. */
async function sellAll(
  worker: Worker,
  { panels, orders }: { panels: readonly WorldPanel[]; orders: number },
): Promise<Sale[]> {
  const sales: Sale[] = [];
  let next = 0;
  const work = async () => {
    for (let order = next++; order < orders; order = next++) {
      const panel = panels[order % panels.length];
      if (panel) sales.push(await sell(worker, panel));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return sales;
}

/** With a new name and new credentials each time, as peers draw them. */
async function sell(worker: Worker, panel: WorldPanel): Promise<Sale> {
  const mark = `naive-${randomUUID().slice(0, 13)}`;
  const began = performance.now();
  const soldAs = (isTold: boolean) => ({ mark, panel, isTold, ms: Math.round(performance.now() - began) });
  for (let left = TRIES; left > 0; left--) {
    try {
      await worker(panel, mark);
      return soldAs(true);
    } catch {
      // tried again, without a look at what the panel did
    }
  }
  return soldAs(false);
}

function tallyOf(sales: readonly Sale[], marks: ReadonlyMap<string, number>): NaiveTally {
  const there = sales.map(({ mark }) => marks.get(mark) ?? 0);
  // Whoever was not told has no key, whatever stands on the panel.
  const lost = sales.filter(({ isTold }, at) => !isTold || there[at] === 0).length;
  const doubled = there.reduce((sum, count) => sum + Math.max(0, count - 1), 0);
  const toldWrongly = sales.filter(({ isTold }, at) => isTold && there[at] === 0).length;
  const times = sales.filter(({ isTold }) => isTold).map(({ ms }) => ms);
  times.sort((one, other) => one - other);
  const actions = ((lost + doubled) * 100) / Math.max(1, sales.length);
  return {
    orders: sales.length,
    lost,
    doubled,
    toldWrongly,
    adminActionsPer100: Math.round(actions * 10) / 10,
    p50: percentile(times, 0.5),
  };
}

/** How many clients each order has, on all panels together. */
async function marksOn(
  world: WorldDoors,
  panels: readonly WorldPanel[],
): Promise<ReadonlyMap<string, number>> {
  const marks = new Map<string, number>();
  for (const { n } of panels) {
    for (const { comment } of await world.clients(n)) marks.set(comment, (marks.get(comment) ?? 0) + 1);
  }
  return marks;
}

async function add(panel: WorldPanel, headers: Record<string, string>, mark: string): Promise<void> {
  const email = `rival-${randomUUID()}`;
  const client = { email, id: randomUUID(), subId: randomUUID(), enable: true, comment: mark };
  const old = { id: 1, settings: JSON.stringify({ clients: [client] }) };
  const [path, body] = ADDS_TO_INBOUND.test(panel.version)
    ? ['panel/api/inbounds/addClient', old]
    : ['panel/api/clients/add', { client, inboundIds: [1] }];
  await within(send(panel, path, { headers, body }));
}

/** No answer in time counts as a failure. */
async function within<Value>(call: Promise<Value>): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('no answer in time')), CALL_MS);
  return Promise.race([call, promise]).finally(() => clearTimeout(timer));
}
