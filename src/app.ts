import { hostname } from 'node:os';
import { join } from 'node:path';
import { Api } from 'grammy';
import { adminComposer } from './bot/admin/admin-composer.ts';
import { Inbox } from './bot/inbox/inbox.ts';
import { Poller } from './bot/inbox/poller.ts';
import { budgetTransformer, HANDLER_PATIENCE, SENDER_PATIENCE } from './bot/sender/budget-transformer.ts';
import { RateBudget } from './bot/sender/rate-budget.ts';
import { Sender } from './bot/sender/sender.ts';
import { telegramMessages } from './bot/sender/telegram-messages.ts';
import { buildBot } from './bot/shop-bot.ts';
import { staleTap } from './bot/stale-tap.ts';
import { textsIn } from './bot/texts.ts';
import { createRenderer } from './bot/views/render-message.ts';
import { whoAmI } from './bot/who-am-i.ts';
import type { Config } from './config.ts';
import { type Database, openEmbedded, openServer } from './db/open-database.ts';
import { OrmUnitOfWork } from './db/orm-unit-of-work.ts';
import { claimDatabase } from './db/shop-mark.ts';
import { Jobs } from './jobs/jobs.ts';
import { openAgenda } from './jobs/open-agenda.ts';
import { milliseconds, minutes } from './model/values/period.ts';
import { checkPanelUrl } from './panel/address-filter.ts';
import { ClientsPanel } from './panel/clients-panel.ts';
import { StarsProvider } from './payments/stars/stars-provider.ts';
import { LateWakes, pruneAll, startApp, stopApp, wakesOf } from './run-app.ts';
import { CatalogService } from './services/catalog/catalog-service.ts';
import { CheckoutService } from './services/checkout/checkout-service.ts';
import { invoicePayload } from './services/checkout/invoice-payload.ts';
import { CustomerService } from './services/delivery/customer-service.ts';
import { DeliveryService } from './services/delivery/delivery-service.ts';
import { FleetService } from './services/fleet/fleet-service.ts';
import { LaneRunner } from './services/lanes/lane-runner.ts';
import { Notices } from './services/messages/notices.ts';
import type { Clock } from './services/ports/clock.ts';
import type { Logger } from './services/ports/logger.ts';
import type { Shop } from './services/ports/shop.ts';
import type { Wakes } from './services/ports/wakes.ts';
import { ClientProvisioningService } from './services/provisioning/client-provisioning-service.ts';
import type { ProvisioningNeeds } from './services/provisioning/needs.ts';
import { pushWork } from './services/provisioning/push-work.ts';
import { recheckWork } from './services/provisioning/recheck-work.ts';
import { tombstoneWork } from './services/provisioning/tombstone-work.ts';
import { unitWork } from './services/provisioning/unit-work.ts';
import type { Services } from './services/services.ts';
import { OffsetClock, systemClock } from './system/clock.ts';
import { randomIds } from './system/ids.ts';
import { aesVault, loadOrMakeKeys } from './system/vault.ts';
import { lateRoutes } from './web/late-routes.ts';
import { subscriptionRoutes } from './web/subscription-routes.ts';
import { startWebServer } from './web/web-server.ts';
import { linkToWorld } from './web/world-link.ts';

export type App = {
  readonly services: Services;
  readonly shop: Shop;
  /** Where subscriptions are served; null = this process has no web role. */
  readonly webUrl: string | null;
  /** Takes up work. */
  start(): Promise<void>;
  /** Ends what runs, at most some 20 s, and lets everything go. */
  stop(): Promise<void>;
};

export type AppOptions = {
  config: Config;
  log: Logger;
  /** This process cannot go on, in words for the operator. */
  fatal: (message: string) => void;
};

const LARGEST_ANSWER = 64 * 1024 * 1024;
const CALL_SECONDS = 20;
/** This process among all that work on one database. */
const HOLDER = `${hostname()}:${process.pid}:${randomIds.nonce()}`;

/**
 * Builds the whole shop and brings its database up to date; nothing is sold before `start`. Throws what the database
 * and listening throw, and in words for the operator where the configuration meets the world and does not fit.
 */
