import { LockMode } from '@mikro-orm/core';
import { ok, type Result, refuse } from '../../model/result.ts';
import { Server } from '../../model/server.ts';
import type { DriftPolicy } from '../../model/server-columns.ts';
import { treatEdits } from '../../model/server-drift.ts';
import { audit } from '../messages/audit.ts';
import { PanelFault } from '../ports/panel.ts';
import { PaymentFault } from '../ports/payment-provider.ts';
import { type Audit, auditShop, brokenPromises } from './audit.ts';
import { lookAtPanel } from './look-at-panel.ts';
import { mendCounters, reportBooks } from './mend-books.ts';
import { bury, type Mended, putBackAll } from './mend-drift.ts';
import { noteMending } from './note-mending.ts';
import { type DriftView, type Orphan, orphansOf } from './orphans.ts';
import { mendPanels } from './panel-sweep.ts';
import { type SweepName, type SweepResult, tally } from './sweep.ts';
import { type SweepNeeds, sweepsOf } from './sweeps-of.ts';
import { type Tidied, tidyUp } from './tidy-up.ts';

/** What an examination of the whole shop showed; `isWell` = nothing is wrong or left. */
export type Examination = { sweeps: readonly SweepResult[]; audit: Audit; isWell: boolean };

/** `look` = after so many sweeps of so many, the name of the next. */
type Progress = (done: { done: number; of: number; next: SweepName }) => Promise<unknown>;
type ServerAct = { serverId: number; actorId: number };
type NotDone = { code: 'server-not-found' } | { code: 'panel-unusable'; kind: string };

/** Holds the shop against its promises and its panels, and mends what can be mended. Every call may be made again. */
export class UpkeepService {
  private readonly needs: SweepNeeds;
  /** In the order in which they run; each may be run alone. */
  readonly sweeps: ReturnType<typeof sweepsOf>;

  constructor(needs: SweepNeeds) {
    this.needs = needs;
    this.sweeps = sweepsOf(needs);
  }

  /** Runs every sweep and the audit. `fix` = mends too. One that cannot look counts as failed, and the others go on. */
  async examine({
    fix,
    progress = async () => {},
    actorId,
  }: {
    fix: boolean;
    progress?: Progress;
    /** Who of the staff has it mended; left out = nobody in the chat. */
    actorId?: number;
  }): Promise<Examination> {
    const results: SweepResult[] = [];
    for (const [done, sweep] of this.sweeps.entries()) {
      await progress({ done, of: this.sweeps.length, next: sweep.name });
      const result = await this.runOne(sweep, fix);
      tally(result.name, result);
      results.push(result);
    }
    const found = await this.audit();
    const isWell = brokenPromises(found) === 0 && results.every(({ found: all, fixed }) => all === fixed);
    if (fix && actorId !== undefined) await noteMending(this.needs, actorId, results);
    this.needs.log.info('shop.examined', {
      fix,
      isWell,
      found: results.reduce((sum, { found: all }) => sum + all, 0),
    });
    return { sweeps: results, audit: found, isWell };
  }

  /** What the database says of the promises; asks no panel. */
  audit(): Promise<Audit> {
    return auditShop(this.needs.work.read(), this.needs.clock.now());
  }

  /** Chore: compares every panel with what was sold there and mends what may be mended unasked. */
  async comparePanels(): Promise<Mended> {
    const mended = await mendPanels(this.needs, { closely: false });
    const { fixed, left } = mended;
    tally('panel-drift', { found: fixed + left, fixed, failed: left });
    return mended;
  }

  /** Chore: counts the seats anew. Answers how many counters were wrong. */
  async recount(): Promise<number> {
    const wrong = await mendCounters(this.needs);
    tally('capacity', { found: wrong, fixed: wrong, failed: 0 });
    return wrong;
  }

  /** Chore: gives back the seats of orders that are over, removes inbounds of nobody, forgets old news. */
  tidy(): Promise<Tidied> {
    return tidyUp(this.needs);
  }

  /** Chore, and at every start: the staff is told when the books break a promise. Answers how many are broken. */
  async checkBooks(): Promise<number> {
    const found = await this.audit();
    const broken = brokenPromises(found);
    tally('promises', { found: broken, fixed: 0, failed: broken });
    if (broken > 0) await reportBooks(this.needs, found, broken);
    return broken;
  }

