import { sql } from '@mikro-orm/core';
import type { Bot } from 'grammy';
import { expect } from 'vitest';
import { adminComposer } from '../../src/bot/admin/admin-composer.ts';
import { buildBot } from '../../src/bot/shop-bot.ts';
import type { ShopContext } from '../../src/bot/shop-context.ts';
import type { Role } from '../../src/model/role.ts';
import { CatalogService } from '../../src/services/catalog/catalog-service.ts';
import { PlanWaits } from '../../src/services/catalog/plan-waits.ts';
import { invoicePayload } from '../../src/services/checkout/invoice-payload.ts';
import { CustomerService } from '../../src/services/delivery/customer-service.ts';
import { DeliveryService } from '../../src/services/delivery/delivery-service.ts';
import { SupportService } from '../../src/services/delivery/support-service.ts';
import { TroubleService } from '../../src/services/delivery/trouble-service.ts';
import { StatisticsService } from '../../src/services/figures/statistics-service.ts';
import { EditUndo } from '../../src/services/fleet/edit-undo.ts';
import { ClientLifecycleService } from '../../src/services/lifecycle/client-lifecycle-service.ts';
import { PauseService } from '../../src/services/lifecycle/pause-service.ts';
import { PlacementService } from '../../src/services/provisioning/placement-service.ts';
import { AuditLog } from '../../src/services/staff/audit-log.ts';
import { CustomerDesk } from '../../src/services/staff/customer-desk.ts';
import { StaffService } from '../../src/services/staff/staff-service.ts';
import { ANN, BORIS, OLGA, type Shown, TestWorld } from '../sandbox/telegram-world.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { shop as facts } from '../support/shop-process.ts';
import { upkeepOf } from '../support/upkeep.ts';
import { expectAllWords, t, texts } from './english.ts';

/** Rows that come and go with every update, whoever sends it. */
const RESTLESS = ['mikro_orm_migrations', 'agenda_jobs', 'chat_lanes', 'bot_states'];

/** Which message is a person's home: it moves with every answer to a button that is not there. */
const HOME = "'home_message_id', 'home_drawn_at', 'home_update_id'";

/** The whole bot, customers' and staff's part behind one guard, over a real shop that has sold something. */
export class StaffScene {
  readonly world: TestWorld;
  readonly shop: PanelShop;
  readonly owner = OLGA;
  /** Ids of rows that are there, by the names that buttons give them. */
  ids: Readonly<Record<string, string | number>> = {};
  private readonly bot: Bot<ShopContext>;

  private constructor(world: TestWorld, shop: PanelShop, bot: Bot<ShopContext>) {
    this.world = world;
    this.shop = shop;
    this.bot = bot;
  }

  static async open(): Promise<StaffScene> {
    const [world, shop] = [await TestWorld.start(), await PanelShop.open()];
    const scene = new StaffScene(world, shop, await botOn(world, shop));
    for (const person of [ANN, BORIS, OLGA]) await scene.says(person, '/start');
    await scene.sellSomething();
    return scene;
  }

  async close(): Promise<void> {
    await this.shop.end();
    await this.world.close();
    expectAllWords();
  }

  async becomes(id: number, role: Role): Promise<void> {
    const staffRole = role === 'customer' ? null : role;
    await this.shop.rows(sql`update customers set staff_role = ${staffRole} where id = ${id} returning id`);
  }

  /** Answers what the person sees of it. */
  async says(person: number, text: string): Promise<string[]> {
    const before = await this.screen(person);
    await this.world.person(person).send(text);
    await this.handle();
    return (await this.screen(person)).slice(before.length + 1);
  }

  /** A press on a button of the bot with these data; answers what the person sees of it. */
  async presses(person: number, data: string): Promise<string[]> {
    const keyboard = { inline_keyboard: [[{ text: 'forged', callback_data: data }]] };
    await this.world.call('sendMessage', { chat_id: person, text: 'x', reply_markup: keyboard });
    const before = await this.screen(person);
    await this.world.person(person).tap('forged');
    await this.handle();
    const after = await this.screen(person);
    return after.filter((line, place) => line !== before[place]);
  }