export async function buildApp(options: AppOptions): Promise<App> {
  const database = await openDatabase(options.config);
  try {
    return shopApp(options, await foundation(options, database));
  } catch (fault) {
    await database.close();
    throw fault;
  }
}

function openDatabase({ database }: Config): Promise<Database> {
  return database.url ? openServer(database.url.reveal()) : openEmbedded(database.dataDir);
}

/** All that has to be asked of the outside before the parts can be put together. */
async function foundation({ config, log }: AppOptions, database: Database) {
  const migrated = await database.migrator.up();
  const work = new OrmUnitOfWork(() => database.em());
  const { clock, clockOffset, link } = await clockOf(config);
  const kind = config.sandbox ? 'sandbox' : 'live';
  const shop4 = await claimDatabase(work, { kind, shop4: randomIds.unitId().slice(0, 4), now: clock.now() });
  const vault = aesVault(config.keys ?? loadOrMakeKeys(config.database.dataDir));
  const web = config.roles.has('web') ? await openWeb(config) : null;
  const token = config.botToken?.reveal() ?? '';
  const shop = shopOf(config, { shop4, token, webUrl: web?.url ?? null });
  const budget = new RateBudget({ work, botId: shop.botId });
  const telegram = await telegramOf({ config, token, log, budget });
  const agenda = await openAgenda({ pool: database.pool, log, name: HOLDER });
  const texts = textsIn(join(import.meta.dirname, '..', 'locales'), log);
  log.info('shop.opened', { kind, database: database.kind, migrated: migrated.length, botId: shop.botId });
  return {
    database,
    work,
    clock,
    clockOffset,
    ids: randomIds,
    log,
    vault,
    shop,
    link,
    web,
    telegram,
    agenda,
    texts,
  };
}

export type Foundation = Awaited<ReturnType<typeof foundation>>;

/** The sandbox's clock can be moved, by the world alone. */
async function clockOf(config: Config) {
  if (!config.sandbox) return { clock: systemClock, clockOffset: null, link: null };
  const link = await linkToWorld(config.telegram.apiRoot);
  const clockOffset = new OffsetClock(link.offsetMs);
  return { clock: clockOffset as Clock, clockOffset, link };
}

async function openWeb({ web }: Config) {
  const routes = lateRoutes();
  const server = await startWebServer({ host: web.host, port: web.port, app: routes.app });
  return { ...server, serve: routes.serve };
}

function shopOf(config: Config, known: { shop4: string; token: string; webUrl: string | null }): Shop {
  const { shop, web, sandbox } = config;
  return {
    name: shop.name,
    botId: Number(known.token.split(':')[0]),
    shop4: known.shop4,
    ownerIds: config.ownerIds,
    currency: shop.currency,
    starRate: shop.starsPerUnit,
    termsVersion: shop.termsVersion,
    reservation: shop.reservation,
    publicUrl: web.publicUrl ?? (sandbox ? known.webUrl : null),
  };
}

/** One Api for each way of waiting: reading updates, sending rows, answering as handlers do. */
async function telegramOf(of: { config: Config; token: string; log: Logger; budget: RateBudget }) {
  const { config, token, budget } = of;
  const root = { apiRoot: config.telegram.apiRoot };
  const forPolling = new Api(token, { ...root, timeoutSeconds: 60 });
  const forSender = new Api(token, { ...root, timeoutSeconds: CALL_SECONDS });
  forSender.config.use(budgetTransformer(budget, SENDER_PATIENCE));
  const forHandlers = budgetTransformer(budget, HANDLER_PATIENCE);
  return { token, root, forPolling, forSender, forHandlers, botInfo: await whoAmI(forPolling, of.log) };
}

