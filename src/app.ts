import type { Update } from 'grammy/types';
import { careOf } from './app-care.ts';
import type { Running } from './app-parts.ts';
import { emergencyOf, readerOf } from './app-reader.ts';
import { withUpkeep } from './app-upkeep.ts';
import { LateWakes, wakesOf } from './app-wakes.ts';
import { adminComposer } from './bot/admin/admin-composer.ts';
import { Inbox } from './bot/inbox/inbox.ts';
import { storeFromWebhook } from './bot/inbox/store-from-webhook.ts';
import { Sender } from './bot/sender/sender.ts';
import { telegramMessages } from './bot/sender/telegram-messages.ts';
import { buildBot } from './bot/shop-bot.ts';
import { staleTap } from './bot/stale-tap.ts';
import { qrPng } from './bot/views/qr-png.ts';
import { createRenderer } from './bot/views/render-message.ts';
import type { Config } from './config.ts';
import { type AppOptions, type Foundation, HOLDER, layFoundation } from './foundation.ts';
import { Jobs } from './jobs/jobs.ts';
import { milliseconds, minutes } from './model/values/period.ts';
import { checkPanelUrl } from './panel/address-filter.ts';
import { AnswerReader } from './panel/answer-reader.ts';
import { DoorProbe } from './panel/door-probe.ts';
import { PanelRouter } from './panel/panel-router.ts';
import { StarsProvider } from './payments/stars/stars-provider.ts';
import { pruneAll, readinessOf, serveMetrics, startApp, stopApp } from './run-app.ts';
import { CatalogService } from './services/catalog/catalog-service.ts';
import { PlanWaits } from './services/catalog/plan-waits.ts';
import { CheckoutService } from './services/checkout/checkout-service.ts';
import { invoicePayload } from './services/checkout/invoice-payload.ts';
import { CustomerService } from './services/delivery/customer-service.ts';
import { DeliveryService } from './services/delivery/delivery-service.ts';
import { QualityAdvice } from './services/delivery/quality-advice.ts';
import { SupportService } from './services/delivery/support-service.ts';
import { noteDelivery } from './services/figures/note-delivery.ts';
import { StatisticsService } from './services/figures/statistics-service.ts';
import { EditUndo } from './services/fleet/edit-undo.ts';
import { FleetService } from './services/fleet/fleet-service.ts';
import { LaneRunner } from './services/lanes/lane-runner.ts';
import { ClientLifecycleService } from './services/lifecycle/client-lifecycle-service.ts';
import { Notices } from './services/messages/notices.ts';
import type { Shop } from './services/ports/shop.ts';
import type { Wakes } from './services/ports/wakes.ts';
import { ClientProvisioningService } from './services/provisioning/client-provisioning-service.ts';
import { laneWork } from './services/provisioning/lane-work.ts';
import type { Services } from './services/services.ts';
import { AuditLog } from './services/staff/audit-log.ts';
import { CustomerDesk } from './services/staff/customer-desk.ts';
import { StaffService } from './services/staff/staff-service.ts';
import { readinessRoutes } from './web/readiness-routes.ts';
import { subscriptionRoutes } from './web/subscription-routes.ts';
import { webhookRoutes } from './web/webhook-routes.ts';

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

const LARGEST_ANSWER = 64 * 1024 * 1024;

/**
 * Builds the whole shop and brings its database up to date; nothing is sold before `start`. Throws what the database
 * and listening throw, and in words for the operator where the configuration meets the world and does not fit.
 */
export async function buildApp(options: AppOptions): Promise<App> {
  return shopApp(options, await layFoundation(options));
}

function servicesOf(
  config: Config,
  base: Foundation,
  wakes: LateWakes,
): Pick<Running, 'services' | 'lanes' | 'answers' | 'advice'> {
  const [{ shop, clock, work }, { limits }] = [base, config];
  const answers = new AnswerReader({ log: base.log });
  const panel = new PanelRouter({
    limits: {
      connectMs: limits.panelConnectMs,
      readMs: limits.panelReadMs,
      writeMs: limits.panelWriteMs,
      patientWriteMs: limits.panelLegacyWriteMs,
      maxBytes: LARGEST_ANSWER,
    },
    allowPrivate: config.allowPrivatePanels,
    now: () => clock.now(),
    log: base.log,
    answers,
  });
  const common = { ...base, panel, wakes };
  const delivery = new DeliveryService({ ...common, payloadOf: invoicePayload });
  const probe = config.sandbox ? null : new DoorProbe({ allowPrivate: config.allowPrivatePanels });
  const subscription = (token: string) => delivery.subscription(token);
  const advice = new QualityAdvice({ ...common, subscription, probe });
  const completed = (unitIds: readonly string[]) => advice.follow(unitIds);
  const waits = { failoverAfter: milliseconds(limits.failoverAfterMs), recheckAfter: minutes(1) };
  const needs = { ...common, ...waits, completed, enabled: config.xui.provisioningEnabled };
  const lanes = new LaneRunner({ ...base, holder: HOLDER, times: laneTimes(config), kinds: laneWork(needs) });
  const stars = new StarsProvider({ api: base.telegram.forSender, botId: shop.botId });
  const startedAt = clock.now();
  const known = {
    catalog: new CatalogService({ work, shop }),
    waits: new PlanWaits(common),
    checkout: new CheckoutService({ ...common, stars, startedAt, renewsByItself: config.lifecycle.auto }),
    provisioning: new ClientProvisioningService({ ...needs, lanes }),
    ...careOf(needs),
    delivery,
    customers: new CustomerService(base),
    support: new SupportService(common),
    fleet: new FleetService({ ...common, checkAddress: addressCheck(config) }),
    staff: new StaffService(needs),
    desk: new CustomerDesk(common),
    audit: new AuditLog({ ...common, edits: new EditUndo(common) }),
    lifecycle: new ClientLifecycleService({ ...common, auto: config.lifecycle.auto }),
    statistics: new StatisticsService(common),
  };
  return { services: withUpkeep(known, { ...common, stars }, wakes), lanes, answers, advice };
}

