import { isIP } from 'node:net';
import { InvariantViolation } from '../../model/errors.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { Server } from '../../model/server.ts';
import { ServerPlan } from '../../model/server-plan.ts';
import { audit } from '../messages/audit.ts';
import type { PanelAccess, PanelFaultKind } from '../ports/panel.ts';
import { addServer, knownServer, type NewServer, type PanelKnown } from './add-server.ts';
import { lastPlace } from './arrange-plans.ts';
import {
  changeSettings,
  listSettings,
  type NotChanged,
  type SettingsChange,
  type SettingsView,
} from './change-settings.ts';
import { lockPlan } from './edit-plan.ts';
import { serverViews } from './fleet-views.ts';
import { ImportDesk } from './import-desk.ts';
import { InboundDesk } from './inbound-desk.ts';
import type { FleetNeeds } from './needs.ts';
import { PlanDesk } from './plan-desk.ts';
import { planViews } from './plan-views.ts';
import { probeServers } from './probe-servers.ts';
import { ServerDesk } from './server-desk.ts';
import { pruneFleetHistory } from './server-tally.ts';
import { type SyncReport, syncServer } from './sync-server.ts';
import {
  type PanelNotUsable,
  type SelfTestFailed,
  type SelfTestOrder,
  selfTestPanel,
  testPanel,
} from './test-panel.ts';
import type { PanelFinding, PlanDraft, PlanView, ServerView } from './views.ts';
import { watchServers } from './watch-servers.ts';

export type PanelAddress = { url: string; host: string; http: boolean };
/** `createKey` is drawn with the wizard: its last step, taken twice, makes one plan. */
export type NewPlan = { draft: PlanDraft; actorId: number; createKey?: string };
export type SaleSwitch = { planId: number; onSale: boolean; actorId: number };

/** `kind` and `text` as a connection test tells them. */
export type NotSynced =
  | { code: 'server-not-found' }
  | { code: 'panel-unusable'; kind: PanelFaultKind; text: string };

/** Servers and plans, as the shop's owners run them. */
export class FleetService {
  readonly serverDesk: ServerDesk;
  readonly inboundDesk: InboundDesk;
  readonly planDesk: PlanDesk;
  readonly importDesk: ImportDesk;
  private readonly needs: FleetNeeds;

  constructor(needs: FleetNeeds) {
    this.needs = needs;
    this.serverDesk = new ServerDesk(needs);
    this.inboundDesk = new InboundDesk(needs);
    this.planDesk = new PlanDesk(needs);
    this.importDesk = new ImportDesk(needs);
  }

  /** An address as typed, made regular; nothing is called. */
  checkAddress(text: string): Result<PanelAddress, { code: 'bad-address'; reason: string }> {
    const checked = this.needs.checkAddress(text);
    if (!checked.ok) return refuse({ code: 'bad-address', reason: checked.reason });
    const { hostname, protocol } = new URL(checked.url);
    const host = isIP(hostname.slice(1, -1)) === 6 ? hostname.slice(1, -1) : hostname;
    return ok({ url: checked.url, host, http: protocol === 'http:' });
  }

  /** Enters a panel and looks around; stores nothing. `insistedOn` = shops on it that an owner says are gone. */
  testPanel(
    access: PanelAccess,
    insistedOn: readonly string[] = [],
  ): Promise<Result<PanelFinding, PanelNotUsable>> {
    return testPanel(this.needs, access, insistedOn);
  }

  /** Tries on a panel what a sale needs, with a throw-away client; `inbound` null = there is none to try. */
  selfTest(order: SelfTestOrder): Promise<Result<{ inbound: string | null }, SelfTestFailed>> {
    return selfTestPanel(this.needs, order);
  }

  /** Whether a panel of this address was ever added, also one whose server has been deleted. Nothing is called. */
  async knowsPanel(url: string): Promise<boolean> {
    return (await knownServer(this.needs.work.read(), url, null)) !== null;
  }

  /** Writes a tested panel down, with its inbounds. */
  async addServer(added: NewServer): Promise<Result<ServerView, PanelKnown>> {
    const answer = await addServer(this.needs, added);
    if (!answer.ok) return answer;
    const { serverId } = answer.value;
    const view = await this.serverDesk.server(serverId);
    if (!view) throw new InvariantViolation(`server ${serverId} has no view`);
    return ok(view);
  }

  /** Every server in use, the oldest first. */
  servers(): Promise<ServerView[]> {
    return serverViews(this.needs.work.read());
  }

