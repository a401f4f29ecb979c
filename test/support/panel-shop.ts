import { setTimeout as delay } from 'node:timers/promises';
import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Database } from '../../src/db/open-database.ts';
import { OrderServerClient } from '../../src/model/order-server-client.ts';
import { Payment } from '../../src/model/payment.ts';
import { ServerClient } from '../../src/model/server-client.ts';
import { minutes, type Period } from '../../src/model/values/period.ts';
import { PanelRouter } from '../../src/panel/panel-router.ts';
import type { Generation } from '../../src/sandbox/panel/generation.ts';
import { CheckoutService } from '../../src/services/checkout/checkout-service.ts';
import { invoicePayload } from '../../src/services/checkout/invoice-payload.ts';
import { FleetService } from '../../src/services/fleet/fleet-service.ts';
import type { PlanDraft } from '../../src/services/fleet/views.ts';
import { quietFor } from '../../src/services/lanes/lane-statements.ts';
import type { Panel, PanelCredentials } from '../../src/services/ports/panel.ts';
import type { ProvisioningNeeds } from '../../src/services/provisioning/needs.ts';
import { OffsetClock } from '../../src/system/clock.ts';
import { randomIds } from '../../src/system/ids.ts';
import { aesVault, generateKeys } from '../../src/system/vault.ts';
import { openTestDatabase, workOn } from './database.ts';
import { PanelHand } from './panel-hand.ts';
import { addPanel, makePlan } from './panel-stock.ts';
import { LIMITS, lineLogger, type Replaced, type ShopProcess, shop, shopProcess } from './shop-process.ts';
import type { StarsLedger } from './stars-ledger.ts';

type Setting = {
  database?: Database;
  enabled?: boolean;
  login?: PanelCredentials['kind'];
  generation?: Generation;
  /** Telegram's side of the money; left out = it forgets what came. */
  stars?: StarsLedger;
};
type Query = Parameters<SqlEntityManager['execute']>[0];
type Sale = { customerId?: number; quantity?: number; planId?: number };

/** A shop without Telegram: its database, one simulated panel that is added to it, a plan, and its processes. */
export class PanelShop {
  readonly clock = new OffsetClock();
  readonly panel: PanelHand;
  /** How far the panel's clock is ahead of the shop's, in ms. */
  skew = 0;
  /** Every line that was logged, as it was given to the logger. */
  readonly lines: string[] = [];
  /** Wakes since the start, `kind id`. */
  readonly wakes: string[] = [];
  /** Charges given back at Telegram. */
  readonly returned: string[] = [];
  serverId = 0;
  planId = 0;
  readonly checkout: CheckoutService;
  readonly fleet: FleetService;
  readonly main: ShopProcess;
  private readonly stars: StarsLedger | null;
  private readonly needs: ProvisioningNeeds;
  private readonly processes: ShopProcess[] = [];
  private offset = 0;
  private nonce = 0;

  private constructor(database: Database, setting: Setting) {
    const { generation } = setting;
    this.panel = new PanelHand(
      () => this.clock.now().getTime() + this.skew,
      generation ? { generation } : {},
    );
    const wake = (kind: string) => (id?: string | number) =>
      void this.wakes.push(`${kind} ${id ?? ''}`.trim());
    this.needs = {
      work: workOn(database),
      clock: this.clock,
      ids: { ...randomIds, chance: () => 1 }, // the longest of each waiting time
      log: lineLogger(this.lines),
      panel: this.newDriver(),
      vault: aesVault(generateKeys()),
      shop,
      wakes: {
        orderPaid: wake('order'),
        lane: wake('lane'),
        sender: wake('sender'),
        refunds: wake('refunds'),
      },
      enabled: setting.enabled ?? true,
      failoverAfter: minutes(2),
      recheckAfter: minutes(1),
    };
    this.stars = setting.stars ?? null;
    const stars = setting.stars ?? {
      refund: async ({ chargeId }: { chargeId: string }) => void this.returned.push(chargeId),
      ledger: async () => ({ charges: [], read: 0 }),
      changeSubscription: async () => {},
    };
    this.checkout = new CheckoutService({ ...this.needs, stars, startedAt: this.clock.now() });
    this.fleet = new FleetService({ ...this.needs, checkAddress: (url) => ({ ok: true, url }) });
    this.main = this.newProcess({ panel: this.needs.panel });
  }

  static async open(setting: Setting = {}): Promise<PanelShop> {
    const opened = new PanelShop(setting.database ?? (await openTestDatabase()), setting);
    await opened.panel.start();
    opened.serverId = await addPanel(opened.fleet, opened.panel.address, setting.login ?? 'token');
    opened.planId = await opened.newPlan();
    await opened.panel.forgetCalls();
    return opened;
  }

  async end(): Promise<void> {
    await Promise.all(this.processes.map(({ lanes }) => lanes.stop()));
    await this.panel.end();
  }

  /** Another process of the shop, with connections of its own; `replaced` = what is different there. */
  newProcess(replaced: Replaced = {}): ShopProcess {
    const needs = { ...this.needs, panel: this.newDriver(), ...replaced };
    const made = shopProcess(needs, `process-${this.processes.length + 1}`, replaced);
    this.processes.push(made);
    return made;
  }

  newPlan(draft: Partial<PlanDraft> = {}): Promise<number> {
    return makePlan(this.fleet, { serverId: this.serverId, ...draft });
  }

