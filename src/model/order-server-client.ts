import { defineEntity, p } from '@mikro-orm/core';
import { instant } from './columns.ts';
import { lifecycle } from './lifecycle.ts';
import { OrderItem } from './order.ts';
import { ServerClient } from './server-client.ts';
import { ServerInbound } from './server-inbound.ts';
import { placementColumns, problemColumns, qualityColumns, unitChecks } from './unit-columns.ts';
import { between } from './values/period.ts';

export const PROVISION_STATUSES = [
  'reserved',
  'pending',
  'provisioning',
  'completed',
  'failed',
  'cancelled',
] as const;
export type ProvisionStatus = (typeof PROVISION_STATUSES)[number];

export const UNIT_LIFE = lifecycle<ProvisionStatus>('unit', PROVISION_STATUSES, {
  reserved: ['pending', 'cancelled'],
  pending: ['provisioning', 'cancelled'],
  provisioning: ['provisioning', 'completed', 'pending', 'failed'],
  completed: [],
  failed: ['pending', 'cancelled'],
  cancelled: ['pending'],
});

/** One line of a unit's history; holds no secret. `ms` = how long a step took, where one was timed. */
export type ProvisionLogEntry = { ts: string; step: string; result: string; ms?: number };

/** Why the last attempt did not finish: the class of the fault, or a code of our own. */
export type ProvisionProblem = { code: string; text: string };

const LONGEST_LOG = 50;

const OrderServerClientSchema = defineEntity({
  name: 'OrderServerClient',
  tableName: 'order_server_clients',
  properties: {
    /** 64 random bits in base32: it names the client on the panel, so not even a restored database uses it again. */
    id: p.string().length(13).primary(),
    orderItem: () => p.manyToOne(OrderItem),
    /** 1 to the item's quantity. */
    unitNo: p.integer(),
    /** Where the seat is held. */
    inbound: () => p.manyToOne(ServerInbound),
    /** null until the first placement. */
    serverClient: () => p.manyToOne(ServerClient).strictNullable(),
    ...placementColumns,
    provisionStatus: p.enum(PROVISION_STATUSES).default('reserved'),
    ...problemColumns,
    /** Writes begun for the present placement. */
    provisionAttempts: p.integer().default(0),
    provisionStartedAt: instant().strictNullable(),
    provisionCompletedAt: instant().strictNullable(),
    /** What the panel is asked for, secrets apart: they stand on the client's row. */
    provisionConfig: p.json<Record<string, unknown>>().strictNullable(),
    provisionLog: p.json<ProvisionLogEntry[]>().onCreate(() => []),
    /** Of the attempt that succeeded. */
    provisionDurationSeconds: p.float().strictNullable(),
    ...qualityColumns,
    /** When the unit wants work next; null = never, so work that is open always has a date. */
    dueAt: instant().strictNullable(),
    /** When the staff was told that it is late; null = it was not. */
    lateToldAt: instant().strictNullable(),
  },
  uniques: [{ properties: ['orderItem', 'unitNo'] }],
  indexes: [
    { properties: ['inbound', 'dueAt'], where: "provision_status in ('pending', 'provisioning')" },
    { properties: ['serverClient'] },
    { properties: ['orderItem'], where: "provision_status in ('pending', 'provisioning', 'failed')" },
  ],
  checks: unitChecks,
});

/** The bridge row, a unit: one paid client of an order, from the held seat to the tested key. */
export class OrderServerClient extends OrderServerClientSchema.class {
  /**
   * The truth behind `current_clients` of an inbound or a plan: how many units there answer true. Only the end of a
   * delivered client frees a seat; the end of a placement that was abandoned does not.
   */
  holdsSeat(): boolean {
    if (this.provisionStatus === 'completed') return this.serverClient?.status !== 'terminated';
    return this.provisionStatus !== 'cancelled';
  }

  /** Its order is paid: from now on it wants work. */
  markPaid(at: Date): void {
    this.provisionStatus = UNIT_LIFE.move(this.provisionStatus, 'pending');
    this.dueAt = at;
  }

  /** Puts the unit on a panel as `client`, for the first time or in another place: attempts count anew. */
  placeAs(client: ServerClient): void {
    this.placementNo += 1;
    Object.assign(this, { provisionAttempts: 0, attemptsBefore: 0, serverClient: client });
  }

  /** The panel holds it as `client` already, by the name of this placement: the database had forgotten. */
  placedBefore(client: ServerClient, placementNo: number): void {
    this.placementNo = placementNo;
    Object.assign(this, { provisionAttempts: 0, attemptsBefore: 0, serverClient: client });
  }

  /** A write for the present placement begins. */
  markProvisionStarted(at: Date): void {
    this.provisionStatus = UNIT_LIFE.move(this.provisionStatus, 'provisioning');
    this.provisionAttempts += 1;
    this.provisionStartedAt = at;
    this.doubtSince ??= at;
    this.addLogEntry('attempt', `number ${this.provisionAttempts}`, at);
  }

  /** Only after a read-back found on the panel exactly what was sold; a unit that waited may be found there too. */
  markProvisionCompleted(at: Date): void {
    if (this.provisionStatus === 'pending') this.provisionStatus = UNIT_LIFE.move('pending', 'provisioning');
    this.provisionStatus = UNIT_LIFE.move(this.provisionStatus, 'completed');
    this.provisionErrorCode = null;
    this.provisionError = null;
    this.provisionCompletedAt = at;
    this.doubtSince = null;
    if (this.provisionStartedAt) this.provisionDurationSeconds = between(this.provisionStartedAt, at) / 1000;
    this.dueAt = null;
    this.addLogEntry('completed', 'the panel holds what was sold', at);
  }