const addressCheck =
  ({ allowPrivatePanels: allowPrivate }: Config) =>
  (text: string) =>
    checkPanelUrl(text, { allowPrivate });

const laneTimes = ({ limits }: Config) => ({
  lease: milliseconds(limits.laneLeaseMs),
  renew: milliseconds(limits.laneRenewMs),
  write: milliseconds(limits.panelWriteMs),
  legacyWrite: milliseconds(limits.panelLegacyWriteMs),
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
    handle: async (update) => {
      const person = personOf(update);
      if (person !== null) await telegram.budget.updateFrom(person, messageOf(update));
      await bot.handleUpdate(update);
    },
    aside: (update, reason) =>
      notices.updateAside({ updateId: update.update_id, personId: personOf(update), reason }),
    redraw: staleTap,
    slots: { payments: 4, others: 12 },
    leases: { payment: config.limits.paymentLeaseMs, other: config.limits.inboxLeaseMs },
  });
  const sender = new Sender({
    ...common,
    telegram: telegramMessages(telegram.forSender),
    render: createRenderer({ services, texts, ...services.customers.asReader(base.shop.ownerIds) }),
    leaseMs: config.limits.inboxLeaseMs,
    onSent: (message) => noteDelivery(base, message),
    onBlocked: (chatId) => services.customers.markBlocked(chatId),
    onFailed: ({ id, kind }, reason) => notices.messageFailed({ what: kind, messageId: id ?? 0, reason }),
  });
  const reader = readerOf(base, {
    leaseMs: config.limits.pollerLeaseMs,
    stored: () => inbox.wake(),
    alerted: () => wakes.sender(),
    fatal,
  });
  return { inbox, sender, reader };
}

/** The web pages of this process, if it has that role. */
function serveWeb({ base, services, inbox, ...parts }: Running): void {
  const { web, webhook, shop, work, clock, log } = base;
  if (!web) return;
  const routes = subscriptionRoutes({ ...base, delivery: services.delivery, qrPng });
  routes.route('/', readinessRoutes(readinessOf({ base, services, inbox, ...parts })));
  if (webhook) {
    const needs = { work, clock, botId: shop.botId, emergency: emergencyOf(base) };
    const store = storeFromWebhook({ ...needs, onStored: () => inbox.wake() });
    routes.route('/', webhookRoutes({ ...webhook, store, log }));
  }
  web.serve(routes);
}

/** Who sent it; in a private chat the chat has the person's id. null = not from a person alone with the bot. */
function personOf({ message, callback_query: query, pre_checkout_query: checkout }: Update): number | null {
  if (message) return message.chat.type === 'private' ? message.chat.id : null;
  return (query ?? checkout)?.from.id ?? null;
}

/** The message that it is, or whose button was pressed: nothing newer was known to the person then. */
const messageOf = ({ message, callback_query: query }: Update): number | null =>
  (message ?? query?.message)?.message_id ?? null;

function shopApp(options: AppOptions, base: Foundation): App {
  const { config } = options;
  const wakes = new LateWakes();
  const built = servicesOf(config, base, wakes);
  const { services } = built;
  const entrance = entranceOf(options, { base, services, wakes });
  const { inbox, sender } = entrance;
  const jobs = new Jobs({
    ...base,
    holder: HOLDER,
    services,
    sweepMs: config.limits.sweepMs,
    ledgerSeconds: config.limits.ledgerSeconds,
    healthCheckSeconds: config.xui.healthCheckSeconds,
    lifecycleSeconds: config.lifecycle.seconds,
    remindSeconds: config.lifecycle.remindSeconds,
    wakeWithSweep: [inbox, sender],
    prune: () => pruneAll(base, services, inbox),
  });
  const parts = { config, base, ...built, jobs, ears: [], ...entrance };
  wakes.connect(wakesOf(parts), inbox);
  serveWeb(parts);
  serveMetrics(parts);
  return {
    services,
    shop: base.shop,
    webUrl: base.web?.url ?? null,
    start: () => startApp(parts),
    stop: () => stopApp(parts),
  };
}
