import { sql } from '@mikro-orm/core';
import { type Database, openServer } from '../../src/db/open-database.ts';
import { OrmUnitOfWork } from '../../src/db/orm-unit-of-work.ts';
import { Payment } from '../../src/model/payment.ts';
import { milliseconds, minutes } from '../../src/model/values/period.ts';
import { AnswerReader } from '../../src/panel/answer-reader.ts';
import { PanelRouter } from '../../src/panel/panel-router.ts';
import { CheckoutService } from '../../src/services/checkout/checkout-service.ts';
import { invoicePayload } from '../../src/services/checkout/invoice-payload.ts';
import { FleetService } from '../../src/services/fleet/fleet-service.ts';
import type { Panel, PanelAccess, PanelCredentials } from '../../src/services/ports/panel.ts';
import type { ProvisioningNeeds } from '../../src/services/provisioning/needs.ts';
import { systemClock } from '../../src/system/clock.ts';
import { randomIds } from '../../src/system/ids.ts';
import { aesVault, generateKeys } from '../../src/system/vault.ts';
import { makePlan } from '../../test/support/panel-stock.ts';
import { OWNER, type ShopProcess, shop, shopProcess } from '../../test/support/shop-process.ts';
import type { BenchPanel } from './panel-callers.ts';

/** As a live shop has them by default. */
const LIMITS = { connectMs: 5_000, readMs: 15_000, writeMs: 35_000, maxBytes: 64 * 1024 ** 2 };
const TIMES = {
  lease: milliseconds(30_000),
  renew: milliseconds(10_000),
  write: milliseconds(LIMITS.writeMs),
  quietExtra: milliseconds(5_000),
};
const POOL = 10;

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const none = () => {};

/** One server of the shop, with a plan that sells on it. */
export type BenchServer = { serverId: number; planId: number; access: PanelAccess };

/** The shop's own services on a PostgreSQL of its own, without Telegram: what is sold is delivered when it is woken. */
export class BenchShop {
  readonly driver: Panel;
  readonly fleet: FleetService;
  private readonly database: Database;
  readonly needs: ProvisioningNeeds;
  private readonly answers = new AnswerReader();
  private readonly checkout: CheckoutService;
  private readonly process: ShopProcess;
  private sold = 0;

  private constructor(database: Database) {
    this.database = database;
    const now = () => systemClock.now();
    this.driver = new PanelRouter({ limits: LIMITS, allowPrivate: true, now, answers: this.answers });
    this.needs = {
      work: new OrmUnitOfWork(() => database.em()),
      clock: systemClock,
      ids: randomIds,
      log: quiet,
      panel: this.driver,
      vault: aesVault(generateKeys()),
      shop,
      wakes: { orderPaid: none, lane: none, sender: none, refunds: none },
      enabled: true,
      failoverAfter: minutes(2),
      recheckAfter: minutes(1),
    };
    const stars = {
      refund: async () => {},
      ledger: async () => ({ charges: [], read: 0 }),
      changeSubscription: async () => {},
    };
    this.checkout = new CheckoutService({ ...this.needs, stars, startedAt: systemClock.now() });
    this.fleet = new FleetService({ ...this.needs, checkAddress: (url) => ({ ok: true, url }) });
    this.process = shopProcess(this.needs, 'bench', { times: TIMES });
  }

  static async open(databaseUrl: string): Promise<BenchShop> {
    const database = await openServer(databaseUrl, POOL);
    await database.migrator.up();
    return new BenchShop(database);
  }

  async close(): Promise<void> {
    await this.process.lanes.stop();
    await this.answers.close();
    await this.database.close();
  }

  /** As an owner adds it: tested first, then a plan on its first inbound. */
  async addServer({ n, url, token, username, password, version }: BenchPanel): Promise<BenchServer> {
    const credentials: PanelCredentials = /^2/.test(version)
      ? { kind: 'password', username, password }
      : { kind: 'token', token };
    const access = { url, publicHost: 'vpn.example.com', allowHttp: true, pinnedSha256: null, credentials };
    const tested = await this.fleet.testPanel(access);
    if (!tested.ok) throw new Error(tested.refusal.code);
    const draft = { name: `Server ${n}`, country: 'NL', access };
    const added = await this.fleet.addServer({ draft, finding: tested.value, actorId: OWNER });
    if (!added.ok) throw new Error(added.refusal.code);
    const { serverId } = added.value;
    const planId = await makePlan(this.fleet, { serverId, name: `Plan ${n}` });
    return { serverId, planId, access };
  }

  /** An order that is paid and waits for its delivery; answers its id. */
  async sell({ planId }: BenchServer, quantity = 1): Promise<string> {
    this.sold += 1;
    const customerId = this.sold;
    await this.meet(customerId);
    const nonce = `b${customerId}`.padEnd(8, '0');
    const placed = await this.checkout.placeOrder({ nonce, customerId, planId, quantity });
    if (!placed.ok) throw new Error(placed.refusal.code);
    const { orderId } = placed.value;
    await this.pay({ orderId, planId, quantity, payerId: customerId });
    return orderId;
  }

  /** Has one order delivered. */
  async deliver(orderId: string): Promise<void> {
    const { requested, provisioned } = await this.process.provisioning.processOrder(orderId);
    if (provisioned !== requested) throw new Error(`order ${orderId}: ${provisioned} of ${requested}`);
  }

  /** Has everything delivered that is due, on all servers side by side. */
  async deliverAll(): Promise<void> {
    await this.process.provisioning.wakeDueLanes();
  }

  /** Units that were paid, and those of them that are ready. */
  async tally(): Promise<{ paid: number; ready: number }> {
    const [row] = await this.needs.work.read().execute<{ paid: number; ready: number }[]>(sql`
      select count(*)::int as paid,
             (count(*) filter (where provision_status = 'completed'))::int as ready from order_server_clients`);
    return row ?? { paid: 0, ready: 0 };
  }

  async serverVersion(): Promise<string> {
    const [row] = await this.needs.work
      .read()
      .execute<{ version: string }[]>(sql`select current_setting('server_version') as version`);
    return row?.version.split(' ')[0] ?? '';
  }

  private async pay(sale: { orderId: string; planId: number; quantity: number; payerId: number }) {
    const { id: paymentId, amount } = await this.needs.work
      .read()
      .findOneOrFail(Payment, { order: sale.orderId });
    const payload = invoicePayload({ ...sale, paymentId });
    const charge = { botId: shop.botId, chargeId: `charge-${sale.orderId}`, currency: 'XTR', payload };
    const confirmed = await this.checkout.confirmPayment({ ...charge, payerId: sale.payerId, amount });
    if (confirmed.outcome !== 'settled') throw new Error(confirmed.outcome);
  }

  private async meet(id: number): Promise<void> {
    await this.needs.work.read().execute(sql`
      insert into customers (id, name, language, subscription_hash, subscription_token, created_at)
      values (${id}, ${`Customer ${id}`}, 'en', ${String(id).padStart(64, '0')}, 'sealed', ${systemClock.now()})`);
  }
}
