import { type LookupAddress, lookup as resolve } from 'node:dns';
import { Agent, type ClientRequestArgs } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { connect as connectPlain, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import { type AddressPolicy, literalFault } from './address-filter.ts';
import { askForTunnel, proxyOf } from './proxy-tunnel.ts';

/** How the connections of one panel are made. */
export type ConnectionRules = AddressPolicy & {
  readonly url: string;
  /** Milliseconds for name, TCP and TLS together. */
  readonly connectMs: number;
  /** SHA-256 of the certificate in lower-case hex; null = the system's authorities decide. */
  readonly pinnedSha256: string | null;
  /** An HTTP proxy that tunnels; null = none. */
  readonly proxyUrl?: string | null;
};

/** An attempt to connect failed, so nothing of the request has left this machine. */
export class ConnectFailure extends Error {
  override readonly name = 'ConnectFailure';
  readonly code: string;

  constructor(code: string) {
    super(`no connection (${code})`);
    this.code = code;
  }
}

export const CONNECT_TIMEOUT = 'CONNECT_TIMEOUT';
export const FORBIDDEN_ADDRESS = 'FORBIDDEN_ADDRESS';
const OTHER_CERTIFICATE = 'TLS_NOT_THE_PINNED_CERTIFICATE';

const IDLE_MS = 10_000;
/** A pin that is only asked for, so that nobody else decides. */
const ANY = '';

/**
 * Keep-alive connections to one panel. A socket is handed over only when name, address and certificate are accepted,
 * so no credential is ever written to a stranger, and what fails before is known not to have been sent.
 */
export function connectionPool(rules: ConnectionRules): Agent {
  const secure = rules.url.startsWith('https:');
  const agent = secure
    ? new TlsAgent({ keepAlive: true, timeout: IDLE_MS })
    : new Agent({ keepAlive: true, timeout: IDLE_MS });
  agent.createConnection = (options, done) => {
    open(target(options), { ...rules, secure }).then(
      (socket) => done?.(null, socket),
      (failure: Error) => (done as ((error: Error) => void) | undefined)?.(failure),
    );
    return undefined;
  };
  return agent;
}

/** SHA-256 of the certificate that is shown there, lower-case hex: whoever signed it, and without a word to it. */
export async function shownCertificate(rules: ConnectionRules): Promise<string> {
  const { hostname, port } = new URL(rules.url);
  const to = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 443) };
  if (literalFault(to.host, rules) !== null) throw new ConnectFailure(FORBIDDEN_ADDRESS);
  const tunnel = rules.proxyUrl ? await openTunnel(to, rules, rules.proxyUrl) : null;
  const socket = startTls(to, { ...rules, pinnedSha256: ANY }, tunnel);
  await ready(socket, rules);
  const shown = fingerprintOf(socket);
  socket.destroy();
  return shown;
}

type Target = { host: string; port: number };

function target(options: ClientRequestArgs): Target {
  const host = (options.host ?? options.hostname ?? '').replace(/^\[|\]$/g, '');
  return { host, port: Number(options.port ?? 0) };
}

async function open(to: Target, rules: ConnectionRules & { secure: boolean }): Promise<Socket> {
  if (literalFault(to.host, rules) !== null) throw new ConnectFailure(FORBIDDEN_ADDRESS);
  const tunnel = rules.proxyUrl ? await openTunnel(to, rules, rules.proxyUrl) : null;
  const socket = rules.secure ? startTls(to, rules, tunnel) : (tunnel ?? startPlain(to, rules));
  if (socket !== tunnel) await ready(socket, rules);
  if (socket instanceof TLSSocket && !isPinned(socket, rules.pinnedSha256)) {
    socket.destroy();
    throw new ConnectFailure(OTHER_CERTIFICATE);
  }
  return socket;
}

/** Connects to the addresses of this name that the filter allows; it is not connected yet. */
export const startPlain = (to: Target, rules: AddressPolicy): Socket =>
  connectPlain({ ...to, lookup: guardedLookup(rules) });

/** The filter holds for the proxy, and for the panel where its name is known here too. */
async function openTunnel(to: Target, rules: ConnectionRules, proxyUrl: string): Promise<Socket> {
  const proxy = proxyOf(proxyUrl);
  if (proxy === null) throw new ConnectFailure('PROXY_ADDRESS');
  if (literalFault(proxy.host, rules) !== null || (await leadsAstray(to.host, rules))) {
    throw new ConnectFailure(FORBIDDEN_ADDRESS);
  }
  const socket = startPlain(proxy, rules);
  await ready(socket, rules);
  const refusal = await askForTunnel(socket, { to, proxy, timeoutMs: rules.connectMs });
  if (refusal === null) return socket;
  socket.destroy();
  throw new ConnectFailure(refusal);
}

/** A name that nobody knows here may be known to the proxy. */
const leadsAstray = (host: string, policy: AddressPolicy): Promise<boolean> =>
  new Promise((answer) => {
    resolve(host, { all: true }, (error, found) => {
      answer(!error && found.every(({ address }) => literalFault(address, policy) !== null));
    });
  });

function startTls(to: Target, rules: ConnectionRules, tunnel: Socket | null): TLSSocket {
  return connectTls({
    ...(tunnel === null ? { ...to, lookup: guardedLookup(rules) } : { socket: tunnel }),
    servername: /^[\d.]+$|:/.test(to.host) ? '' : to.host,
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: rules.pinnedSha256 === null,
  });
}

/** Resolves when the connection stands. @throws {ConnectFailure} within `connectMs`. */
export function ready(socket: Socket, { connectMs }: Pick<ConnectionRules, 'connectMs'>): Promise<void> {
  return new Promise((resolveReady, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      socket.destroy();
      reject(error instanceof ConnectFailure ? error : new ConnectFailure(error.code ?? 'UNKNOWN'));
    };
    const closed = () => fail(new ConnectFailure('CLOSED'));
    const timer = setTimeout(() => fail(new ConnectFailure(CONNECT_TIMEOUT)), connectMs);
    socket.on('error', fail).once('close', closed);
    socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket.off('error', fail).off('close', closed);
      resolveReady();
    });
  });
}

const isPinned = (socket: TLSSocket, pin: string | null): boolean =>
  pin === null || fingerprintOf(socket) === pin;

const fingerprintOf = (socket: TLSSocket): string =>
  socket.getPeerCertificate().fingerprint256.replaceAll(':', '').toLowerCase();

/** Answers a name with its allowed addresses alone; asked at every connect, so a name that changes is no way around. */
const guardedLookup =
  (policy: AddressPolicy): LookupFunction =>
  (name, options, done) =>
    resolve(name, { ...options, all: true }, (error, found) => {
      if (error) done(error, '');
      else answerAllowed(found, { policy, all: options.all === true, done });
    });

type Question = { policy: AddressPolicy; all: boolean; done: Parameters<LookupFunction>[2] };

function answerAllowed(found: readonly LookupAddress[], { policy, all, done }: Question): void {
  const allowed = found.filter(({ address }) => literalFault(address, policy) === null);
  const [first] = allowed;
  if (first === undefined) done(new ConnectFailure(FORBIDDEN_ADDRESS), '');
  else if (all) done(null, allowed);
  else done(null, first.address, first.family);
}
