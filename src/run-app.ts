import { sql } from '@mikro-orm/core';
import type { Inbox } from './bot/inbox/inbox.ts';
import { INBOX_CHANNEL } from './bot/inbox/store-from-webhook.ts';
import { webhookNotes } from './bot/inbox/webhook-notes.ts';
import { registerCommands } from './bot/register-commands.ts';
import type { Sender } from './bot/sender/sender.ts';
import type { Config } from './config.ts';
import { databaseTime } from './db/database-time.ts';
import type { Foundation } from './foundation.ts';
import { clearTurns } from './jobs/chore-statements.ts';
import type { Jobs } from './jobs/jobs.ts';
import { heardWake, WAKES_CHANNEL, WakeLine } from './jobs/wake-line.ts';
import { days, later, type Period } from './model/values/period.ts';
import type { AnswerReader } from './panel/answer-reader.ts';
import { parseInvoicePayload } from './services/checkout/invoice-payload.ts';
import type { QualityAdvice } from './services/delivery/quality-advice.ts';
import { ShopGauges } from './services/figures/shop-gauges.ts';
import type { LaneRunner } from './services/lanes/lane-runner.ts';
import { clearLaneLeases } from './services/lanes/lane-statements.ts';
import { LaneWatch } from './services/lanes/lane-watch.ts';
import type { Wakes } from './services/ports/wakes.ts';
import type { Services } from './services/services.ts';
import type { UpkeepNeeds } from './services/upkeep/needs.ts';
import type { SweepNeeds } from './services/upkeep/sweeps-of.ts';
import { UpkeepService } from './services/upkeep/upkeep-service.ts';
import { systemClock } from './system/clock.ts';
import { openDoctorDoor } from './web/doctor-door.ts';
import { metricsRoutes } from './web/metrics-routes.ts';
import { type ReadinessNeeds, readinessRoutes } from './web/readiness-routes.ts';
import type { Idle } from './web/sandbox-control.ts';

/** Sees to it that updates come in: by polling, or by telling Telegram where to bring them. */
export type Reader = { start(): void; stop(): Promise<void>; clearLease(): Promise<void> };

/** The parts of a shop that run. */
export type Running = {
  config: Config;
  base: Foundation;
  services: Services;
  lanes: LaneRunner;
  answers: AnswerReader;
  advice: QualityAdvice;
  jobs: Jobs;
  inbox: Inbox;
  sender: Sender;
  reader: Reader;
  /** Hear of what other processes have for this one; where there is nothing to hear, none. */
  readonly ears: { close(): Promise<void> }[];
  /** Where `npm run doctor` asks a shop on the embedded database. */
  door?: { close(): Promise<void> };
};

/** Services are built before what they wake: the wakes come last, and one before that is left to the sweep. */
export class LateWakes implements Wakes {
  private target: Wakes | null = null;
  private entrance: { wake(): void } | null = null;

  connect(target: Wakes, inbox: { wake(): void }): void {
    this.target = target;
    this.entrance = inbox;
  }

  inbox(): void {
    this.entrance?.wake();
  }

  orderPaid(orderId: string): void {
    this.target?.orderPaid(orderId);
  }

  lane(serverId: number): void {
    this.target?.lane(serverId);
  }

  sender(): void {
    this.target?.sender();
  }

  refunds(): void {
    this.target?.refunds();
  }
}

/** The stages with the doctor, who has done by them what he does not know himself. */
export function withUpkeep(
  known: Omit<Services, 'upkeep'>,
  needs: Pick<SweepNeeds, keyof UpkeepNeeds | 'stars'>,
  wakes: LateWakes,
): Services {
  const { checkout, provisioning, lifecycle, customers } = known;
  const upkeep = new UpkeepService({
    ...needs,
    readPayload: parseInvoicePayload,
    settleLedger: () => checkout.reconcileStars(),
    refundOrder: (request) => checkout.refundOrder(request),
    refundCharge: (request) => checkout.refundCharge(request),
    meet: (person) => customers.meet(person),
    wakeDueLanes: () => provisioning.wakeDueLanes(),
    runRefunds: () => checkout.runRefunds(),
    releaseHolds: () => checkout.releaseHolds(),
    endOverdue: () => lifecycle.endOverdue(),
    wakeInbox: async () => wakes.inbox(),
  });
  return { ...known, upkeep };
}

