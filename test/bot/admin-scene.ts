import { sql } from '@mikro-orm/core';
import { Bot } from 'grammy';
import type { Update } from 'grammy/types';
import { adminComposer } from '../../src/bot/admin/admin-composer.ts';
import { packTap, parseTap, type Tap } from '../../src/bot/callback-data.ts';
import { withTimeToCall } from '../../src/bot/inbox/time-to-call.ts';
import { budgetTransformer, HANDLER_PATIENCE } from '../../src/bot/sender/budget-transformer.ts';
import { RateBudget } from '../../src/bot/sender/rate-budget.ts';
import type { ShopContext } from '../../src/bot/shop-context.ts';
import { Customer } from '../../src/model/customer.ts';
import type { Role, StaffRole } from '../../src/model/role.ts';
import type { Period } from '../../src/model/values/period.ts';
import { checkPanelUrl } from '../../src/panel/address-filter.ts';
import { DeliveryService } from '../../src/services/delivery/delivery-service.ts';
import { StatisticsService } from '../../src/services/figures/statistics-service.ts';
import { EditUndo } from '../../src/services/fleet/edit-undo.ts';
import { FleetService } from '../../src/services/fleet/fleet-service.ts';
import { ClientLifecycleService } from '../../src/services/lifecycle/client-lifecycle-service.ts';
import { AuditLog } from '../../src/services/staff/audit-log.ts';
import { CustomerDesk } from '../../src/services/staff/customer-desk.ts';
import { StaffService } from '../../src/services/staff/staff-service.ts';
import type { UpkeepService } from '../../src/services/upkeep/upkeep-service.ts';
import { OLGA, type Shown, TestWorld } from '../sandbox/telegram-world.ts';
import { PanelHand } from '../support/panel-hand.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { shop } from '../support/shop-process.ts';
import { upkeepOf } from '../support/upkeep.ts';
import { expectAllWords, t, texts } from './english.ts';

export type Row = { key: string; version: string; state: string; rev: number };

/** The admins' part of the bot on a real shop, with Telegram's world around it and a second panel nobody has added. */
export class AdminScene {
  readonly world: TestWorld;
  readonly shop: PanelShop;
  readonly second: PanelHand;
  readonly fleet: FleetService;
  readonly upkeep: UpkeepService;
  readonly audit: AuditLog;
  /** What Telegram was told of its menus of commands. */
  readonly menus: ReturnType<typeof menuOf>[] = [];
  /** What went on to the customers' handlers. */
  readonly passedOn: string[] = [];
  /** What Olga may do; null = what the shop says. */
  role: Role | null = null;
  private readonly facts = { ...shop, ownerIds: [OLGA] };
  private bot: Bot<ShopContext>;
  private leaseMs = 30_000;

  private constructor(world: TestWorld, opened: PanelShop) {
    this.world = world;
    this.shop = opened;
    this.second = new PanelHand(() => opened.clock.now().getTime());
    const checkAddress = (text: string) => checkPanelUrl(text, { allowPrivate: true });
    this.fleet = new FleetService({ ...opened.main.needs, checkAddress });
    this.upkeep = upkeepOf(opened);
    const common = { ...opened.main.needs, shop: this.facts };
    this.audit = new AuditLog({ ...common, edits: new EditUndo(common) });
    this.bot = this.newBot();
  }

  static async open(): Promise<AdminScene> {
    const scene = new AdminScene(await TestWorld.start(), await PanelShop.open());
    await scene.second.start();
    await scene.bot.init();
    return scene;
  }

  async close(): Promise<void> {
    await this.second.end();
    await this.shop.end();
    await this.world.close();
    expectAllWords();
  }

  /** The bot's process ends, and another one takes over. */
  async restart(): Promise<void> {
    this.bot = this.newBot();
    await this.bot.init();
  }

  /** As the inbox hands updates over: what they ask of Telegram, which takes its time, ends with their lease (real ms). */
  async leases(ms: number): Promise<void> {
    this.leaseMs = ms;
    await this.world.post('/_emu/faults', { method: 'editMessageText', times: 99, kind: 'slow', ms: 50 });
    const budget = new RateBudget({ work: this.shop.work, botId: this.facts.botId });
    this.bot.api.config.use(budgetTransformer(budget, HANDLER_PATIENCE));
  }

  async says(text: string, person = OLGA): Promise<Update[]> {
    await this.world.person(person).send(text);
    return this.handle();
  }

  /** The shop knows this person, as after the first word. */
  async meets(id: number, name: string): Promise<void> {
    await this.shop.rows(sql`
      insert into customers (id, name, language, subscription_hash, subscription_token, created_at)
      values (${id}, ${name}, 'en', ${String(id).padStart(64, '0')}, 'sealed', ${this.shop.clock.now()})
      on conflict do nothing returning id`);
  }

