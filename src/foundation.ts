import { hostname } from 'node:os';
import { join } from 'node:path';
import { Api } from 'grammy';
import { budgetTransformer, HANDLER_PATIENCE, SENDER_PATIENCE } from './bot/sender/budget-transformer.ts';
import { RateBudget } from './bot/sender/rate-budget.ts';
import { textsIn } from './bot/texts.ts';
import { whoAmI } from './bot/who-am-i.ts';
import type { Config } from './config.ts';
import { type Database, openEmbedded, openServer } from './db/open-database.ts';
import { OrmUnitOfWork } from './db/orm-unit-of-work.ts';
import { claimDatabase } from './db/shop-mark.ts';
import { openJobClock } from './jobs/open-job-clock.ts';
import type { AppKeys } from './model/values/app-keys.ts';
import { hours, milliseconds } from './model/values/period.ts';
import { GAUGES } from './services/figures/gauges.ts';
import type { Clock } from './services/ports/clock.ts';
import type { Logger } from './services/ports/logger.ts';
import type { Shop } from './services/ports/shop.ts';
import { OffsetClock, systemClock } from './system/clock.ts';
import { randomIds } from './system/ids.ts';
import { Prometheus } from './system/prometheus.ts';
import { aesVault, loadOrMakeKeys } from './system/vault.ts';
import { webhookSecrets } from './system/webhook-secret.ts';
import { lateRoutes } from './web/late-routes.ts';
import { startWebServer } from './web/web-server.ts';
import { linkToWorld } from './web/world-link.ts';

/** How a process of the shop is started. */
export type AppOptions = {
  config: Config;
  log: Logger;
  /** This process cannot go on, in words for the operator. */
  fatal: (message: string) => void;
  /** A database of another version is refused, not brought up to date: whoever asks only looks. */
  asIs?: boolean;
};

/** All that had to be asked of the outside before the parts of the shop can be put together. */
export type Foundation = Awaited<ReturnType<typeof openOn>>;

const CALL_SECONDS = 20;

/** This process among all that work on one database. */
export const HOLDER = `${hostname()}:${process.pid}:${randomIds.nonce()}`;

/**
 * Opens the database and brings it up to date, then everything else. Throws what the database and listening throw,
 * and in words for the operator where the configuration meets the world and does not fit; nothing stays open then.
 */
export async function layFoundation(options: AppOptions): Promise<Foundation> {
  const database = await openDatabase(options.config);
  try {
    return await openOn(database, options);
  } catch (fault) {
    await database.close();
    throw fault;
  }
}

function openDatabase({ database }: Config): Promise<Database> {
  return database.url ? openServer(database.url.reveal()) : openEmbedded(database.dataDir);
}

async function openOn(database: Database, { config, log, asIs = false }: AppOptions) {
  const migrated = asIs ? await refuseOld(database) : await database.migrator.up();
  const work = new OrmUnitOfWork(() => database.em(), { outcomes: database.kind === 'server' });
  const { clock, clockOffset, link } = await clockOf(config);
  const kind = config.sandbox ? 'sandbox' : 'live';
  const shop4 = await claimDatabase(work, { kind, shop4: randomIds.unitId().slice(0, 4), now: clock.now() });
  const keys = config.keys ?? loadOrMakeKeys(config.database.dataDir);
  const vault = aesVault(keys);
  const web = config.roles.has('web') ? await openWeb(config.web) : null;
  const metrics = await openMetrics(config);
  const token = config.botToken?.reveal() ?? '';
  const shop = shopOf(config, { shop4, token, webUrl: web?.url ?? null });
  const budget = new RateBudget({ work, botId: shop.botId, perSecond: config.limits.messagesPerSecond });
  const telegram = await telegramOf({ config, token, log, budget });
  const mongoUri = config.database.mongoUri?.reveal() ?? null;
  const jobClock = await openJobClock({ pool: database.pool, mongoUri, log, name: HOLDER });
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
    metrics,
    telegram,
    jobClock,
    texts,
    webhook: webhookOf(config, keys, shop.botId),
  };
}

async function refuseOld({ migrator }: Database): Promise<readonly string[]> {
  const [first] = await migrator.pending();
  if (first === undefined) return [];
  throw new Error(
    `the database is not up to date (${first} has not run): npm run migrate does that, unless an older version of the shop still runs`,
  );
}

/** Telegram is told the first secret, all are taken; null = this bot polls. */
function webhookOf({ telegram: { webhook } }: Config, keys: AppKeys, botId: number) {
  if (webhook === null) return null;
  const { url, path, secret } = webhook;
  const secrets = secret ? [secret] : webhookSecrets(keys, botId);
  return { url, path, secrets };
}

/** The sandbox's clock can be moved, by the world alone. */
async function clockOf(config: Config) {
  if (!config.sandbox) return { clock: systemClock, clockOffset: null, link: null };
  const link = await linkToWorld(config.telegram.apiRoot);
  const clockOffset = new OffsetClock(link.offsetMs);
  return { clock: clockOffset as Clock, clockOffset, link };
}

async function openWeb({ host, port }: { host: string; port: number }) {
  const routes = lateRoutes();
  const server = await startWebServer({ host, port, app: routes.app });
  return { ...server, serve: routes.serve };
}

/** null = nobody wants to know. */
async function openMetrics({ metrics }: Config) {
  return metrics && { ...(await openWeb(metrics)), figures: new Prometheus(GAUGES) };
}

function shopOf(config: Config, known: { shop4: string; token: string; webUrl: string | null }): Shop {
  const { shop, web, sandbox, lifecycle } = config;
  return {
    name: shop.name,
    botId: Number(known.token.split(':')[0]),
    shop4: known.shop4,
    ownerIds: config.ownerIds,
    currency: shop.currency,
    starRate: shop.starsPerUnit,
    termsVersion: shop.termsVersion,
    termsUrl: shop.termsUrl,
    privacyUrl: shop.privacyUrl,
    supportContact: shop.supportContact,
    reservation: shop.reservation,
    giveBackAfter: hours(config.limits.giveBackAfterHours),
    topUpAmounts: shop.topUpAmounts,
    trials: shop.trials,
    wakingHours: lifecycle.wakingHours,
    timeZone: lifecycle.timeZone,
    autoLifecycle: lifecycle.auto,
    graceDays: lifecycle.graceDays,
    breakerWindow: milliseconds(config.limits.breakerWindowMs),
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
  return {
    token,
    root,
    budget,
    forPolling,
    forSender,
    forHandlers,
    botInfo: await whoAmI(forPolling, of.log),
  };
}
