import { sql } from '@mikro-orm/core';
import fc from 'fast-check';
import { expect } from 'vitest';
import { minutes } from '../../src/model/values/period.ts';
import { COMMAND_NAMES, COMMANDS } from './commands.ts';
import { balancesOf, broken } from './invariants.ts';
import { ModelShop } from './model-shop.ts';
import { ShopModel } from './shop-model.ts';
import { forgetSteps } from './step-log.ts';
import { sweep } from './time-commands.ts';

/** `ran` = how often each command did something. */
type Report = { sequences: number; deaths: number; ran: ReadonlyMap<string, number>; ms: number };

const LONGEST = 14;
/** What earlier sequences left makes every look at everything slower: a new shop from time to time. */
const SEQUENCES_OF_A_SHOP = 40;
const MOST_ROUNDS = 60;

const limits = fc.tuple(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 2, max: 8 }));

/** Half of a run, so that two workers share it: two thousand sequences in the CI, a look at every command elsewhere. */
const SEQUENCES = Number(process.env.FC_RUNS ?? (process.env.CI === 'true' ? 1000 : 100));
/** How often each command has to come: far below what chance gives, far above nothing. */
const AT_LEAST = Math.floor(SEQUENCES / 50);

/**
 * Some hundred sequences, by a seed of their own in each run, which is printed: FC_SEED repeats it. `half` is 1 or 2. A
 * run in which some command hardly came would prove nothing, and fails.
 */
export async function keepsItsPromises(half: 1 | 2): Promise<void> {
  const given = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);
  console.log(`model test, part ${half}: FC_SEED=${given} repeats these sequences`);
  const { sequences, ran, deaths, ms } = await runModel({ seed: given + half - 1, sequences: SEQUENCES });
  const counts = COMMAND_NAMES.map((name) => `${name} ${ran.get(name) ?? 0}`).join(', ');
  console.log(`${sequences} sequences in ${Math.round(ms / 1000)} s, ${deaths} deaths: ${counts}`);
  expect(sequences).toBeGreaterThanOrEqual(SEQUENCES);
  for (const name of COMMAND_NAMES) expect(ran.get(name) ?? 0, name).toBeGreaterThanOrEqual(AT_LEAST);
  expect(deaths).toBeGreaterThanOrEqual(AT_LEAST);
}

/** Runs so many sequences of commands on the real shop, and looks at the whole of it after each. */
async function runModel({ seed, sequences }: { seed: number; sequences: number }): Promise<Report> {
  const shops = new Shops();
  const ran = new Map<string, number>();
  const began = performance.now();
  const property = fc.asyncProperty(
    limits,
    fc.commands([...COMMANDS], { maxCommands: LONGEST, size: '+1' }),
    async (seats, commands) => {
      const shop = await shops.next();
      const customers = await shop.newSequence(seats);
      const before = await balancesOf(shop);
      const model = new ShopModel(seats);
      await fc.asyncModelRun(() => ({ model, real: { shop, customers, ran } }), commands);
      await settle(shop, model);
      expect(await broken(shop, model, before)).toEqual([]);
      shops.isClean = true;
    },
  );
  try {
    await fc.assert(property, { seed, numRuns: sequences });
  } finally {
    await shops.end();
  }
  return { sequences: shops.opened, deaths: shops.deaths, ran, ms: Math.round(performance.now() - began) };
}

/** One shop for many sequences; one that a failed sequence left behind is used by no other. */
class Shops {
  isClean = false;
  opened = 0;
  deaths = 0;
  private shop: ModelShop | null = null;

  async next(): Promise<ModelShop> {
    if (!this.isClean || this.opened % SEQUENCES_OF_A_SHOP === 0) await this.end();
    this.shop ??= await ModelShop.open();
    this.isClean = false;
    this.opened += 1;
    return this.shop;
  }

  async end(): Promise<void> {
    if (this.shop === null) return;
    this.deaths += this.shop.deaths;
    await this.shop.end();
    await forgetSteps(this.shop.database);
    this.shop = null;
  }
}

/** Every panel works again, and time passes until nothing is left to do. */
async function settle(shop: ModelShop, model: ShopModel): Promise<void> {
  for (const no of shop.servers.keys()) await shop.heal(no);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    shop.pass(minutes(round === 0 ? 41 : 6));
    await sweep(model, shop);
    if ((await leftToDo(shop)).length === 0) return;
    await shop.quiet();
  }
  expect(await leftToDo(shop), 'what is left to do').toEqual([]);
}

const leftToDo = (shop: ModelShop): Promise<object[]> =>
  shop.rows(sql`
    select 'order' as what, id, status from orders where status = 'pending_payment'
    union all
    select 'unit', unit.id, unit.provision_status || ' ' || coalesce(unit.provision_error, '')
      from order_server_clients unit join order_items item on item.id = unit.order_item_id
      join orders on orders.id = item.order_id
     where unit.provision_status in ('pending', 'provisioning') and orders.status <> 'refunded'
    union all
    select 'refund', id, status from refunds where status = 'due'
    union all
    select 'credit', id, status from wallet_credits where status = 'due'
    union all
    select 'tombstone', email, due_at::text from tombstones where due_at is not null
    union all
    select 'push', email, wanted from server_clients where push_due_at is not null or recheck_at is not null
    union all
    select 'change', email, kind || ' ' || coalesce(error, '') from client_moves where state = 'open'
    union all
    select 'server', id::text, health_reason from servers where health_status not in ('healthy', 'warning')`);