  /** Staff hears which role is missing; for a customer there is no such button: the home comes. */
  answerFor(role: Role, least: Role): unknown {
    if (role === 'customer') return [t('stale-button'), expect.stringContaining('Test Shop')];
    return this.wordsFor(role, least);
  }

  wordsFor(role: Role, least: Role): unknown {
    if (role === 'customer') return [expect.stringContaining('I did not understand that')];
    return [t('refusal-role', { role: t(`role-${least}`) })];
  }

  /** How many rows each table has, and what is in them. */
  async fingerprints(): Promise<Record<string, string>> {
    const tables = await this.shop.rows<{ name: string }>(
      sql`select tablename as name from pg_tables where schemaname = 'public' order by tablename`,
    );
    const names = tables.map(({ name }) => name).filter((name) => !RESTLESS.includes(name));
    const prints = names.map(
      (name) =>
        `select '${name}' as name, count(*) || ':' || coalesce(md5(string_agg(kept::text, ',' order by kept::text)), '') as print
           from ${name} row, lateral (select to_jsonb(row) - array[${HOME}] as kept) kept`,
    );
    const rows = await this.shop.rows<{ name: string; print: string }>(prints.join(' union all '));
    return Object.fromEntries(rows.map(({ name, print }) => [name, print]));
  }

  /** Words that only this customer and the staff may read. */
  async secretsOf(customerId: number): Promise<string[]> {
    const rows = await this.shop.rows<{ secret: string }>(sql`
      select unnest(array[uuid::text, password, sub_id, email]) as secret from server_clients
       where customer_id = ${customerId}
      union all select id from orders where customer_id = ${customerId}`);
    return rows.map(({ secret }) => secret);
  }

  private async handle(): Promise<void> {
    for (const update of await this.world.updates()) await this.bot.handleUpdate(update);
  }

  private async screen(person: number): Promise<string[]> {
    const shown: Shown[] = await this.world.person(person).messages();
    return shown.map(({ text }) => text ?? '');
  }

  /** One delivered order, one that waits for a yes, an act in the audit log. */
  private async sellSomething(): Promise<void> {
    const orderId = await this.shop.deliveredOrder({ customerId: BORIS });
    const client = await this.shop.client(orderId);
    await this.shop.fleet.setOnSale({ planId: this.shop.planId, onSale: false, actorId: OLGA });
    await this.shop.fleet.setOnSale({ planId: this.shop.planId, onSale: true, actorId: OLGA });
    const [entry] = await this.shop.rows<{ id: number }>(sql`select max(id) as id from audit_log`);
    this.ids = {
      orderId,
      clientId: client.id,
      customerId: BORIS,
      actorId: OLGA,
      planId: this.shop.planId,
      serverId: this.shop.serverId,
      inboundId: client.inbound.id,
      entryId: entry?.id ?? 0,
      chargeId: 'abcdefghij0123456789',
      refundId: 'abcdefghij0123456789',
      unitId: client.email.split('-')[1] ?? '',
      page: 0,
      rev: client.wantedRev,
      role: 'admin',
      filter: 'all',
      nonce: 'Zk3_xQ9a',
    };
  }
}

async function botOn(world: TestWorld, shop: PanelShop): Promise<Bot<ShopContext>> {
  const botInfo = await world.api.getMe();
  const { needs, provisioning } = shop.main;
  const common = { ...needs, shop: { ...facts, ownerIds: [OLGA] }, texts };
  const { checkout, fleet } = shop;
  const services = {
    checkout,
    fleet,
    provisioning,
    catalog: new CatalogService(common),
    waits: new PlanWaits(common),
    delivery: new DeliveryService({ ...common, payloadOf: invoicePayload }),
    customers: new CustomerService(common),
    lifecycle: new ClientLifecycleService(common),
    staff: new StaffService(common),
    desk: new CustomerDesk(common),
    audit: new AuditLog({ ...common, edits: new EditUndo(common) }),
    upkeep: upkeepOf(shop),
    statistics: new StatisticsService(common),
    support: new SupportService(common),
    trouble: new TroubleService(common),
    pauses: new PauseService(needs),
    placement: new PlacementService(needs),
  };
  const admin = adminComposer({ ...common, services });
  const telegram = { token: world.token, apiRoot: world.world.url, botInfo };
  return buildBot({ ...common, ...telegram, services, ownerIds: [OLGA], admin });
}
