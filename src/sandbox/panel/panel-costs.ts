import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Call } from './panel-call.ts';
import type { PanelInside } from './panel-inside.ts';

/** What `POST /_panel/:n/costs` takes: whose costs, and the time of one way to the panel and back in ms. */
export const costsShape = z.object({
  model: z.enum(['2.8', '3.6', 'none']),
  rttMs: z.number().min(0).max(10_000).default(0),
});
export type CostsOrder = z.infer<typeof costsShape>;

/** A panel that tells how many clients it has. */
type Sized = Pick<PanelInside, 'inbounds' | 'inboundOf'>;

/** What a cost grows with: clients of the inbound, of the panel, and in the call itself. */
type Sizes = { readonly n: number; readonly total: number; readonly k: number };

/** Milliseconds of the panel's core. */
type Cost = (sizes: Sizes) => number;

/** Routes by their first words, the first that fits counts; what fits none costs a millisecond. */
type Model = readonly (readonly [RegExp, Cost])[];

const LOGIN: Model[number] = [/^login$/, () => 60];
const WRITE =
  'clients/(add|bulkCreate|update|del|resetTraffic|\\w+/attach)|inbounds/(addClient|updateClient)';
const WRITES = new RegExp(`^panel/api/(${WRITE}|inbounds/\\d+/(delClient|resetClientTraffic))`);
const LIST = /^panel\/api\/(inbounds\/list|clients\/list)/;
const ONE_INBOUND = /^panel\/api\/inbounds\/get\//;
const COUNTERS = /^panel\/api\/inbounds\/getClientTraffics/;

/** A group costs what one costs where the inbound is full; on a small one each of it costs something. */
const perClient = (ms: number, { k, n }: Sizes) => ms * k * Math.max(0, 1 - n / 5_000);

/** The fit of PERFORMANCE B3 to the table of contract 3x-ui section 0, measured at real panels. */
const MODELS: Readonly<Record<'2.8' | '3.6', Model>> = {
  '2.8': [
    LOGIN,
    [WRITES, (sizes) => 5 + 0.018 * sizes.n + 0.0036 * sizes.total + perClient(0.7, sizes)],
    [LIST, ({ total }) => 3 + 0.022 * total],
    [ONE_INBOUND, ({ n }) => 3 + 0.022 * n],
    [COUNTERS, ({ n }) => 2 + 0.015 * n],
  ],
  '3.6': [
    LOGIN,
    [WRITES, (sizes) => 6 + 0.06 * sizes.n + 0.006 * sizes.total + perClient(1.8, sizes)],
    [LIST, ({ total }) => 8 + 0.037 * total],
    [ONE_INBOUND, ({ n }) => 8 + 0.037 * n],
  ],
};

/** Has calls take as long as at a real panel of one core: they wait for each other, and for the way there and back. */
export class PanelCosts {
  private readonly inside: Sized;
  private order: CostsOrder = { model: 'none', rttMs: 0 };
  private core: Promise<unknown> = Promise.resolve();

  constructor(inside: Sized) {
    this.inside = inside;
  }

  get isOn(): boolean {
    return this.order.model !== 'none';
  }

  set(order: CostsOrder): void {
    this.order = order;
  }

  /**
   * What `work` answers, when its time has passed. A new connection is two more ways there and back (TCP and TLS); what
   * `work` takes of this machine is part of the cost.
   */
  async during<Value>(call: Call, isNewConnection: boolean, work: () => Value): Promise<Value> {
    const { rttMs } = this.order;
    await wait(isNewConnection ? 3 * rttMs : rttMs);
    const turn = this.core.then(() => this.work(call, work));
    this.core = turn.catch(() => {});
    return turn;
  }

  private async work<Value>(call: Call, work: () => Value): Promise<Value> {
    const begun = performance.now();
    const cost = this.costOf(call);
    const value = work();
    await wait(Math.max(0, begun + cost - performance.now()));
    return value;
  }

  private costOf(call: Call): number {
    const { model } = this.order;
    if (model === 'none') return 0;
    const cost = MODELS[model].find(([route]) => route.test(call.path))?.[1];
    return cost ? cost(sizesOf(call, this.inside)) : 1;
  }
}

/** A call that names no inbound is measured by the panel's largest. */
function sizesOf(call: Call, inside: Sized): Sizes {
  const sizes = new Map(inside.inbounds().map(({ id, clients }) => [Number(id), Number(clients)]));
  const { inboundId, k } = aimOf(call, inside);
  const n = sizes.get(inboundId ?? 0) ?? Math.max(0, ...sizes.values());
  return { n, total: [...sizes.values()].reduce((sum, each) => sum + each, 0), k };
}

type Aim = { inboundId: number | undefined; k: number };

function aimOf(call: Call, inside: Sized): Aim {
  const inPath = /\/inbounds\/(?:get\/)?(\d+)/.exec(call.path)?.[1];
  if (inPath) return { inboundId: Number(inPath), k: 1 };
  const email = /\/clients\/(?:update|del|resetTraffic)\/([^/]+)/.exec(call.path)?.[1];
  if (email) return { inboundId: inside.inboundOf(decodeURIComponent(email)), k: 1 };
  return aimOfBody(call);
}

const added = z.object({ inboundIds: z.array(z.number()) });
const addition = z.union([z.array(added).min(1), added.transform((one) => [one])]);
/** The older routes name the inbound `id`, as JSON or as a form. */
const older = z.object({ id: z.coerce.number() });

function aimOfBody(call: Call): Aim {
  const body = jsonOrForm(call.body);
  const additions = addition.safeParse(body).data;
  if (additions) return { inboundId: additions[0]?.inboundIds[0], k: additions.length };
  return { inboundId: older.safeParse(body).data?.id, k: 1 };
}

function jsonOrForm(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return Object.fromEntries(new URLSearchParams(body));
  }
}
