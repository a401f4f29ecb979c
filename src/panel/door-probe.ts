import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Door, Probe, ProbeOutcome } from '../services/ports/probe.ts';
import { type AddressPolicy, literalFault } from './address-filter.ts';
import { CONNECT_TIMEOUT, ConnectFailure, FORBIDDEN_ADDRESS, ready, startPlain } from './connection.ts';

/** For TCP and TLS together. */
const PATIENCE_MS = 3_000;

const OUTCOMES: ReadonlyMap<string, ProbeOutcome> = new Map([
  ['ECONNREFUSED', 'refused'],
  [CONNECT_TIMEOUT, 'silent'],
  ['ETIMEDOUT', 'silent'],
  ['ENOTFOUND', 'unknown-host'],
  ['EAI_AGAIN', 'unknown-host'],
  [FORBIDDEN_ADDRESS, 'forbidden'],
]);

/**
 * Knocks at the doors of keys straight from this machine, through the address filter of panels. Of TLS only the greeting
 * is tried: whose certificate it is concerns the app, and REALITY shows that of another site.
 */
export class DoorProbe implements Probe {
  private readonly policy: AddressPolicy;
  private readonly patienceMs: number;

  constructor(policy: AddressPolicy, patienceMs = PATIENCE_MS) {
    this.policy = policy;
    this.patienceMs = patienceMs;
  }

  async knock(door: Door): Promise<{ outcome: ProbeOutcome; ms: number }> {
    const began = performance.now();
    const took = () => Math.round(performance.now() - began);
    try {
      const socket = await this.reach(door);
      const left = Math.max(1, this.patienceMs - took());
      const outcome = door.tlsName === null ? 'open' : await greet(socket, door.tlsName, left);
      socket.destroy();
      return { outcome, ms: took() };
    } catch (failure) {
      if (!(failure instanceof ConnectFailure)) throw failure;
      return { outcome: OUTCOMES.get(failure.code) ?? 'unreachable', ms: took() };
    }
  }

  /** @throws {ConnectFailure} */
  private async reach({ host, port }: Door): Promise<Socket> {
    if (literalFault(host, this.policy) !== null) throw new ConnectFailure(FORBIDDEN_ADDRESS);
    const socket = startPlain({ host, port }, this.policy);
    await ready(socket, { connectMs: this.patienceMs });
    return socket;
  }
}

async function greet(socket: Socket, name: string, connectMs: number): Promise<'open' | 'no-tls'> {
  const isAddress = /^[\d.]+$|:/.test(name);
  const secure = connectTls({ socket, servername: isAddress ? '' : name, rejectUnauthorized: false });
  try {
    await ready(secure, { connectMs });
    return 'open';
  } catch (failure) {
    if (!(failure instanceof ConnectFailure)) throw failure;
    return 'no-tls';
  } finally {
    secure.on('error', () => {}).destroy();
  }
}
