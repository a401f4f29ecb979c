import type { Agent } from 'node:http';
import axios from 'axios';
import type { LogFields, Logger } from '../services/ports/logger.ts';
import { type PanelAccess, PanelFault } from '../services/ports/panel.ts';
import { connectionPool, shownCertificate } from './connection.ts';
import { type Place, transportFault } from './fault-classes.ts';
import { writeLossless } from './lossless-json.ts';
import { retryAfter } from './retry-after.ts';

/** Limits of one call in milliseconds, counted from its start; `maxBytes` is the largest answer that is read. */
export type PanelLimits = {
  readonly connectMs: number;
  readonly readMs: number;
  readonly writeMs: number;
  /** Of a write to a panel that never cuts off its own work (before 3.0.2). */
  readonly patientWriteMs?: number;
  readonly maxBytes: number;
};

/** One request below the panel's base path. */
export type PanelRequest = {
  readonly method: 'GET' | 'POST';
  /** Relative to the base path, already percent-encoded. */
  readonly path: string;
  /** Sent as JSON; undefined = no body. */
  readonly body?: unknown;
  /** Besides those that every request has. */
  readonly headers?: Readonly<Record<string, string>>;
  /** On the scale of `performance.now()`; undefined = a full read or write limit from now. */
  readonly deadline?: number;
};

/** An HTTP answer of any status, unread. */
export type RawAnswer = {
  readonly status: number;
  readonly contentType: string;
  readonly cookies: readonly string[];
  /** What `Retry-After` asks for, ten minutes at most; null = nothing that can be read. */
  readonly retryAfterMs: number | null;
  readonly body: Uint8Array<ArrayBuffer>;
  /** The body as text; it is decoded each time that it is asked for. */
  readonly text: string;
};

export type TransportOptions = {
  readonly limits: PanelLimits;
  readonly allowPrivate: boolean;
  /** One line per call, without anything that opens a door; undefined = none. */
  readonly log?: Logger;
};

const ALWAYS = {
  'X-Requested-With': 'XMLHttpRequest',
  Accept: 'application/json',
  'Accept-Language': 'en-US',
};

/** Carries requests to panels, over one pool of connections per panel; follows no redirect, and no proxy but the panel's own. */
export class Transport {
  private readonly options: TransportOptions;
  private readonly pools = new Map<string, Agent>();

  constructor(options: TransportOptions) {
    this.options = options;
  }

  /** When a call that begins now must be over, on the scale of `performance.now()`. */
  deadline(method: PanelRequest['method'], isPatient = false): number {
    const { readMs, writeMs, patientWriteMs } = this.options.limits;
    const write = isPatient ? (patientWriteMs ?? writeMs) : writeMs;
    return performance.now() + (method === 'GET' ? readMs : write);
  }

  /** @throws {PanelFault} `not-sent`, `ambiguous`, `tls`, `forbidden-address`; never with a secret in it. */
  async send(
    access: PanelAccess,
    request: PanelRequest,
    headers: Readonly<Record<string, string>>,
  ): Promise<RawAnswer> {
    const place = placeOf(access, request);
    if (access.url.startsWith('http:') && !access.allowHttp) {
      throw new PanelFault('forbidden-address', `${place.host}: http was not agreed to for this panel`);
    }
    if ((request.deadline ?? Infinity) <= performance.now()) {
      throw new PanelFault('not-sent', `${place.what} at ${place.host}: no time was left for it`);
    }
    const began = performance.now();
    const told = { ...place, method: request.method };
    try {
      const answer = await this.exchange(access, request, headers);
      this.tell({ ...told, status: answer.status }, began);
      return answer;
    } catch (error) {
      const fault = transportFault(error, place);
      this.tell({ ...told, fault: fault.kind }, began);
      throw fault;
    }
  }

  /** SHA-256 of the certificate that is shown there. @throws {PanelFault} `permanent` where there is none: http. */
  async shownCertificate({ url, proxyUrl }: PanelAccess): Promise<string> {
    const { host } = new URL(url);
    if (!url.startsWith('https:')) throw new PanelFault('permanent', `${host}: http shows no certificate`);
    const { allowPrivate, limits } = this.options;
    const rules = { url, proxyUrl, allowPrivate, connectMs: limits.connectMs, pinnedSha256: null };
    try {
      return await shownCertificate(rules);
    } catch (error) {
      throw transportFault(error, { host, what: 'certificate' });
    }
  }

  private tell(call: LogFields, began: number): void {
    this.options.log?.info('panel.called', { ...call, ms: Math.round(performance.now() - began) });
  }

  private async exchange(
    access: PanelAccess,
    request: PanelRequest,
    headers: Readonly<Record<string, string>>,
  ): Promise<RawAnswer> {
    const { limits } = this.options;
    const pool = this.pool(access);
    const deadline = request.deadline ?? this.deadline(request.method);
    if (request.method !== 'GET') dropIdle(pool);
    const json = request.body === undefined ? {} : { 'Content-Type': 'application/json' };
    const answer = await axios.request<Uint8Array<ArrayBuffer> | undefined>({
      method: request.method,
      url: access.url + request.path,
      data: request.body === undefined ? undefined : writeLossless(request.body),
      headers: { ...ALWAYS, ...json, ...request.headers, ...headers },
      httpAgent: pool,
      httpsAgent: pool,
      proxy: false,
      maxRedirects: 0,
      maxContentLength: limits.maxBytes,
      signal: AbortSignal.timeout(Math.ceil(deadline - performance.now())),
      responseType: 'arraybuffer',
      transformRequest: [(data) => data],
      transformResponse: [(data) => data],
      validateStatus: () => true,
    });
    const body = answer.data ?? new Uint8Array();
    return {
      status: answer.status,
      contentType: String(answer.headers['content-type'] ?? ''),
      cookies: answer.headers['set-cookie'] ?? [],
      retryAfterMs: retryAfter(answer.headers['retry-after'], answer.headers.date),
      body,
      get text() {
        return new TextDecoder().decode(body);
      },
    };
  }

  private pool(access: PanelAccess): Agent {
    const { url, pinnedSha256, proxyUrl = null } = access;
    const key = `${url} ${pinnedSha256 ?? ''} ${proxyUrl ?? ''}`;
    const known = this.pools.get(key);
    if (known) return known;
    const { allowPrivate, limits } = this.options;
    const made = connectionPool({ url, pinnedSha256, proxyUrl, allowPrivate, connectMs: limits.connectMs });
    this.pools.set(key, made);
    return made;
  }
}

/**
 * A write goes out on a new connection: an idle one may be dead without our knowing, and a write that is lost on it has
 * an unknown outcome, for which the shop waits out a quiet time. The reads that follow use the write's connection.
 */
function dropIdle(pool: Agent): void {
  for (const sockets of Object.values(pool.freeSockets)) {
    for (const socket of sockets ?? []) socket.destroy();
  }
}

/** Host and route of a request, without base path, email and subscription id. */
export const placeOf = (access: PanelAccess, request: PanelRequest): Place => ({
  host: new URL(access.url).host,
  what: request.path
    .replace(/^panel\/api\//, '')
    .split('/')
    .slice(0, 2)
    .join('/'),
});
