import type { Shelf } from '../shelf.ts';
import { ClientDesk } from './client-desk.ts';
import { CLIENTS_TRAITS, type ClientsTraits } from './clients-traits.ts';
import { firstInbounds } from './first-inbounds.ts';
import { type Generation, TRAITS } from './generation.ts';
import { inboundOf, ownTag } from './inbound-desk.ts';
import { LegacyApi } from './legacy/legacy-api.ts';
import { legacyInside } from './legacy/legacy-inside.ts';
import { furnishLegacy, legacyPanel } from './legacy/legacy-panel.ts';
import { type LegacyTraits, legacyTraits } from './legacy/legacy-traits.ts';
import { PanelApi } from './panel-api.ts';
import { answerControl, type Controls, secretsOf } from './panel-control.ts';
import { PanelCosts } from './panel-costs.ts';
import { CallLog, PanelFaults } from './panel-faults.ts';
import { clientsInside, type PanelInside, type Secret } from './panel-inside.ts';
import { PanelListener } from './panel-listener.ts';
import { PanelStore } from './panel-store.ts';
import { PanelStorm } from './panel-storm.ts';
import type { PanelSurface } from './panel-surface.ts';

export type SimulatedPanelOptions = {
  /** Which panel of the world this is, from 1. */
  n: number;
  shelf: Shelf;
  /** Which generation it plays; 3.6 when it is not given. */
  generation?: Generation;
  /** 0 = any free port at the very first start, the same one ever after. */
  port: number;
  /** Business time, in ms. */
  now: () => number;
  /** What an empty panel begins with. */
  inbounds?: 'two' | 'none';
  /** Answers status with null for two seconds of real time after a start, as a real panel does. */
  slowStatus?: boolean;
};

/** How the shop reaches the panel. */
export type PanelAddress = {
  n: number;
  url: string;
  username: string;
  password: string;
  token: string;
  version: string;
  generation: Generation;
};

const WARM_UP_MS = 2000;

/** A panel of either family: what it answers to callers, and what the control doors reach. */
type Play = { api: PanelSurface; inside: PanelInside };

/**
 * A 3x-ui panel in a box: what contracts/3x-ui.md and the recordings say that a shop meets, on a port of its own, with
 * its rows on the shelf. No traffic flows through it.
 */
export class SimulatedPanel {
  private readonly options: SimulatedPanelOptions;
  private readonly inside: PanelInside;
  private readonly listener: PanelListener;
  private readonly controls: Controls;
  private startedAt = 0;

  constructor(options: SimulatedPanelOptions) {
    this.options = options;
    const isWarmingUp = () => this.isWarmingUp();
    const traits = legacyTraits(generationOf(options));
    const { api, inside } = traits
      ? playLegacy(options, traits, isWarmingUp)
      : playClients(options, isWarmingUp);
    this.inside = inside;
    const [faults, costs, log] = [new PanelFaults(), new PanelCosts(inside), new CallLog()];
    const storm = new PanelStorm();
    const { basePath } = inside.identity.identity;
    this.listener = new PanelListener({ api, faults, storm, costs, log, basePath, now: options.now });
    this.controls = {
      inside,
      faults,
      storm,
      costs,
      log,
      isRunning: () => this.listener.isRunning,
      start: () => this.start(),
      stop: () => this.stop(),
    };
  }

  /** Opens the port; does nothing when it is open. @throws when another process has it */
  async start(): Promise<void> {
    if (this.listener.isRunning) return;
    const { identity: store } = this.inside;
    const port = await this.listener.start(this.options.port || store.identity.port);
    this.startedAt = performance.now();
    if (port !== store.identity.port) store.saveIdentity({ ...store.identity, port });
  }

  /** Connections are refused afterwards and open ones are cut; rows and port are kept. */
  async stop(): Promise<void> {
    await this.listener.stop();
  }

  /** Known after the first start; its password follows a change made over the API. */
  get address(): PanelAddress {
    const { basePath, port, username, password, token } = this.inside.identity.identity;
    const generation = generationOf(this.options);
    const { version } = TRAITS[generation];
    const url = `http://127.0.0.1:${port}/${basePath}/`;
    return { n: this.options.n, url, username, password, token, version, generation };
  }

  /** Answers `/_panel/:n/<path>` of the world. */
  control(request: Request, path: string): Promise<Response> {
    return answerControl(this.controls, request, path);
  }

  /** Every credential that this panel knows, for the world's watch over logs and chats. */
  secrets(): Secret[] {
    return secretsOf(this.inside);
  }

  private isWarmingUp(): boolean {
    return this.options.slowStatus === true && performance.now() - this.startedAt < WARM_UP_MS;
  }
}

const generationOf = ({ generation = '3.6' }: SimulatedPanelOptions): Generation => generation;

/** Number and generation: a panel that comes back as another one finds none of its rows. 3.6 was there first. */
function shelfName(options: SimulatedPanelOptions): string {
  const generation = generationOf(options);
  return generation === '3.6' ? `${options.n}` : `${options.n}-${generation}`;
}

function playClients(options: SimulatedPanelOptions, isWarmingUp: () => boolean): Play {
  const { shelf, now, inbounds } = options;
  const store = new PanelStore(shelf, shelfName(options));
  const core = { state: 'running', errorMsg: '' };
  const traits = TRAITS[generationOf(options)].clients ?? CLIENTS_TRAITS['3.6'];
  const panel = { store, traits, desk: new ClientDesk(store, now, traits), now, core, isWarmingUp };
  if (inbounds !== 'none') furnish(store, traits);
  return { api: new PanelApi(panel), inside: clientsInside(panel) };
}

function playLegacy(options: SimulatedPanelOptions, traits: LegacyTraits, isWarmingUp: () => boolean): Play {
  const { shelf, now, inbounds } = options;
  const panel = legacyPanel({ shelf, name: shelfName(options), now, isWarmingUp }, traits);
  if (inbounds !== 'none') furnishLegacy(panel);
  return { api: new LegacyApi(panel), inside: legacyInside(panel) };
}

/** Only a panel that never had an inbound is furnished: what was deleted stays deleted. */
function furnish(store: PanelStore, traits: ClientsTraits): void {
  if (store.countOf('inbounds') > 0) return;
  for (const first of firstInbounds()) {
    const sniffing = {
      enabled: true,
      destOverride: ['http', 'tls', 'quic', 'fakedns'],
      metadataOnly: false,
      routeOnly: false,
    };
    const inbound = inboundOf({ ...first, enable: true, sniffing }, store.nextId('inbounds'), traits);
    store.saveInbound({ ...inbound, tag: ownTag(inbound, traits) });
  }
}