function servicesOf(
  config: Config,
  base: Foundation,
  wakes: Wakes,
): { services: Services; lanes: LaneRunner } {
  const { shop, clock, work } = base;
  const { limits } = config;
  const panel = new ClientsPanel({
    limits: {
      connectMs: limits.panelConnectMs,
      readMs: limits.panelReadMs,
      writeMs: limits.panelWriteMs,
      maxBytes: LARGEST_ANSWER,
    },
    allowPrivate: config.allowPrivatePanels,
    now: () => clock.now(),
    log: base.log,
  });
  const common = { ...base, panel, wakes };
  const needs = { ...common, enabled: config.xui.provisioningEnabled, recheckAfter: minutes(1) };
  const lanes = new LaneRunner({ ...base, holder: HOLDER, times: laneTimes(config), kinds: kindsOf(needs) });
  const stars = new StarsProvider({ api: base.telegram.forSender, botId: shop.botId });
  const checkAddress = (text: string) => checkPanelUrl(text, { allowPrivate: config.allowPrivatePanels });
  const services = {
    catalog: new CatalogService({ work, shop }),
    checkout: new CheckoutService({ ...common, stars, startedAt: clock.now() }),
    provisioning: new ClientProvisioningService({ ...needs, lanes }),
    delivery: new DeliveryService({ ...common, payloadOf: invoicePayload }),
    customers: new CustomerService(base),
    fleet: new FleetService({ ...common, checkAddress }),
  };
  return { services, lanes };
}

const kindsOf = (needs: ProvisioningNeeds) => [
  tombstoneWork(needs),
  unitWork(needs),
  pushWork(needs),
  recheckWork(needs),
];

const laneTimes = ({ limits }: Config) => ({
  lease: milliseconds(limits.laneLeaseMs),
  renew: milliseconds(limits.laneRenewMs),
  write: milliseconds(limits.panelWriteMs),
  quietExtra: milliseconds(limits.quietExtraMs),
});

type Wired = { base: Foundation; services: Services; wakes: Wakes };

/** Updates in and messages out. */
function entranceOf({ config, fatal }: AppOptions, { base, services, wakes }: Wired) {
  const { work, clock, log, shop, telegram, texts } = base;
  const common = { work, clock, log, botId: shop.botId };
  const notices = new Notices({ work, clock, shop, wakes });
  const transformers = [telegram.forHandlers];
  const admin = adminComposer({ ...base, services });
  const { token, root, botInfo } = telegram;
  const bot = buildBot({ ...base, ...root, token, botInfo, services, ownerIds: shop.ownerIds, admin });
  bot.api.config.use(...transformers);
  const inbox = new Inbox({
    ...common,
    handle: (update) => bot.handleUpdate(update),
    aside: (update, reason) => {
      const { from } = update.callback_query ?? update.message ?? update.pre_checkout_query ?? {};
      return notices.updateAside({ updateId: update.update_id, personId: from?.id ?? null, reason });
    },
    redraw: staleTap,
    slots: { payments: 4, others: 12 },
    leases: { payment: config.limits.paymentLeaseMs, other: config.limits.inboxLeaseMs },
  });
  const sender = new Sender({
    ...common,
    telegram: telegramMessages(telegram.forSender),
    render: createRenderer({ services, texts, languageOf: (id) => services.customers.languageOf(id) }),
    leaseMs: config.limits.inboxLeaseMs,
    onBlocked: (chatId) => services.customers.markBlocked(chatId),
    onFailed: ({ id, kind }, reason) => notices.messageFailed({ what: kind, messageId: id ?? 0, reason }),
  });
  const poller = new Poller({
    ...common,
    api: telegram.forPolling,
    holder: HOLDER,
    onStored: () => inbox.wake(),
    onConflict: fatal,
  });
  return { inbox, sender, poller };
}

function shopApp(options: AppOptions, base: Foundation): App {
  const { config } = options;
  const wakes = new LateWakes();
  const { services, lanes } = servicesOf(config, base, wakes);
  const entrance = entranceOf(options, { base, services, wakes });
  const { inbox, sender } = entrance;
  const jobs = new Jobs({
    ...base,
    services,
    sweepMs: config.limits.sweepMs,
    wakeWithSweep: [inbox, sender],
    prune: () => pruneAll(base, inbox),
  });
  const parts = { config, base, services, lanes, jobs, ...entrance };
  wakes.connect(wakesOf(parts));
  base.web?.serve(subscriptionRoutes({ ...base, delivery: services.delivery }));
  return {
    services,
    shop: base.shop,
    webUrl: base.web?.url ?? null,
    start: () => startApp(parts),
    stop: () => stopApp(parts),
  };
}