  /** From now on the person has this role; null = none. */
  async becomes(id: number, role: StaffRole | null): Promise<void> {
    await this.shop.rows(sql`update customers set staff_role = ${role} where id = ${id} returning id`);
  }

  /** Presses a button that leads there, whatever the screens show. */
  async presses(tap: Tap, person = OLGA): Promise<Update[]> {
    await this.world.call('sendMessage', {
      chat_id: person,
      text: 'x',
      reply_markup: { inline_keyboard: [[{ text: 'go', callback_data: packTap(tap) }]] },
    });
    return this.taps('go', person);
  }

  async taps(label: string, person = OLGA): Promise<Update[]> {
    const { status, body } = await this.world.person(person).tap(label);
    if (status !== 200) throw new Error(`no button ${label}: ${body.labels?.join(', ')}`);
    return this.handle();
  }

  /** A tap that the bot fails to handle: the update, to be handed in again. */
  async tapsInVain(label: string): Promise<Update | undefined> {
    await this.world.person(OLGA).tap(label);
    const [update] = await this.world.updates();
    await this.again(update).catch(() => undefined);
    return update;
  }

  async acts(what: string, body: Record<string, unknown>): Promise<void> {
    await this.world.person(OLGA).act(what, body);
    await this.handle();
  }

  /** Hands an update in once more, as the inbox does after a crash. */
  again(update: Update | undefined): Promise<void> {
    return update ? this.bot.handleUpdate(update) : Promise.reject(new Error('no update'));
  }

  async screen(person = OLGA): Promise<Shown[]> {
    return this.world.person(person).messages();
  }

  /** The newest message. */
  async last(): Promise<string> {
    const messages = (await this.screen()).filter(({ kind }) => kind === 'message');
    return messages.at(-1)?.text ?? '';
  }

  async buttons(person = OLGA): Promise<string[]> {
    const messages = (await this.screen(person)).filter(({ kind }) => kind === 'message');
    return (messages.at(-1)?.buttons ?? []).flat().map(({ text }) => text);
  }

  /** What messages were changed to, oldest first. */
  async edits(): Promise<string[]> {
    const { body } = await this.world.get<{ params: { text: string } }[]>(
      '/_emu/calls?method=editMessageText',
    );
    return body.map(({ params }) => params.text);
  }

  wizardRows(): Promise<Row[]> {
    return this.shop.main.needs.work
      .read()
      .execute<Row[]>('select key, version, state, rev from wizard_states');
  }

  sql(statement: string): Promise<unknown> {
    return this.shop.main.needs.work.do((em) => em.execute(statement));
  }

  pass(period: Period): void {
    this.shop.pass(period);
  }

  private async handle(): Promise<Update[]> {
    const updates = await this.world.updates();
    for (const update of updates) await withTimeToCall(this.leaseMs, () => this.bot.handleUpdate(update));
    return updates;
  }

  private newBot(): Bot<ShopContext> {
    const bot = new Bot<ShopContext>(this.world.token, { client: { apiRoot: this.world.world.url } });
    bot.use(async (ctx, next) => {
      ctx.t = t;
      ctx.tap = parseTap(ctx.callbackQuery?.data ?? '');
      ctx.role = await this.roleOf(ctx.from?.id ?? 0);
      return next();
    });
    bot.api.config.use((call, ...asked) => {
      const [method, payload] = asked;
      if (method.endsWith('MyCommands')) this.menus.push(menuOf(method, payload as Menu));
      return call(...asked);
    });
    bot.filter(({ role }) => role !== 'customer', adminComposer(this.needs()));
    bot.use((ctx) => void this.passedOn.push(ctx.message?.text ?? ctx.callbackQuery?.data ?? 'other'));
    return bot;
  }

  private async roleOf(id: number): Promise<Role> {
    if (id === OLGA && this.role) return this.role;
    const person = await this.shop.work.read().findOne(Customer, id);
    return person?.role(this.facts.ownerIds) ?? (id === OLGA ? 'owner' : 'customer');
  }

  private needs() {
    const { checkout, main } = this.shop;
    const { provisioning, needs } = main;
    const common = { ...needs, shop: this.facts };
    const services = {
      fleet: this.fleet,
      checkout,
      delivery: new DeliveryService({ ...common, payloadOf: () => '' }),
      provisioning,
      lifecycle: new ClientLifecycleService(common),
      staff: new StaffService(common),
      desk: new CustomerDesk(common),
      audit: this.audit,
      upkeep: this.upkeep,
      statistics: new StatisticsService(common),
    };
    return { ...common, services, texts };
  }
}

type Menu = { scope?: { chat_id?: number }; commands?: { command: string }[] };

const menuOf = (method: string, { scope, commands = [] }: Menu) => ({
  method,
  chat: scope?.chat_id,
  names: commands.map(({ command }) => command),
});