  /** Nothing certain is known of the attempt: it stays open and is looked at again at `lookAt`. */
  markOutcomeUnknown(problem: ProvisionProblem, lookAt: Date, at: Date): void {
    this.provisionStatus = UNIT_LIFE.move(this.provisionStatus, 'provisioning');
    this.note(problem, at);
    this.dueAt = lookAt;
  }

  /** Nothing may be done for it before `at`, though nothing failed. */
  waitUntil(at: Date): void {
    this.dueAt = at;
  }

  /** `retryAt` null = given up; the seat stays held until the money is back. */
  markProvisionFailed(problem: ProvisionProblem, retryAt: Date | null, at: Date): void {
    if (this.provisionStatus === 'pending' && retryAt === null) this.provisionStatus = 'provisioning';
    if (this.provisionStatus !== 'pending') {
      this.provisionStatus = UNIT_LIFE.move(this.provisionStatus, retryAt ? 'pending' : 'failed');
    }
    this.note(problem, at);
    this.failedAt = retryAt === null ? at : null;
    this.dueAt = retryAt;
  }

  /** What its panel is asked for, without what opens it; where it was moved from stays with it. */
  askFor(config: Record<string, unknown>): void {
    const { movedFrom, movedTo } = this.provisionConfig ?? {};
    this.provisionConfig = movedFrom === undefined ? config : { ...config, movedFrom, movedTo };
  }

  /** The panel refused the write that began last, so nothing of it is open; an older one may be. */
  settleAttempt(): void {
    if (this.doubtSince?.getTime() === this.provisionStartedAt?.getTime()) this.doubtSince = null;
  }

  /** A look found nothing of it, when no write could be at work on the panel any more. */
  settleDoubt(): void {
    this.doubtSince = null;
  }

  /** The present inbound will never take it. */
  refuseInbound(): void {
    this.refusedInbounds = [...(this.refusedInbounds ?? []), this.inbound.id];
  }

  /** Its seat is on another inbound now, and nothing was tried there yet; what was made elsewhere is another's to end. */
  moveTo(inbound: ServerInbound, why: string, at: Date): void {
    const [from, to] = [placeName(this.inbound), placeName(inbound)];
    if (this.provisionStatus !== 'pending')
      this.provisionStatus = UNIT_LIFE.move(this.provisionStatus, 'pending');
    Object.assign(this, { inbound, serverClient: null, provisionAttempts: 0, attemptsBefore: 0 });
    this.provisionConfig = { ...this.provisionConfig, movedFrom: from, movedTo: to };
    this.provisionErrorCode = null;
    this.provisionError = null;
    this.doubtSince = null;
    this.failedAt = null;
    this.movedAt = at;
    this.dueAt = at;
    this.addLogEntry('moved', `from ${from} to ${to}: ${why}`, at);
  }

  /** A unit that was given up, or waits for a later date, is tried at `at`: an admin asks for it, or a server is back. */
  retry(at: Date, why = 'asked for'): void {
    if (this.provisionStatus === 'failed') this.provisionStatus = UNIT_LIFE.move('failed', 'pending');
    const { provisionAttempts: attemptsBefore } = this;
    Object.assign(this, { refusedInbounds: null, failedAt: null, retriedAt: at, attemptsBefore });
    this.dueAt = at;
    this.addLogEntry('retry', why, at);
  }

  /** Of the tries since it was begun or last asked for anew. */
  canRetry(maxAttempts: number): boolean {
    return this.provisionAttempts - this.attemptsBefore < maxAttempts;
  }

  /** `notes` null = nothing was peculiar. */
  passQA(notes: string | null, at: Date): void {
    this.qaPassed = true;
    this.qaNotes = notes ?? 'read back as sold';
    this.qaCompletedAt = at;
  }

  /** What a second look showed, behind what stands there; it is advice and decides nothing. */
  addQANotes(notes: readonly string[]): void {
    this.qaNotes = [this.qaNotes, ...notes].filter(Boolean).join('; ');
  }

  failQA(notes: string, at: Date): void {
    this.qaPassed = false;
    this.qaNotes = notes;
    this.qaCompletedAt = at;
  }

  /** Appends to the history, which keeps its last 50 lines. Secrets have no place in it. */
  addLogEntry(step: string, result: string, at: Date): void {
    this.keepStep({ step, result, at });
  }

  /** The same of a step that was timed. */
  keepStep({ at, ...line }: { step: string; result: string; at: Date; ms?: number }): void {
    this.provisionLog = [...this.provisionLog, { ts: at.toISOString(), ...line }].slice(-LONGEST_LOG);
  }

  /**
   * Ends a unit that will not be delivered. The step itself frees the seat, so it is freed once: a second call
   * has no step to take and throws. `releaseSeats` does the same to a whole order in SQL.
   */
  cancel(): void {
    this.provisionStatus = UNIT_LIFE.move(this.provisionStatus, 'cancelled');
    this.dueAt = null;
    this.inbound.decrementClients();
    this.orderItem.plan.decrementClients();
  }

  private note(problem: ProvisionProblem, at: Date): void {
    this.provisionErrorCode = problem.code;
    this.provisionError = problem.text;
    this.addLogEntry(problem.code, problem.text, at);
  }
}

const placeName = ({ server, remark }: ServerInbound): string => `${server.name}, ${remark}`;

OrderServerClientSchema.setClass(OrderServerClient);
