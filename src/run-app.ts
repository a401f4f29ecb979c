import { sql } from '@mikro-orm/core';
import { takeOverOldBot } from './app-other-bot.ts';
import type { Running } from './app-parts.ts';
import { hearOthers } from './app-wakes.ts';
import type { Inbox } from './bot/inbox/inbox.ts';
import { INBOX_CHANNEL } from './bot/inbox/store-from-webhook.ts';
import { webhookNotes } from './bot/inbox/webhook-notes.ts';
import { registerCommands, setMenu } from './bot/register-commands.ts';
import { databaseTime } from './db/database-time.ts';
import type { Foundation } from './foundation.ts';
import { clearTurns } from './jobs/chore-statements.ts';
import { days, later, type Period } from './model/values/period.ts';
import { ShopGauges } from './services/figures/shop-gauges.ts';
import { clearLaneLeases } from './services/lanes/lane-statements.ts';
import type { Services } from './services/services.ts';
import { systemClock } from './system/clock.ts';
import { openDoctorDoor } from './web/doctor-door.ts';
import { metricsRoutes } from './web/metrics-routes.ts';
import { type ReadinessNeeds, readinessRoutes } from './web/readiness-routes.ts';
import type { Idle } from './web/sandbox-control.ts';

const KEEP_JOBS = days(1);

/** Takes up the work of this process's roles. */
export async function startApp(parts: Running): Promise<void> {
  const { config, base, jobs, sender } = parts;
  if (base.database.kind === 'embedded') await forgetDeadWorkers(parts);
  base.link?.serve({ moveClock: (offsetMs) => moveClock(parts, offsetMs), idle: () => idleness(parts) });
  if (base.database.kind === 'embedded') parts.door = await openDoor(parts);
  if (config.roles.has('bot')) listenToTelegram(parts);
  if (!config.roles.has('worker')) return;
  await takeOverOldBot(parts);
  sender.start();
  hearOthers(parts);
  await jobs.start(); // looks at every panel: nobody who taps or pays waits for that
  void checkBooks(parts);
}

function listenToTelegram(parts: Running): void {
  const { base, inbox, reader } = parts;
  inbox.start();
  // Where another process takes the webhook, it says so: nobody waits for the inbox to look by itself.
  const ears = base.webhook && base.database.listen?.(INBOX_CHANNEL, () => inbox.wake());
  if (ears) parts.ears.push(ears);
  reader.start();
  void registerMenus(parts).catch((error: unknown) => base.log.warn('commands.not-registered', { error }));
}

function openDoor({ config, base, services }: Running): Promise<{ close(): Promise<void> }> {
  const { dataDir } = config.database;
  return openDoctorDoor({
    dataDir,
    token: base.ids.token(),
    examine: (order) => services.upkeep.examine(order),
  });
}

/** Whatever happened while nothing ran: the staff hears of broken promises now, and nobody waits for it. */
async function checkBooks({ base, services }: Running): Promise<void> {
  try {
    base.log.info('books.checked', { broken: await services.upkeep.checkBooks() });
  } catch (error) {
    base.log.warn('books.not-checked', { error });
  }
}

async function registerMenus({ base, services }: Running): Promise<void> {
  const { telegram, texts, log } = base;
  const needs = { api: telegram.forSender, texts, log };
  await registerCommands(needs, await services.staff.staff());
  for (const customerId of await services.staff.formerStaff())
    await setMenu(needs, { customerId, role: 'customer' });
}

/** Intake first, then what runs, then what everything stands on. */
export async function stopApp(parts: Running): Promise<void> {
  const { base, jobs, lanes, answers, advice, inbox, sender, reader, ears } = parts;
  await reader.stop();
  await Promise.all(ears.map((each) => each.close()));
  await parts.door?.close();
  await Promise.all([inbox.stop(), jobs.stop(), lanes.stop()]); // 10 s at most, as the sender's own
  await advice.stop();
  await sender.stop();
  await answers.close();
  await Promise.all([base.web?.close(), base.metrics?.close(), base.link?.close()]);
  base.metrics?.figures.close();
  await base.database.close();
}

/** What `/readyz` asks of this process: its roles decide which parts have to run. */
export function readinessOf({ config, base, inbox, sender }: Running): ReadinessNeeds {
  const { roles } = config;
  return {
    databaseTime: () => databaseTime(base.work),
    processTime: () => systemClock.now(),
    parts: {
      ...(roles.has('bot') && { inbox: () => inbox.isRunning }),
      ...(roles.has('worker') && { sender: () => sender.isRunning }),
    },
    ...(base.webhook && { notes: () => webhookNotes(base.work.read(), base.shop.botId) }),
  };
}

/** What monitoring asks of a process of any role, where it may. */
export function serveMetrics(parts: Running): void {
  const { metrics, log } = parts.base;
  if (!metrics) return;
  const gauges = new ShopGauges({ ...parts.base, machineClock: systemClock });
  const { figures } = metrics;
  const text = async () => figures.text(await gauges.read());
  const routes = metricsRoutes({ text, contentType: figures.contentType, log });
  metrics.serve(routes.route('/', readinessRoutes(readinessOf(parts))));
  log.info('metrics.opened', { url: metrics.url });
}

/** Throws away what is long done, and adds up what is over. */
export async function pruneAll(base: Foundation, services: Services, inbox: Inbox): Promise<void> {
  await inbox.prune(base.clock.now());
  await base.jobClock.prune(later(systemClock.now(), -KEEP_JOBS as Period)); // jobs bear the time of their processes
  await services.fleet.forgetOldLooks();
  await services.lifecycle.forgetOldRuns();
  await services.statistics.settle();
}

/** With the embedded database no other worker can exist: whoever holds a lease is dead. */
async function forgetDeadWorkers({ base, inbox, sender, reader }: Running): Promise<void> {
  const em = base.work.read();
  await inbox.clearLeases();
  await sender.clearLeases();
  await reader.clearLease();
  await clearLaneLeases(em);
  await em.execute(sql`update refunds set lease_until = null`);
  await clearTurns(em);
  await base.jobClock.unlockAll().catch((error: unknown) => base.log.warn('jobs.unlock-failed', { error }));
}

/** The sandbox's clock was moved: what became due is done before the world hears of it. */
async function moveClock({ base, jobs, lanes, inbox, sender }: Running, offsetMs: number): Promise<void> {
  base.clockOffset?.move(offsetMs);
  // Twice: what the first round makes due, a refund behind a released hold, is done in the second.
  for (let round = 0; round < 2; round++) {
    await jobs.runDue();
    await lanes.settled();
  }
  inbox.wake();
  sender.wake();
}

async function idleness({ services, lanes, jobs, inbox, sender }: Running): Promise<Idle> {
  const [due, open, outgoing] = [
    await services.provisioning.dueUnits(),
    await inbox.idle(),
    await sender.idle(),
  ];
  const out = outgoing.messages + outgoing.cards;
  const idle = due === 0 && open === 0 && out === 0 && lanes.busy === 0 && jobs.busy === 0;
  return { idle, due, inbox: open, outgoing: out, lanes: lanes.busy };
}