const KEEP_JOBS = days(1);
/** A moment after an order counts as slow; what this misses the sweep does. */
const REASSURE_MS = 20_500;

/** Wakes do the work here where this process is a worker, and reach the workers where it is none. */
export function wakesOf(parts: Running): Wakes {
  const { config, base, jobs } = parts;
  const nearest = config.roles.has('worker') ? ownWakes(parts) : new WakeLine(base);
  return {
    orderPaid: (orderId) => {
      jobs.wakeOrder(orderId).catch((error: unknown) => base.log.warn('wake.lost', { error }));
      nearest.orderPaid(orderId);
    },
    lane: (serverId) => nearest.lane(serverId),
    sender: () => nearest.sender(),
    refunds: () => nearest.refunds(),
  };
}

function ownWakes({ base, services, lanes, sender }: Running): Wakes {
  const lost = (error: unknown) => base.log.warn('wake.lost', { error });
  return {
    orderPaid: (orderId) => {
      services.provisioning.wakeLanesOf(orderId).catch(lost);
      setTimeout(() => void services.provisioning.reassureWaiting().catch(lost), REASSURE_MS).unref();
    },
    lane: (serverId) => void lanes.wake(serverId).catch(lost),
    sender: () => sender.wake(),
    refunds: () => void services.checkout.runRefunds().catch(lost),
  };
}

/** What other processes ask of this worker, and what it takes over from dead ones. */
function hearOthers(parts: Running): void {
  const { base, services, lanes } = parts;
  const own = ownWakes(parts);
  const everything = () => {
    services.provisioning.wakeDueLanes().catch((error: unknown) => base.log.warn('wake.lost', { error }));
    own.refunds();
    own.sender();
  };
  const ears = base.database.listen?.(WAKES_CHANNEL, (word) => (word ? heardWake(word, own) : everything()));
  if (!ears) return; // the embedded database has no other process
  const watch = new LaneWatch({ ...base, lanes });
  watch.start();
  parts.ears.push(ears, { close: async () => watch.stop() });
}

/** Takes up the work of this process's roles. */
export async function startApp(parts: Running): Promise<void> {
  const { config, base, jobs, inbox, sender, reader } = parts;
  if (base.database.kind === 'embedded') await forgetDeadWorkers(parts);
  base.link?.serve({ moveClock: (offsetMs) => moveClock(parts, offsetMs), idle: () => idleness(parts) });
  if (base.database.kind === 'embedded') parts.door = await openDoor(parts);
  if (config.roles.has('worker')) {
    sender.start();
    await jobs.start();
    hearOthers(parts);
  }
  if (!config.roles.has('bot')) return;
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

async function registerMenus({ base, services }: Running): Promise<void> {
  const { telegram, texts, log } = base;
  await registerCommands({ api: telegram.forSender, texts, log }, await services.staff.staff());
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

/** Throws away what is long done. */
export async function pruneAll(base: Foundation, inbox: Inbox): Promise<void> {
  await inbox.prune(base.clock.now());
  await base.jobClock.prune(later(systemClock.now(), -KEEP_JOBS as Period)); // jobs bear the time of their processes
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
async function moveClock({ base, jobs, inbox, sender }: Running, offsetMs: number): Promise<void> {
  base.clockOffset?.move(offsetMs);
  // Twice: what the first round makes due, a refund behind a released hold, is done in the second.
  for (let round = 0; round < 2; round++) await jobs.runDue();
  inbox.wake();
  sender.wake();
}

async function idleness({ services, lanes, inbox, sender }: Running): Promise<Idle> {
  const [due, open, outgoing] = [
    await services.provisioning.dueUnits(),
    await inbox.idle(),
    await sender.idle(),
  ];
  const out = outgoing.messages + outgoing.cards;
  const idle = due === 0 && open === 0 && out === 0 && lanes.busy === 0;
  return { idle, due, inbox: open, outgoing: out, lanes: lanes.busy };
}
