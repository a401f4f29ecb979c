import { defineEntity, p } from '@mikro-orm/core';
import type { AlertSettings } from './alert-settings.ts';
import { instant } from './columns.ts';
import { bestTarget, type ProvisionTarget } from './provision-target.ts';
import {
  healthColumns,
  ownInboundColumns,
  panelColumns,
  type ServerHealth,
  serverChecks,
  tallyColumns,
} from './server-columns.ts';
import type { SeenPanel, ServerSettings } from './server-facts.ts';
import {
  type HealthChange,
  type HealthEvidence,
  type HealthFinding,
  healthBySpeed,
  isWorse,
  milder,
  probeWait,
  SLOW_LOOKS,
  TOLERATED_SILENCES,
} from './server-health.ts';
import { type InboundsFound, metricsOf, type ServerTally, type SyncTarget } from './server-tally.ts';
import { between, later } from './values/period.ts';

/** A slow server still delivers; one that refuses the login, hangs or does not answer would not. */
export const SELLING_HEALTH: readonly ServerHealth[] = ['healthy', 'warning'];

const ServerSchema = defineEntity({
  name: 'Server',
  tableName: 'servers',
  properties: {
    id: p.integer().primary(),
    name: p.string(),
    /** ISO 3166 two letters; null = not told. */
    country: p.string().length(2).strictNullable(),
    ...panelColumns,
    ...healthColumns,
    autoProvisioning: p.boolean().default(true),
    /** Seats of every inbound that has no capacity of its own; null = unlimited. */
    maxClientsPerInbound: p.integer().strictNullable(),
    ...ownInboundColumns,
    ...tallyColumns,
    alertSettings: p.json<AlertSettings>().strictNullable(),
    createdAt: instant(),
    /** When an admin deleted it: the row stays for what was sold on it, and for nothing else; null = it is in use. */
    retiredAt: instant().strictNullable(),
  },
  checks: serverChecks,
});

/** One machine with a 3x-ui panel on it. It has no seats of its own: its inbounds have. */
export class Server extends ServerSchema.class {
  /** Its panel would answer and let the shop work. */
  isSelling(): boolean {
    return SELLING_HEALTH.includes(this.healthStatus);
  }

  /** A server takes new clients when the shop may use it and its panel would answer. */
  canProvision(): boolean {
    return this.autoProvisioning && this.isSelling();
  }

  /** The inbound that should get the next `quantity` clients; null when all are full or closed. */
  getBestInboundForProvisioning<Target extends ProvisionTarget>(
    inbounds: readonly Target[],
    quantity = 1,
  ): Target | null {
    return this.canProvision() ? bestTarget(inbounds, quantity) : null;
  }

  /** The server's default if it takes `quantity` more, else the one that is best; null when none does. */
  getDefaultInbound<Target extends ProvisionTarget>(
    inbounds: readonly Target[],
    quantity = 1,
  ): Target | null {
    const preset = inbounds.find((each) => each.isDefault && each.canProvision(quantity));
    return preset ?? this.getBestInboundForProvisioning(inbounds, quantity);
  }

  /**
   * Takes one look at the panel and says what it changed; null = nothing. A refusal counts at once, a silence the third
   * time in a row, slowness too; to get better after slowness the answer must be clearly faster.
   */
  checkHealth(probe: HealthEvidence, at: Date): HealthChange | null {
    const from = this.healthStatus;
    const [wasSelling, since] = [this.isSelling(), this.healthSince ?? this.createdAt];
    this.take(probe, at);
    if (this.healthStatus === from) return null;
    if (wasSelling || this.isSelling()) this.healthSince = at;
    return { from, to: this.healthStatus, reason: this.healthReason, lasted: between(since, at) };
  }

  /** Matches what the panel lists with the rows, by the panel's own number. Rows stay: clients may hang on them. */
  syncInbounds<Seen extends { remoteId: number }, Target extends SyncTarget<Seen>>(
    { rows, seen }: { rows: readonly Target[]; seen: readonly Seen[] },
    at: Date,
  ): InboundsFound<Seen, Target> {
    const found = new Map(seen.map((each) => [each.remoteId, each]));
    const known = new Set(rows.map((row) => row.remoteId));
    const there = (row: Target) => found.get(row.remoteId);
    return {
      created: [...found.values()].filter((each) => !known.has(each.remoteId)),
      changed: rows.filter((row) => {
        const remote = there(row);
        return remote !== undefined && row.syncWithRemote(remote, at);
      }),
      missing: rows.filter((row) => !there(row) && row.markMissing()),
    };
  }

  /** Takes over what its rows add up to: counters are never counted by hand. */
  updateStatistics(tally: ServerTally, at: Date): void {
    this.totalClients = tally.totalClients;
    this.activeClients = tally.activeClients;
    this.totalTraffic = tally.totalTraffic;
    this.performanceMetrics = metricsOf(tally, at);
  }

