import { setTimeout as delay } from 'node:timers/promises';
import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Database } from '../../src/db/open-database.ts';
import { milliseconds, minutes, type Period } from '../../src/model/values/period.ts';
import { invoicePayload } from '../../src/services/checkout/invoice-payload.ts';
import { clearLaneLeases, quietFor } from '../../src/services/lanes/lane-statements.ts';
import type { IncomingCharge } from '../../src/services/ports/payment-provider.ts';
import { OffsetClock } from '../../src/system/clock.ts';
import { aesVault, generateKeys } from '../../src/system/vault.ts';
import { openTestDatabase } from '../support/database.ts';
import { PanelHand } from '../support/panel-hand.ts';
import { addPanel, makePlan } from '../support/panel-stock.ts';
import { shop } from '../support/shop-process.ts';
import { StarsLedger } from '../support/stars-ledger.ts';
import { newProcess, type Process } from './model-process.ts';
import type { Death } from './mortal.ts';
import { watchSteps } from './step-log.ts';

/** After so long a slow panel has done what it was asked: less than the quiet time. */
export const SLOW_MS = 40;

/** One works as 3.6 does, the other takes no identity twice. */
const GENERATIONS = ['3.6', '3.1'] as const;
/** Both routes by which clients come to a panel. */
const ADDS = ['clients/add', 'clients/bulkCreate'] as const;

type Query = Parameters<SqlEntityManager['execute']>[0];

/** The real shop and its world: two panels, Telegram's side of Stars, and one process at a time that may die. */
export class ModelShop {
  readonly clock = new OffsetClock();
  readonly database: Database;
  readonly panels: readonly PanelHand[];
  readonly servers: number[] = [];
  readonly plans: number[] = [];
  /** A ledger of its own for every sequence. */
  stars = new StarsLedger();
  process: Process;
  /** How often the process died. */
  deaths = 0;
  readonly vault = aesVault(generateKeys());
  private offset = 0;
  private slowSweeps = 0;
  private customers = 0;

  private constructor(database: Database) {
    this.database = database;
    this.panels = GENERATIONS.map(
      (generation) => new PanelHand(() => this.clock.now().getTime(), { generation }),
    );
    this.process = newProcess(this);
  }

  /** An empty shop with two servers and a plan on each, whose pool is the other. */
  static async open(): Promise<ModelShop> {
    const opened = new ModelShop(await openTestDatabase());
    await watchSteps(opened.database);
    for (const panel of opened.panels) await opened.addServer(panel);
    for (const [no, serverId] of opened.servers.entries()) {
      const planId = await makePlan(opened.process.fleet, { serverId, name: `Plan ${no}` });
      opened.plans.push(planId);
      await opened.rows(sql`
        insert into server_plan_pool (plan_id, server_id, rank) values (${planId}, ${opened.servers[1 - no]}, 1)
        returning plan_id`);
    }
    opened.pass(minutes(5)); // nothing expires in the first two minutes of a process
    return opened;
  }

  private async addServer(panel: PanelHand): Promise<void> {
    await panel.start();
    const serverId = await addPanel(this.process.fleet, panel.address, 'token');
    this.servers.push(serverId);
  }

  async end(): Promise<void> {
    this.retire();
    for (const panel of this.panels) await panel.end();
  }

  /** New customers and a new ledger; each plan may sell so many more seats. */
  async newSequence(limits: readonly number[]): Promise<number[]> {
    this.stars = new StarsLedger();
    await this.rows(sql`delete from bot_states returning bot_id`);
    this.retire();
    this.process = newProcess(this);
    for (const [no, limit] of limits.entries()) {
      await this.rows(sql`
        update server_plans set max_clients = current_clients + ${limit} where id = ${this.plans[no]} returning id`);
    }
    this.pass(minutes(5));
    return [await this.newCustomer(), await this.newCustomer()];
  }

  /** What `act` says is done by a process, and once more by its successor if it died over it. */
  async survive<Answer>(act: (process: Process) => Promise<Answer>): Promise<Answer> {
    for (let tries = 0; tries < 5; tries++) {
      const { process } = this;
      try {
        const answer = await act(process);
        if (!process.life.isOver) return answer;
      } catch (fault) {
        if (!process.life.isOver) throw fault;
      }
      await this.boot();
    }
    throw new Error('five processes died over one act');
  }

