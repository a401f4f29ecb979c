import { isIP } from 'node:net';
import { LockMode } from '@mikro-orm/core';
import { InvariantViolation } from '../../model/errors.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { Server } from '../../model/server.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import { ServerPlan } from '../../model/server-plan.ts';
import { audit } from '../messages/audit.ts';
import type { PanelAccess, PanelFaultKind } from '../ports/panel.ts';
import { inboundsOfPlans } from '../seats/inbounds-of-plans.ts';
import { addServer, type NewServer, type PanelKnown } from './add-server.ts';
import {
  changeSettings,
  listSettings,
  type NotChanged,
  type SettingsChange,
  type SettingsView,
} from './change-settings.ts';
import type { FleetNeeds } from './needs.ts';
import { probeServers } from './probe-servers.ts';
import { pruneFleetHistory } from './server-tally.ts';
import { type SyncReport, syncServer } from './sync-server.ts';
import { type PanelNotUsable, testPanel } from './test-panel.ts';
import type { InboundView, PanelFinding, PlanDraft, PlanView, ServerView } from './views.ts';
import { watchServers } from './watch-servers.ts';

export type PanelAddress = { url: string; host: string; http: boolean };
export type NewPlan = { draft: PlanDraft; actorId: number };
export type SaleSwitch = { planId: number; onSale: boolean; actorId: number };

/** `kind` and `text` as a connection test tells them. */
export type NotSynced =
  | { code: 'server-not-found' }
  | { code: 'panel-unusable'; kind: PanelFaultKind; text: string };

/** Servers and plans, as the shop's owners run them. */
export class FleetService {
  private readonly needs: FleetNeeds;

  constructor(needs: FleetNeeds) {
    this.needs = needs;
  }

  /** An address as typed, made regular; nothing is called. */
  checkAddress(text: string): Result<PanelAddress, { code: 'bad-address'; reason: string }> {
    const checked = this.needs.checkAddress(text);
    if (!checked.ok) return refuse({ code: 'bad-address', reason: checked.reason });
    const { hostname, protocol } = new URL(checked.url);
    const host = isIP(hostname.slice(1, -1)) === 6 ? hostname.slice(1, -1) : hostname;
    return ok({ url: checked.url, host, http: protocol === 'http:' });
  }

  /** Enters a panel and looks around; stores nothing. */
  testPanel(access: PanelAccess): Promise<Result<PanelFinding, PanelNotUsable>> {
    return testPanel(this.needs, access);
  }

  /** Writes a tested panel down, with its inbounds. */
  async addServer(added: NewServer): Promise<Result<ServerView, PanelKnown>> {
    const answer = await addServer(this.needs, added);
    if (!answer.ok) return answer;
    const server = await this.needs.work.read().findOneOrFail(Server, answer.value.serverId);
    const [view] = await this.serverViews([server]);
    if (!view) throw new InvariantViolation(`server ${server.id} has no view`);
    return ok(view);
  }

  async servers(): Promise<ServerView[]> {
    const servers = await this.needs.work.read().findAll(Server, { orderBy: { id: 'asc' } });
    return this.serverViews(servers);
  }

  /** A new plan, on sale at once. */
  createPlan({ draft, actorId }: NewPlan): Promise<Result<PlanView, { code: 'server-not-found' }>> {
    const now = this.needs.clock.now();
    return this.needs.work.run(async (em) => {
      const server = await em.findOne(Server, draft.serverId);
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
        createdAt: now,
      });
      await em.flush();
      audit(
        em,
        { actorId, action: 'plan.create', target: `plan:${plan.id}`, after: { name: plan.name } },
        now,
      );
      await em.flush();
      return ok(this.planView(plan, (await inboundsOfPlans(em))(plan)));
    });
  }

  async plans(): Promise<PlanView[]> {
    const em = this.needs.work.read();
    const plans = await em.findAll(ServerPlan, {
      populate: ['server'],
      orderBy: { sortOrder: 'asc', id: 'asc' },
    });
    const inboundsOf = await inboundsOfPlans(em);
    return plans.map((plan) => this.planView(plan, inboundsOf(plan)));
  }

  /** Shows or hides a plan; customers who have bought it notice nothing. */
  setOnSale(change: SaleSwitch): Promise<Result<PlanView, { code: 'plan-not-found' }>> {
    const now = this.needs.clock.now();
    return this.needs.work.run(async (em) => {
      const plan = await em.findOne(ServerPlan, change.planId, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!plan) return refuse({ code: 'plan-not-found' });
      const before = { onSale: plan.onSale };
      if (change.onSale) plan.show();
      else plan.hide();
      const act = { actorId: change.actorId, action: 'plan.on-sale', target: `plan:${plan.id}` };
      audit(em, { ...act, before, after: { onSale: plan.onSale } }, now);
      await em.flush();
      await em.populate(plan, ['server']);
      return ok(this.planView(plan, (await inboundsOfPlans(em))(plan)));
    });
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

  private async serverViews(servers: readonly Server[]): Promise<ServerView[]> {
    const ids = servers.map((server) => server.id);
    const inbounds = await this.needs.work
      .read()
      .find(ServerInbound, { server: { $in: ids } }, { orderBy: { remoteId: 'asc' } });
    return servers.map((server) => ({
      serverId: server.id,
      name: server.name,
      country: server.country,
      health: server.healthStatus,
      healthReason: server.healthReason,
      version: server.panelVersion,
      publicHost: server.publicHost,
      lastConnectedAt: server.lastConnectedAt,
      inbounds: inbounds.filter((inbound) => inbound.server.id === server.id).map(inboundView),
    }));
  }

  private planView(plan: ServerPlan, inbounds: readonly ServerInbound[]): PlanView {
    return {
      planId: plan.id,
      name: plan.name,
      server: plan.server.name,
      durationDays: plan.durationDays,
      priceMinor: plan.price,
      currency: this.needs.shop.currency,
      stars: plan.starsPerUnit(this.needs.shop.starRate),
      dataLimitGb: plan.dataLimitGb,
      currentClients: plan.currentClients,
      maxClients: plan.maxClients,
      onSale: plan.onSale,
      unavailable: plan.isAvailable(inbounds),
    };
  }
}

const inboundView = (inbound: ServerInbound): InboundView => ({
  inboundId: inbound.id,
  remark: inbound.remark,
  protocol: inbound.protocol,
  port: inbound.port,
  status: inbound.status,
  statusMessage: inbound.statusMessage,
  currentClients: inbound.currentClients,
  capacity: inbound.capacity,
});
