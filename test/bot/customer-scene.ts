import { Composer } from 'grammy';
import type { Update } from 'grammy/types';
import { type Sendable, withInvoice } from '../../src/bot/sender/sendable.ts';
import { buildBot } from '../../src/bot/shop-bot.ts';
import type { ShopContext } from '../../src/bot/shop-context.ts';
import { createRenderer } from '../../src/bot/views/render-message.ts';
import type { Database } from '../../src/db/open-database.ts';
import { Customer } from '../../src/model/customer.ts';
import { Order, OrderItem } from '../../src/model/order.ts';
import { Server } from '../../src/model/server.ts';
import { ServerClient } from '../../src/model/server-client.ts';
import { ServerInbound } from '../../src/model/server-inbound.ts';
import { ServerPlan } from '../../src/model/server-plan.ts';
import { OutgoingMessage } from '../../src/model/telegram.ts';
import { days, later, minutes } from '../../src/model/values/period.ts';
import { gigabytes } from '../../src/model/values/traffic.ts';
import { ClientsPanel } from '../../src/panel/clients-panel.ts';
import { StarsProvider } from '../../src/payments/stars/stars-provider.ts';
import { CatalogService } from '../../src/services/catalog/catalog-service.ts';
import { PlanWaits } from '../../src/services/catalog/plan-waits.ts';
import { CheckoutService } from '../../src/services/checkout/checkout-service.ts';
import { invoicePayload } from '../../src/services/checkout/invoice-payload.ts';
import { CustomerService } from '../../src/services/delivery/customer-service.ts';
import { DeliveryService } from '../../src/services/delivery/delivery-service.ts';
import { SupportService } from '../../src/services/delivery/support-service.ts';
import { TroubleService } from '../../src/services/delivery/trouble-service.ts';
import { PauseService } from '../../src/services/lifecycle/pause-service.ts';
import type { Shop } from '../../src/services/ports/shop.ts';
import { PlacementService } from '../../src/services/provisioning/placement-service.ts';
import { OffsetClock } from '../../src/system/clock.ts';
import { randomIds as ids } from '../../src/system/ids.ts';
import { pinoLogger } from '../../src/system/logger.ts';
import { aesVault, generateKeys } from '../../src/system/vault.ts';
import { ANN, type Answer, TestWorld } from '../sandbox/telegram-world.ts';
import { openTestDatabase, workOn } from '../support/database.ts';
import { texts } from './english.ts';
import { LINK } from './view-data.ts';

const clock = new OffsetClock(0);
const OFFICE = 'a server that sells';
const WAITS = { enabled: true, failoverAfter: minutes(2), recheckAfter: minutes(1) };
const limits = { connectMs: 500, readMs: 500, writeMs: 500, maxBytes: 1_000_000 };

/** A plan of the office, unless it names a country: then it has a server of its own there. */
type Stock = Partial<{
  name: string;
  maxClients: number;
  country: string;
  category: string;
  durationDays: number;
  isAway: boolean;
}>;

/** The shop's bot over the real services and tables, in a world of its own. The sender is played by `deliver`. */
export class CustomerScene {
  readonly world: TestWorld;
  readonly database: Database;
  private readonly parts: Awaited<ReturnType<typeof partsOf>>;
  private waitedMs = 0;
  private readonly devices = new Map<number, string>();

  private constructor(world: TestWorld, database: Database, parts: CustomerScene['parts']) {
    this.world = world;
    this.database = database;
    this.parts = parts;
  }

  static async open(plans: Stock[] = [{}], facts: Partial<Shop> = {}): Promise<CustomerScene> {
    clock.move(0);
    const [world, database] = [await TestWorld.start(), await openTestDatabase()];
    const scene = new CustomerScene(world, database, await partsOf(world, database, facts));
    await scene.furnish(plans);
    return scene;
  }

  close(): Promise<void> {
    return this.world.close();
  }

  /** Lets the bot handle all that people did until now; waits for an update where `seconds` are given. */
  async handle({ times = 1, seconds = 0 } = {}): Promise<void> {
    for (const update of await this.world.updates(seconds)) {
      const { from } = update.message ?? update.callback_query ?? {};
      if (from) from.language_code = this.devices.get(from.id) ?? from.language_code;
      for (let count = 0; count < times; count++) await this.parts.bot.handleUpdate(update);
    }
  }

  /** An update of a kind that persons of the world cannot make. */
  hears(update: Update): Promise<void> {
    return this.parts.bot.handleUpdate(update);
  }