  /** An order that holds its seats and waits for its money. */
  async unpaidOrder({ customerId = 1, quantity = 1, planId = this.planId }: Sale = {}): Promise<string> {
    await this.meet(customerId);
    this.nonce += 1;
    const nonce = `n${this.nonce}`.padEnd(8, '0');
    const placed = await this.checkout.placeOrder({ nonce, customerId, planId, quantity });
    if (!placed.ok) throw new Error(placed.refusal.code);
    return placed.value.orderId;
  }

  /** Its money comes, nobody is woken: that is the test's to do. */
  async pay(orderId: string): Promise<void> {
    const em = this.work.read();
    const payment = await em.findOneOrFail(Payment, { order: orderId }, { populate: ['order'] });
    const units = await this.units(orderId);
    const payload = invoicePayload({
      paymentId: payment.id,
      orderId,
      planId: this.planId,
      quantity: units.length,
    });
    const charge = { botId: shop.botId, chargeId: `charge-${orderId}`, currency: 'XTR', payload };
    const payerId = payment.order.customer.id;
    const paid = { ...charge, payerId, amount: payment.amount };
    this.stars?.take(paid);
    const confirmed = await this.checkout.confirmPayment(paid);
    if (confirmed.outcome !== 'settled') throw new Error(confirmed.outcome);
  }

  async paidOrder(sale: Sale = {}): Promise<string> {
    const orderId = await this.unpaidOrder(sale);
    await this.pay(orderId);
    return orderId;
  }

  async deliveredOrder(sale: Sale = {}): Promise<string> {
    const orderId = await this.paidOrder(sale);
    await this.main.provisioning.processOrder(orderId);
    return orderId;
  }

  /** Moves business time; leases and quiet times go on as they are. */
  pass(period: Period): void {
    this.offset += period;
    this.clock.move(this.offset);
  }

  /** Business time moves to the moment at which the next work is due, and the lane is woken. */
  async passAndWake(period: Period): Promise<void> {
    this.pass(period);
    await this.main.lanes.wake(this.serverId);
  }

  /** Time passes and the sweeps run until the order is done; waits for nothing but the lane's quiet time. */
  async recover(orderId: string): Promise<void> {
    const end = performance.now() + 10_000;
    while ((await this.orderStatus(orderId)) !== 'completed') {
      if (performance.now() > end) throw new Error(`order ${orderId} was never completed`);
      this.pass(minutes(2));
      await this.fleet.probeServers();
      await this.main.provisioning.wakeDueLanes();
      await delay(50);
    }
  }

  async orderStatus(orderId: string): Promise<string> {
    return (await this.row<{ status: string }>(sql`select status from orders where id = ${orderId}`)).status;
  }

  async cardStage(orderId: string): Promise<string> {
    return (await this.row<{ stage: string }>(sql`select stage from order_cards where order_id = ${orderId}`))
      .stage;
  }

  async health(): Promise<{ health: string; reason: string | null }> {
    return this.row(
      sql`select health_status as health, health_reason as reason from servers where id = ${this.serverId}`,
    );
  }

  units(orderId: string): Promise<OrderServerClient[]> {
    return this.work
      .read()
      .find(
        OrderServerClient,
        { orderItem: { order: orderId } },
        { populate: ['serverClient', 'orderItem.order', 'inbound.server'], orderBy: { unitNo: 'asc' } },
      );
  }

  async unit(orderId: string): Promise<OrderServerClient> {
    const [unit] = await this.units(orderId);
    if (!unit) throw new Error(`order ${orderId} has no unit`);
    return unit;
  }

  async client(orderId: string): Promise<ServerClient> {
    return this.work.read().findOneOrFail(ServerClient, { order: orderId }, { populate: ['inbound'] });
  }

  /** Keys of the messages of one kind, in the order in which they were queued. */
  async messages(kind: string): Promise<{ key: string; data: Record<string, unknown> }[]> {
    return this.rows(
      sql`select idem_key as key, data from outgoing_messages where kind = ${kind} order by id`,
    );
  }

  /** `code` of every alert to the owner. */
  async alerts(): Promise<unknown[]> {
    return (await this.messages('alert')).map(({ data }) => data.code);
  }

  async row<Row extends object>(query: Query): Promise<Row> {
    const [row] = await this.rows<Row>(query);
    if (!row) throw new Error('no row');
    return row;
  }

  rows<Row extends object>(query: Query): Promise<Row[]> {
    return this.work.read().execute<Row[]>(query);
  }

  /** Waits until the lane may write again after a write without an answer. */
  async quietTime(): Promise<void> {
    await delay((await quietFor(this.work.read(), this.serverId)) ?? 0);
  }

  /** From 3.5 on a panel takes the same identity twice; older ones are waited for. */
  async panelIsOld(): Promise<void> {
    await this.rows(
      sql`update servers set panel_repeats_safely = false where id = ${this.serverId} returning id`,
    );
  }

  get work(): ProvisioningNeeds['work'] {
    return this.needs.work;
  }

  private newDriver(): Panel {
    return this.panel.countWrites(
      new PanelRouter({ limits: LIMITS, allowPrivate: true, now: () => this.clock.now() }),
    );
  }

  async meet(id: number): Promise<void> {
    const hash = String(id).padStart(64, '0');
    await this.rows(sql`
      insert into customers (id, name, language, subscription_hash, subscription_token, created_at)
      values (${id}, ${`Customer ${id}`}, 'en', ${hash}, 'sealed', ${this.clock.now()})
      on conflict do nothing returning id`);
  }
}
