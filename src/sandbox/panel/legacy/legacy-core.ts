import { isFields } from '../go-json.ts';
import type { Fields } from '../panel-records.ts';
import { isOn, isShadowsocks2022, type LegacyInbound, textOf } from './legacy-records.ts';
import type { LegacyStore } from './legacy-store.ts';
import type { LegacyTraits } from './legacy-traits.ts';

/** How often the panel looks whether its core has to be started anew. */
const RESTART_CHECK_MS = 30_000;

type Parts = { store: LegacyStore; traits: LegacyTraits; now: () => number };

/**
 * The Xray core beside the panel: whom it lets in, which configuration it cannot start with, and how often it was
 * started anew, which cuts every customer of the server (contract 3x-ui section 0).
 */
export class LegacyCore {
  /** As the status shows it. */
  readonly seen = { state: 'running', errorMsg: '' };
  /** How often it was started anew since the panel began. */
  restarts = 0;
  private readonly parts: Parts;
  private readonly served = new Set<string>();
  private restartDueAt: number | null = null;
  private isBroken = false;

  constructor(parts: Parts) {
    this.parts = parts;
    this.start();
  }

  /** Whether a client of an inbound could connect now. */
  carries(inbound: LegacyInbound, email: string): boolean {
    return this.seen.state === 'running' && inbound.enable && this.served.has(keyOf(inbound.id, email));
  }

  /** Lets a client in at once; one of shadowsocks 2022 only from the next start on, which the panel then makes. */
  serve(inbound: LegacyInbound, client: Fields): void {
    if (!isOn(client)) return;
    if (isShadowsocks2022(inbound, this.parts.store.settingsOf(inbound))) this.restartSoon();
    else this.served.add(keyOf(inbound.id, textOf(client, 'email')));
  }

  /** Lets a client in no more. */
  drop(inboundId: number, email: string): void {
    this.served.delete(keyOf(inboundId, email));
  }

  /** Takes a whole inbound, with the clients inside; one that the core cannot start with waits for its next start. */
  take(inbound: LegacyInbound): void {
    if (this.faultOf(inbound) === null) this.admit(inbound);
    else this.restartSoon();
  }

  /** What the panel does when the core did not take a change: a start at its next look. */
  restartSoon(): void {
    const now = this.parts.now();
    this.restartDueAt ??= now - (now % RESTART_CHECK_MS) + RESTART_CHECK_MS;
  }

  restart(): void {
    this.restarts += 1;
    this.restartDueAt = null;
    this.start();
  }

  /** The panel's regular look: a start that is due, and a new try once what kept the core from starting is gone. */
  poll(): void {
    const isDue = this.restartDueAt !== null && this.restartDueAt <= this.parts.now();
    if (isDue || (this.isBroken && this.fault() === null)) this.restart();
  }

  /** What the core would say if it were started with an inbound; null = it starts. */
  faultOf(inbound: LegacyInbound): string | null {
    if (!inbound.enable) return null;
    const settings = this.parts.store.settingsOf(inbound);
    if (isShadowsocks2022(inbound, settings) && this.hasBadKey(inbound, settings)) return BAD_KEY;
    if (this.parts.traits.coreRefusesKcpSeed && hasKcpMask(inbound)) return KCP_MASK;
    return null;
  }

  private start(): void {
    const fault = this.fault();
    this.isBroken = fault !== null;
    Object.assign(this.seen, { state: fault === null ? 'running' : 'error', errorMsg: fault ?? '' });
    this.served.clear();
    if (fault === null) for (const inbound of this.parts.store.inbounds()) this.admit(inbound);
  }

  private admit(inbound: LegacyInbound): void {
    const { store } = this.parts;
    for (const client of store.clientsOf(inbound)) {
      const email = textOf(client, 'email');
      if (isOn(client) && store.row(email)?.enable) this.served.add(keyOf(inbound.id, email));
      else this.drop(inbound.id, email);
    }
  }

  private fault(): string | null {
    for (const inbound of this.parts.store.inbounds()) {
      const fault = this.faultOf(inbound);
      if (fault !== null) return fault;
    }
    return null;
  }

  private hasBadKey(inbound: LegacyInbound, settings: Fields | null): boolean {
    const length = String(settings?.method).includes('aes-128') ? 16 : 32;
    return this.parts.store
      .clientsOf(inbound)
      .some((client) => Buffer.from(textOf(client, 'password'), 'base64').length !== length);
  }
}

const FAILED =
  'Failed to start: main: failed to create server > app/proxyman/inbound: failed to build inbound >';
const BAD_KEY = `${FAILED} proxy/shadowsocks_2022: create service > bad key`;
const KCP_MASK = `${FAILED} infra/conf: mkcp header and seed were removed and migrated to finalmask`;

const keyOf = (inboundId: number, email: string): string => `${inboundId} ${email}`;

function hasKcpMask(inbound: LegacyInbound): boolean {
  const stream = streamOf(inbound.streamSettings);
  if (stream?.network !== 'kcp' || !isFields(stream.kcpSettings)) return false;
  const { header, seed = '' } = stream.kcpSettings;
  return seed !== '' || (isFields(header) && header.type !== 'none');
}

function streamOf(text: string): Fields | null {
  try {
    const stream: unknown = JSON.parse(text);
    return isFields(stream) ? stream : null;
  } catch {
    return null;
  }
}