  /** The person changes the language of Telegram's app: from now on Telegram tells that one. */
  setsDevice(person: number, language: string): void {
    this.devices.set(person, language);
  }

  async says(person: number, text: string): Promise<void> {
    await this.world.person(person).send(text);
    await this.handle();
  }

  async taps(person: number, label: string): Promise<void> {
    const { status, body } = await this.world.person(person).tap(label);
    if (status !== 200) throw new Error(JSON.stringify(body));
    await this.handle();
  }

  /** Pays the newest invoice, or what a link leads to; the bot goes on handling meanwhile, and hears of the money. */
  async pays(person: number, payable: Record<string, unknown> = {}): Promise<Answer> {
    const asked = this.world.person(person).act('pay', payable);
    let isOver = false;
    const over = asked.finally(() => {
      isOver = true;
    });
    while (!isOver) await this.handle({ seconds: 1 });
    await this.handle();
    return over;
  }

  /** A press with data of another time or person, on a message of the bot. */
  async tapsData(person: number, callback_data: string): Promise<void> {
    const keyboard = { inline_keyboard: [[{ text: 'forged', callback_data }]] };
    await this.world.call('sendMessage', { chat_id: person, text: 'x', reply_markup: keyboard });
    await this.taps(person, 'forged');
  }

  /** Sends what the services queued, oldest first. */
  async deliver(): Promise<void> {
    const em = this.database.em();
    const rows = await em.find(OutgoingMessage, { state: 'pending' }, { orderBy: { id: 'asc' } });
    for (const { id, chatId, kind, data } of rows) {
      const sendable = await this.parts.renderer.message({ id, chatId, kind, data });
      if (sendable !== 'drop' && sendable !== 'away') await this.send(chatId, sendable);
    }
    await em.nativeUpdate(OutgoingMessage, { state: 'pending' }, { state: 'sent' });
  }

  private async send(chatId: number, sendable: Sendable): Promise<void> {
    const chat = { chat_id: chatId };
    if (sendable.method === 'sendPhoto') return;
    if (sendable.method !== 'sendInvoiceLink')
      return void (await this.world.call(sendable.method, { ...chat, ...sendable.payload }));
    const url = await this.world.api.raw.createInvoiceLink(sendable.invoice);
    await this.world.call('sendMessage', { ...chat, ...withInvoice(sendable, url) });
  }

  /** What time starts: Telegram's list of payments is read, and Telegram is told what it has to hear. */
  async sweeps(): Promise<void> {
    await this.parts.checkout.reconcileStars();
    await this.parts.checkout.runRefunds();
  }

  /** Whoever waits for a plan is told; answers how many. */
  tellsBack(): Promise<number> {
    return this.parts.waits.tell();
  }

  /** Business time goes on, the world's and the shop's alike. */
  async waits(ms: number): Promise<void> {
    await this.world.post('/_emu/clock/advance', { ms });
    this.waitedMs += ms;
    clock.move(this.waitedMs);
  }

  /** What nobody in this scene can do by a button. */
  sql(statement: string): Promise<unknown> {
    return this.database.em().execute(statement);
  }

  async orders(): Promise<Order[]> {
    return this.database.em().find(Order, {}, { orderBy: { createdAt: 'asc' } });
  }

  /** An access as it stands after a purchase, on a server that does not answer just now. */
  async giveAccess(customerId: number): Promise<number> {
    const em = this.database.em();
    const now = clock.now();
    const order = em.create(Order, {
      id: ids.id(),
      customer: customerId,
      botId: 1,
      nonce: ids.nonce(),
      status: 'completed',
      total: 299n,
      currency: 'USD',
      totalStars: 150,
      termsVersion: '1',
      createdAt: now,
    });
    const plan = await em.findOneOrFail(ServerPlan, { durationDays: { $gt: 0 } }, { orderBy: { id: 'asc' } });
    em.create(OrderItem, {
      id: ids.id(),
      order,
      plan,
      quantity: 1,
      planName: plan.name,
      durationDays: 30,
      dataLimitGb: 50,
      concurrentConnections: null,
      unitPrice: 299n,
      setupFee: 0n,
      unitStars: 150,
    });
    const client = em.create(ServerClient, {
      order,
      customer: customerId,
      inbound: await em.findOneOrFail(ServerInbound, { remark: 'old' }),
      status: 'active',
      email: ids.unitId(),
      uuid: ids.uuid(),
      password: ids.secret(),
      subId: ids.secret(),
      links: [LINK],
      trafficLimit: gigabytes(50n),
      renewalPrice: 299n,
      connectionStats: null,
      performanceMetrics: null,
      expiresAt: later(now, days(30)),
    });
    await em.flush();
    return client.id;
  }