  /** A new plan, on sale at once, last in the list; the same key a second time answers the plan it made. */
  async createPlan({
    draft,
    actorId,
    createKey,
  }: NewPlan): Promise<Result<PlanView, { code: 'server-not-found' }>> {
    const now = this.needs.clock.now();
    const answer = await this.needs.work.run(async (em) => {
      const made = createKey === undefined ? null : await em.findOne(ServerPlan, { createKey });
      if (made) return ok({ planId: made.id });
      const server = await em.findOne(Server, { id: draft.serverId, retiredAt: null });
      if (!server) return refuse({ code: 'server-not-found' });
      const plan = em.create(ServerPlan, {
        server,
        name: draft.name,
        durationDays: draft.durationDays,
        price: draft.priceMinor,
        priceStars: draft.priceStars,
        dataLimitGb: draft.dataLimitGb,
        concurrentConnections: draft.connections,
        maxClients: draft.maxClients,
        provisionSettings: null,
        performanceMetrics: null,
        sortOrder: await lastPlace(em),
        createKey: createKey ?? null,
        createdAt: now,
      });
      await em.flush();
      const target = `plan:${plan.id}`;
      audit(em, { actorId, action: 'plan.create', target, after: { name: plan.name } }, now);
      await em.flush();
      return ok({ planId: plan.id });
    });
    return answer.ok ? ok(await this.viewOf(answer.value.planId)) : answer;
  }

  /** Every plan of a server in use, as the lists order them. */
  plans(): Promise<PlanView[]> {
    return planViews(this.needs.work.read(), this.needs.shop);
  }

  /** Shows or hides a plan; customers who have bought it notice nothing. The same a second time changes nothing. */
  async setOnSale(change: SaleSwitch): Promise<Result<PlanView, { code: 'plan-not-found' }>> {
    const answer = await this.needs.work.run(async (em) => {
      const plan = await lockPlan(em, change.planId);
      if (!plan) return refuse({ code: 'plan-not-found' });
      if (plan.onSale === change.onSale) return ok(null);
      const before = { onSale: plan.onSale };
      if (change.onSale) plan.show();
      else plan.hide();
      const act = { actorId: change.actorId, action: 'plan.on-sale', target: `plan:${plan.id}` };
      audit(em, { ...act, before, after: { onSale: plan.onSale } }, this.needs.clock.now());
      await em.flush();
      return ok(null);
    });
    return answer.ok ? ok(await this.viewOf(change.planId)) : answer;
  }

  /** What is set for plans and inbounds now. */
  settings(): Promise<SettingsView[]> {
    return listSettings(this.needs.work.read());
  }

  /** Changes the settings of a plan, or the template or the rules of an inbound. */
  changeSettings(change: SettingsChange): Promise<Result<{ id: number }, NotChanged>> {
    return changeSettings(this.needs, change);
  }

  /** Sweep: looks at servers that are out of sale. Answers how many came back. */
  probeServers(): Promise<number> {
    return probeServers(this.needs);
  }

  /** Sweep: looks at servers that are in sale. Answers how many are as they should be. */
  watchServers(): Promise<number> {
    return watchServers(this.needs);
  }

  /** The same for one server, because an admin asks for it; its panel's words when it does not tell. */
  async sync({
    serverId,
    actorId,
  }: {
    serverId: number;
    actorId: number;
  }): Promise<Result<SyncReport, NotSynced>> {
    const synced = await syncServer(this.needs, serverId);
    if (!synced) return refuse({ code: 'server-not-found' });
    const { report, fault } = synced;
    if (!report)
      return refuse({ code: 'panel-unusable', kind: fault?.kind ?? 'busy', text: fault?.message ?? '' });
    const at = this.needs.clock.now();
    const act = { actorId, action: 'server.sync', target: `server:${serverId}`, after: report };
    await this.needs.work.do(async (em) => {
      audit(em, act, at);
      await em.flush();
    });
    return ok(report);
  }

  /** Chore: throws away looks and samples of more than a month ago. */
  async forgetOldLooks(): Promise<void> {
    await this.needs.work.do((em) => pruneFleetHistory(em, this.needs.clock.now()));
  }

  private async viewOf(planId: number): Promise<PlanView> {
    const view = await this.planDesk.plan(planId);
    if (!view) throw new InvariantViolation(`plan ${planId} has no view`);
    return view;
  }
}