  /** The process will die then; `waits` = its successor has to wait for its leases, as on a server. */
  kill(death: Death): void {
    this.process.life.endsAt(death);
  }

  /** A start takes time; the embedded database forgets the leases of the dead, a server waits for them. */
  private async boot(): Promise<void> {
    this.retire();
    this.deaths += 1;
    await delay(10); // what the dead had sent arrives
    const em = this.database.em();
    if (this.deaths % 2 === 0) await clearLaneLeases(em);
    await em.execute('update refunds set lease_until = null');
    this.pass(milliseconds(162_000));
    this.process = newProcess(this);
  }

  private retire(): void {
    this.process.life.forget();
    void this.process.lanes.stop();
  }

  /** Business time moves on; what a slow panel was asked for is done by then. */
  pass(period: Period): void {
    this.offset += period;
    this.clock.move(this.offset);
  }

  /** Everything that time does, as the jobs do it. */
  async sweep(): Promise<void> {
    if (this.slowSweeps > 0) await delay(SLOW_MS + 5);
    this.slowSweeps -= 1;
    await this.survive(async ({ fleet, checkout, provisioning, placement }) => {
      await checkout.reconcileStars();
      await checkout.releaseHolds();
      await checkout.giveBackOverdue();
      await fleet.probeServers();
      await provisioning.failOver();
      await provisioning.wakeDueLanes();
      await placement.endLateMoves(); // no lane was woken before the sweep
      await checkout.runRefunds();
      await provisioning.reassureWaiting();
    });
  }

  /** The next adds fail in that way. */
  async faultAdds(
    no: number,
    fault: { kind: string; times?: number; ms?: number; text?: string },
  ): Promise<void> {
    if (fault.kind === 'late') this.slowSweeps = 3;
    for (const path of ADDS) await this.panelAt(no).fault({ path, ...fault });
  }

  /** Whatever was wrong with the panel is over. */
  async heal(no: number): Promise<void> {
    const panel = this.panelAt(no);
    for (const path of ADDS) await panel.fault({ path, kind: 'busy', times: 0 });
    await panel.core('running');
    await panel.start();
  }

  /** Business time in ms since the start, as far as it was moved. */
  get now(): number {
    return this.offset;
  }

  panelAt(no: number): PanelHand {
    const panel = this.panels[no];
    if (!panel) throw new Error(`there is no panel ${no}`);
    return panel;
  }

  /** Waits for the quiet times of all lanes. */
  async quiet(): Promise<void> {
    for (const serverId of this.servers) await delay((await quietFor(this.database.em(), serverId)) ?? 0);
  }

  async payloadOf(orderId: string): Promise<Omit<IncomingCharge, 'chargeId'>> {
    const [row] = await this.rows<{
      id: string;
      amount: string;
      payer: string;
      plan: number;
      quantity: number;
    }>(sql`
      select payments.id, payments.amount, orders.customer_id as payer, item.plan_id as plan, item.quantity
        from payments join orders on orders.id = payments.order_id join order_items item on item.order_id = orders.id
       where orders.id = ${orderId}`);
    if (!row) throw new Error(`order ${orderId} has no payment`);
    const payload = invoicePayload({ paymentId: row.id, orderId, planId: row.plan, quantity: row.quantity });
    return {
      botId: shop.botId,
      payerId: Number(row.payer),
      amount: BigInt(row.amount),
      currency: 'XTR',
      payload,
    };
  }

  rows<Row extends object>(query: Query): Promise<Row[]> {
    return this.database.em().execute<Row[]>(query);
  }

  private async newCustomer(): Promise<number> {
    this.customers += 1;
    const id = 5_000_000_000 + this.customers;
    await this.rows(sql`
      insert into customers (id, name, language, subscription_hash, subscription_token, created_at)
      values (${id}, ${`Customer ${id}`}, 'en', ${String(id).padStart(64, '0')}, 'sealed', ${this.clock.now()})
      returning id`);
    return id;
  }
}
