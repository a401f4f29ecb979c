import type { Bytes } from '../model/values/traffic.ts';
import { count, timed } from '../services/ports/meter.ts';
import {
  type AddAnswer,
  type ClientPlace,
  type CoreState,
  type Panel,
  type PanelAccess,
  PanelFault,
  type PanelIdentity,
  type PanelInventory,
  type RemoteClient,
  type RemoteInbound,
  type WantedClient,
  type WantedInbound,
} from '../services/ports/panel.ts';
import { ClientsPanel } from './clients-panel.ts';
import { RouteMissing } from './fault-classes.ts';
import { LegacyPanel } from './legacy-panel.ts';
import type { PanelOptions } from './panel-line.ts';
import { type PanelMemory, sharedByDrivers } from './panel-memory.ts';

/** Less than the lane's quiet time has beyond the limit of a write: one that began later could outlast it. */
const LONGEST_PROBE_MS = 4_000;

/**
 * Gives each call to the driver of the panel's generation. A panel is asked what it is before its first call, and anew
 * when a route is missing that its generation has: somebody updated it (RELIABILITY C3, 54 and 72).
 */
export class PanelRouter implements Panel {
  private readonly memory: PanelMemory;
  private readonly drivers: Readonly<Record<PanelIdentity['generation'], Panel>>;

  constructor(options: PanelOptions) {
    const shared = sharedByDrivers(options);
    this.memory = shared.memory;
    this.drivers = { legacy: new LegacyPanel(options, shared), clients: new ClientsPanel(options, shared) };
  }

  async identify(access: PanelAccess): Promise<PanelIdentity> {
    return metered(access, 'read', async () => (await this.memory.look(access)).identity);
  }

  coreState(access: PanelAccess): Promise<CoreState> {
    return this.drive(access, (panel) => panel.coreState(access));
  }

  listInbounds(access: PanelAccess): Promise<RemoteInbound[]> {
    return this.drive(access, (panel) => panel.listInbounds(access));
  }

  takeInventory(access: PanelAccess): Promise<PanelInventory> {
    return this.drive(access, (panel) => panel.takeInventory(access));
  }

  addClients(access: PanelAccess, remoteId: number, clients: readonly WantedClient[]): Promise<AddAnswer> {
    return this.change(access, (panel) => panel.addClients(access, remoteId, clients));
  }

  readClients(
    access: PanelAccess,
    remoteId: number,
    emails: readonly string[],
  ): Promise<Map<string, RemoteClient>> {
    return this.drive(access, (panel) => panel.readClients(access, remoteId, emails));
  }

  updateClient(access: PanelAccess, remoteId: number, wanted: WantedClient): Promise<void> {
    return this.change(access, (panel) => panel.updateClient(access, remoteId, wanted));
  }

  resetTraffic(access: PanelAccess, place: ClientPlace): Promise<'reset' | 'absent'> {
    return this.change(access, (panel) => panel.resetTraffic(access, place));
  }

  removeClient(access: PanelAccess, place: ClientPlace): Promise<'removed' | 'absent'> {
    return this.change(access, (panel) => panel.removeClient(access, place));
  }

  clientLinks(access: PanelAccess, place: ClientPlace & { readonly subId: string }): Promise<string[]> {
    return this.drive(access, (panel) => panel.clientLinks(access, place));
  }

  clientUsage(access: PanelAccess, place: ClientPlace): Promise<Bytes | null> {
    return this.drive(access, (panel) => panel.clientUsage(access, place));
  }

  onlineClients(access: PanelAccess): Promise<string[]> {
    return this.drive(access, (panel) => panel.onlineClients(access));
  }

  clientIps(access: PanelAccess, place: ClientPlace): Promise<string[]> {
    return this.drive(access, (panel) => panel.clientIps(access, place));
  }

  clearClientIps(access: PanelAccess, place: ClientPlace): Promise<void> {
    return this.drive(access, (panel) => panel.clearClientIps(access, place));
  }

  addInbound(access: PanelAccess, wanted: WantedInbound): Promise<number> {
    return this.change(access, (panel) => panel.addInbound(access, wanted));
  }

  removeInbound(access: PanelAccess, remoteId: number): Promise<'removed' | 'absent'> {
    return this.change(access, (panel) => panel.removeInbound(access, remoteId));
  }

  leaveNeighboursInPeace(access: PanelAccess): Promise<void> {
    return this.drive(access, (panel) => panel.leaveNeighboursInPeace(access));
  }

  shownCertificate(access: PanelAccess): Promise<string> {
    return this.drivers.clients.shownCertificate(access);
  }

  forget(access: PanelAccess): void {
    for (const driver of Object.values(this.drivers)) driver.forget(access);
  }

  /** @throws {PanelFault} `not-sent` when it took too long to find out what the panel is: next time that is known. */
  private change<Value>(access: PanelAccess, call: (panel: Panel) => Promise<Value>): Promise<Value> {
    return metered(access, 'write', async () => {
      const began = performance.now();
      await this.driverOf(access);
      if (performance.now() - began > LONGEST_PROBE_MS) throw tooSlow(access);
      return this.driven(access, call);
    });
  }

  private drive<Value>(access: PanelAccess, call: (panel: Panel) => Promise<Value>): Promise<Value> {
    return metered(access, 'read', () => this.driven(access, call));
  }

  private async driven<Value>(access: PanelAccess, call: (panel: Panel) => Promise<Value>): Promise<Value> {
    const driver = await this.driverOf(access);
    try {
      return await call(driver);
    } catch (fault) {
      if (!(fault instanceof RouteMissing)) throw fault;
      this.forget(access);
      const other = await this.driverOf(access);
      if (other === driver) throw missingRoute(fault);
      return call(other);
    }
  }

  private async driverOf(access: PanelAccess): Promise<Panel> {
    return this.drivers[(await this.memory.find(access)).identity.generation];
  }
}

/** Counts a call by its panel's host and how it ended, and how long it took. */
async function metered<Value>(
  { url }: PanelAccess,
  kind: 'read' | 'write',
  call: () => Promise<Value>,
): Promise<Value> {
  const panel = new URL(url).host;
  try {
    const value = await timed('shop_panel_call_seconds', { panel, kind }, call);
    count('shop_panel_calls_total', { panel, kind, outcome: 'ok' });
    return value;
  } catch (fault) {
    const outcome = fault instanceof PanelFault ? fault.kind : 'broken';
    count('shop_panel_calls_total', { panel, kind, outcome });
    throw fault;
  }
}

const tooSlow = (access: PanelAccess) =>
  new PanelFault(
    'not-sent',
    `${new URL(access.url).host}: the panel was slow to say what it is; nothing was sent`,
  );

const missingRoute = ({ place: { host, what } }: RouteMissing) =>
  new PanelFault(
    'unsupported',
    `${host}: this panel has no ${what}, which every 3x-ui of its kind has (HTTP 404). ` +
      'This program drives 3x-ui 2.6 and later: update the panel, or look at what stands in front of it.',
  );