  /** Clients on a panel under our name that nobody knows. */
  orphans(serverId: number): Promise<Orphan[]> {
    return orphansOf(this.needs.work.read(), serverId, this.needs.clock.now());
  }

  /** How a server's panel differs, as the last comparison left it; null = there is no such server. */
  async driftView(serverId: number): Promise<DriftView | null> {
    const em = this.needs.work.read();
    const server = await em.findOne(Server, { id: serverId, retiredAt: null });
    if (!server) return null;
    const { name, driftPolicy: policy, missingClients: missing } = server;
    const orphans = await orphansOf(em, serverId, this.needs.clock.now());
    return { serverId, server: name, policy, missing, orphans };
  }

  /** The staff's word: what is missing on a panel is put back, all of it; `signal` aborted = too late, nothing is. */
  async putAllBack({
    serverId,
    actorId,
    signal,
  }: ServerAct & { signal?: AbortSignal }): Promise<Result<{ clients: number }, NotDone>> {
    const known = await this.needs.work.read().findOne(Server, { id: serverId, retiredAt: null });
    if (!known) return refuse({ code: 'server-not-found' });
    const { drift, fault } = await lookAtPanel(this.needs, known, { closely: false });
    if (drift === null || signal?.aborted)
      return refuse({ code: 'panel-unusable', kind: fault?.kind ?? 'ambiguous' });
    const now = this.needs.clock.now();
    const clients = await this.needs.work.do(async (em) => {
      const server = await em.findOneOrFail(Server, serverId, { lockMode: LockMode.PESSIMISTIC_WRITE });
      const put = await putBackAll(this.needs, em, { server, drift });
      audit(
        em,
        { actorId, action: 'server.put-back', target: `server:${serverId}`, after: { clients: put } },
        now,
      );
      await em.flush();
      return put;
    });
    this.needs.wakes.lane(serverId);
    return ok({ clients });
  }

  /** What is done about edits on this panel from now on. The same a second time changes nothing. */
  setDriftPolicy({
    serverId,
    actorId,
    policy,
  }: ServerAct & { policy: DriftPolicy }): Promise<
    Result<{ policy: DriftPolicy }, { code: 'server-not-found' }>
  > {
    const now = this.needs.clock.now();
    return this.needs.work.run(async (em) => {
      const server = await em.findOne(
        Server,
        { id: serverId, retiredAt: null },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      if (!server) return refuse({ code: 'server-not-found' });
      if (server.driftPolicy === policy) return ok({ policy });
      const [before, after] = [{ policy: server.driftPolicy }, { policy }];
      treatEdits(server, policy);
      audit(em, { actorId, action: 'server.edits', target: `server:${serverId}`, before, after }, now);
      await em.flush();
      return ok({ policy });
    });
  }

  /** The staff's word: clients that nobody knows for a day are removed from their panel. Younger ones stay. */
  async removeOrphans({ serverId, actorId }: ServerAct): Promise<{ removed: number }> {
    const now = this.needs.clock.now();
    const removed = await this.needs.work.do(async (em) => {
      const old = (await orphansOf(em, serverId, now)).filter(({ isOld }) => isOld);
      const emails = old.map(({ email }) => email);
      await bury(this.needs, em, { serverId, emails });
      const after = { clients: emails.length };
      audit(em, { actorId, action: 'server.remove-orphans', target: `server:${serverId}`, after }, now);
      await em.flush();
      return emails.length;
    });
    this.needs.wakes.lane(serverId);
    return { removed };
  }

  private async runOne(sweep: ReturnType<typeof sweepsOf>[number], fix: boolean): Promise<SweepResult> {
    try {
      return await sweep.run(fix);
    } catch (error) {
      this.needs.log.warn('sweep.failed', { sweep: sweep.name, error });
      return { name: sweep.name, found: 1, fixed: 0, failed: 1, details: [faultWords(error)] };
    }
  }
}

/** Only words that are known to hold no secret; what else went wrong stands in the log. */
const faultWords = (fault: unknown): string =>
  fault instanceof PanelFault || fault instanceof PaymentFault
    ? `it could not look: ${fault.message}`
    : 'it could not look: the log says why';