  /** What the sender would send for a row. */
  render(kind: string, data: Record<string, unknown>, chatId = ANN) {
    return this.parts.renderer.message({ id: 1, chatId, kind, data });
  }

  card(orderId: string) {
    return this.parts.renderer.card(orderId);
  }

  customer(id: number): Promise<Customer> {
    return this.database.em().findOneOrFail(Customer, id);
  }

  async screen(person: number) {
    return this.world.person(person).messages();
  }

  private async furnish(plans: Stock[]): Promise<void> {
    const em = this.database.em();
    const createdAt = clock.now();
    const server = (name: string, out: boolean, country: string | null = null) =>
      em.create(Server, {
        name,
        country,
        panelUrl: `http://127.0.0.1:1/${ids.id()}`,
        publicHost: 'proxy.example.com',
        panelCredentials: 'sealed',
        panelVersion: '3.6.0',
        panelGeneration: 'C',
        healthStatus: out ? 'offline' : 'healthy',
        probeDueAt: out ? createdAt : null,
        performanceMetrics: null,
        alertSettings: null,
        createdAt,
      });
    const inbound = (on: Server, remark: string) =>
      em.create(ServerInbound, {
        server: on,
        remoteId: 1,
        remark,
        protocol: 'vless',
        port: 443,
        network: 'tcp',
        security: 'reality',
        performanceMetrics: null,
        clientTemplate: null,
        provisioningRules: null,
      });
    const office = server(OFFICE, false);
    inbound(office, 'new');
    inbound(server('Oslo', true), 'old');
    for (const [place, plan] of plans.entries()) {
      const { name = 'Starter', maxClients = null, country, category = null, durationDays = 30 } = plan;
      const home =
        country || plan.isAway ? server(`${country} ${place}`, plan.isAway ?? false, country) : office;
      if (home !== office) inbound(home, `of plan ${place}`);
      em.create(ServerPlan, {
        server: home,
        name,
        category,
        durationDays,
        price: 299n,
        priceStars: 150 + place,
        dataLimitGb: 50,
        maxClients,
        sortOrder: place,
        performanceMetrics: null,
        provisionSettings: null,
        createdAt,
      });
    }
    await em.flush();
  }
}

async function partsOf(world: TestWorld, database: Database, facts: Partial<Shop>) {
  const botInfo = await world.api.getMe();
  const log = pinoLogger('silent');
  const shop: Shop = {
    name: 'Anna’s shop',
    botId: botInfo.id,
    shop4: 'test',
    ownerIds: [],
    currency: 'USD',
    starRate: { numerator: 50n, denominator: 1n },
    termsVersion: '1',
    termsUrl: null,
    privacyUrl: null,
    supportContact: null,
    reservation: minutes(15),
    topUpAmounts: [500n, 1000n, 2000n],
    publicUrl: null,
    ...facts,
  };
  const wakes = {
    orderPaid: () => undefined,
    lane: () => undefined,
    sender: () => undefined,
    refunds: () => undefined,
  };
  const vault = aesVault(generateKeys());
  const panel = new ClientsPanel({ limits, allowPrivate: true, now: () => clock.now() });
  const common = { work: workOn(database), clock, ids, log, shop, wakes, vault, panel };
  const stars = new StarsProvider({ api: world.api, botId: botInfo.id });
  const services = {
    catalog: new CatalogService(common),
    waits: new PlanWaits(common),
    checkout: new CheckoutService({ ...common, stars, startedAt: clock.now() }),
    delivery: new DeliveryService({ ...common, payloadOf: invoicePayload }),
    customers: new CustomerService(common),
    support: new SupportService(common),
    trouble: new TroubleService(common),
    pauses: new PauseService(common),
    placement: new PlacementService({ ...common, ...WAITS }),
  };
  const admin = new Composer<ShopContext>();
  const telegram = { token: world.token, apiRoot: world.world.url, botInfo };
  const bot = buildBot({ ...common, ...telegram, services, texts, ownerIds: [], admin });
  const renderer = createRenderer({ services, texts, ...services.customers.asReader([]) });
  return { bot, renderer, checkout: services.checkout, waits: services.waits };
}