  /** The panel answered as it should: in sale again. */
  markReachable(at: Date): void {
    this.healthStatus = 'healthy';
    this.healthReason = null;
    this.probeDueAt = null;
    this.failedProbes = 0;
    this.lastConnectedAt = at;
    this.forgetLeaning();
  }

  /** The panel did not answer, once more in a row. */
  countSilence(): void {
    this.failedProbes += 1;
  }

  /** Out of sale until a probe says otherwise; `probeAt` = when to look again. */
  markUnusable(finding: HealthFinding, probeAt: Date): void {
    // Silences that led here are no probes: the waits between probes begin with the shortest.
    this.failedProbes = this.isSelling() ? 1 : this.failedProbes + 1;
    this.healthStatus = finding.health;
    this.healthReason = finding.reason;
    this.probeDueAt = probeAt;
    this.forgetLeaning();
  }

  private take(probe: HealthEvidence, at: Date): void {
    const isTolerated = this.isSelling() && this.failedProbes < TOLERATED_SILENCES;
    const health = probe.outcome === 'refused' ? 'critical' : 'offline';
    if (probe.outcome === 'answered') this.takeSpeed(probe.ms, at);
    else if (probe.outcome === 'silent' && isTolerated) this.countSilence();
    else this.fail({ health, reason: probe.reason }, at);
  }

  private takeSpeed(ms: number, at: Date): void {
    const health = this.leanTo(healthBySpeed(ms, this.healthStatus));
    this.lastConnectedAt = at;
    if (health !== null) this.become({ health, reason: `the panel answers in ${ms} ms` }, at);
  }

  /** What it is from now on; null = it stays what it is, though this look speaks for worse. */
  private leanTo(found: ServerHealth): ServerHealth | null {
    if (!isWorse(found, this.healthStatus)) return found;
    this.failedProbes = 0;
    this.healthLeaning = milder(this.healthLeaning, found);
    this.healthLooks += 1;
    return this.healthLooks < SLOW_LOOKS ? null : this.healthLeaning;
  }

  private become(finding: HealthFinding, at: Date): void {
    if (!SELLING_HEALTH.includes(finding.health)) {
      this.fail(finding, at);
      return;
    }
    this.markReachable(at);
    this.healthStatus = finding.health;
    this.healthReason = finding.health === 'healthy' ? null : finding.reason;
  }

  private fail(finding: HealthFinding, at: Date): void {
    this.markUnusable(finding, later(at, probeWait(this.isSelling() ? 0 : this.failedProbes)));
  }

  private forgetLeaning(): void {
    this.healthLeaning = null;
    this.healthLooks = 0;
  }

  /** What an admin set; every value was checked where it was typed. */
  amend(change: Partial<ServerSettings>): void {
    Object.assign(this, change);
  }

  /** The panel lets the shop in with these credentials, sealed for this row. */
  enterWith(panelCredentials: string): void {
    this.panelCredentials = panelCredentials;
  }

  /** The panel is reached through this proxy: sealed for this row, and as it is shown. null = straight. */
  reachThrough(proxy: { sealed: string; host: string } | null): void {
    this.panelProxy = proxy?.sealed ?? null;
    this.panelProxyHost = proxy?.host ?? null;
  }

  /** Nothing the shop does may make a client run out here: that would cut off everybody else (SPEC 246). */
  cutsNeighbours(): boolean {
    return this.panelRestartsCore !== false;
  }

  /** So many clients on its panel are not the shop's. */
  noteStrangers(count: number): void {
    this.strangers = count;
  }

  /** When its lane tries whether it takes clients again; null = not now. */
  testAt(at: Date | null): void {
    this.selfTestDueAt = at;
  }

  /** It took a client again. */
  markClean(): void {
    this.poisonedAt = null;
  }

  /** What the panel says it is by now. */
  recognise(seen: SeenPanel, at: Date): void {
    this.identifiedAt = at;
    this.panelGuid ??= seen.guid;
    this.panelRestartsCore = seen.restartsCoreOnDisable;
    this.panelVersion = seen.version;
    this.panelGeneration = seen.generation;
    this.panelHasBulk = seen.hasBulk;
    this.panelRepeatsSafely = seen.repeatsSafely;
  }

  /** The end: nothing is sold, asked or sent there any more, and its panel may be added anew as another server. */
  retire(at: Date): void {
    this.retiredAt = at;
    this.autoProvisioning = false;
    this.healthStatus = 'offline';
    this.healthReason = null;
    this.probeDueAt = null;
    this.panelUrl = `retired:${this.id}:${this.panelUrl}`.slice(0, 500);
    this.panelGuid = null;
    this.panelCredentials = '';
    this.reachThrough(null);
  }
}

ServerSchema.setClass(Server);
