import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import type { SuiteNeeds } from '../../services/panel-suite/suite-types.ts';
import type { Panel } from '../../services/ports/panel.ts';
import { systemClock } from '../../system/clock.ts';
import { randomIds } from '../../system/ids.ts';

const CONNECT_MS = 2_000;

/** What the suite needs of this machine, to try the panel at `url`. */
export const suiteTools = (panel: Panel, url: string): SuiteNeeds => ({
  panel,
  ids: randomIds,
  clock: systemClock,
  monotonic: () => performance.now(),
  pause,
  isPortFree: (port) => isPortFree(hostOf(url), port),
  fingerprintAt,
});

async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal });
  } catch (ended) {
    if (!signal?.aborted) throw ended;
  }
}

/** True also where the machine does not say: a firewall in between hides what listens. */
function isPortFree(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host, port, timeout: CONNECT_MS });
  socket.once('connect', () => resolve(false));
  socket.once('error', () => resolve(true));
  socket.once('timeout', () => resolve(true));
  return promise.finally(() => socket.destroy());
}

/** Asks for the certificate and sends nothing. */
function fingerprintAt(address: string): Promise<string | null> {
  const url = new URL(address);
  if (url.protocol !== 'https:') return Promise.resolve(null);
  const host = hostOf(address);
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const port = Number(url.port || 443);
  const servername = /^[\d.]+$|:/.test(host) ? '' : host;
  const socket = connectTls(
    { host, port, servername, timeout: CONNECT_MS, rejectUnauthorized: false },
    () => {
      resolve(socket.getPeerCertificate().fingerprint256?.replaceAll(':', '').toLowerCase() ?? null);
    },
  );
  socket.once('error', () => resolve(null));
  socket.once('timeout', () => resolve(null));
  return promise.finally(() => socket.destroy());
}

const hostOf = (url: string): string => new URL(url).hostname.replace(/^\[|\]$/g, '');
