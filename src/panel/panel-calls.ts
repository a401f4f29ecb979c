import type { z } from 'zod';
import { type PanelAccess, PanelFault } from '../services/ports/panel.ts';
import type { AnswerReader } from './answer-reader.ts';
import type { Envelope } from './answers.ts';
import type { Digest, Digested } from './digests.ts';
import { type Place, RouteMissing, refusalFault, statusFault } from './fault-classes.ts';
import { type Opened, openedText } from './opened-answer.ts';
import type { Sessions } from './session.ts';
import { type PanelRequest, placeOf, type RawAnswer, type Transport } from './transport.ts';

/** How an HTTP answer is to be taken. `turned-away` = certainly not handled, for want of a session. */
type Reading = 'envelope' | 'turned-away' | 'no-session' | 'busy' | 'permanent' | 'ambiguous';

/** An answer that was read once. */
type Answer = {
  readonly status: number;
  readonly retryAfterMs: number | null;
  readonly reading: Reading;
  readonly opened: Opened | null;
};

type Sent = { readonly access: PanelAccess; readonly request: PanelRequest; readonly digest: Digest | null };

/**
 * Calls that a panel answers in its envelope. A lost session is renewed once and the call repeated once; a write only
 * when its first answer said that it was turned away at the door. Source: contract 3x-ui section 3, RELIABILITY E5.
 */
export class PanelCalls {
  private readonly transport: Transport;
  private readonly sessions: Sessions;
  private readonly answers: AnswerReader;

  constructor(transport: Transport, sessions: Sessions, answers: AnswerReader) {
    this.transport = transport;
    this.sessions = sessions;
    this.answers = answers;
  }

  /** What the panel shows before it is spoken to. @throws {PanelFault} of transport. */
  shownCertificate(access: PanelAccess): Promise<string> {
    return this.transport.shownCertificate(access);
  }

  /** The login is made anew before the next call. */
  leave(access: PanelAccess): void {
    this.sessions.leave(access);
  }

  /** When a call that begins now must be over; a new login counts into it, so that a write is never late. */
  deadline(method: PanelRequest['method'], isPatient = false): number {
    return this.transport.deadline(method, isPatient);
  }

  /** The panel's envelope, also when it says `success:false`. @throws {PanelFault} when there is none. */
  async ask(access: PanelAccess, asked: PanelRequest): Promise<Envelope> {
    return (await this.answered(access, asked, null)).envelope;
  }

  /** What is wanted of an answer that may be large. @throws {PanelFault} as `read`. */
  async digest(access: PanelAccess, asked: PanelRequest, digest: Digest): Promise<Digested> {
    const { envelope, digested } = await this.answered(access, asked, digest);
    if (digested === null) throw refusalFault(envelope.msg, placeOf(access, asked));
    return digested;
  }

  /** `obj` of a successful answer, checked. @throws {PanelFault} also for a refusal, by its words. */
  async read<Value>(access: PanelAccess, request: PanelRequest, shape: z.ZodType<Value>): Promise<Value> {
    const envelope = await this.ask(access, request);
    if (!envelope.success) throw refusalFault(envelope.msg, placeOf(access, request));
    return shaped(envelope.obj, shape, { access, request });
  }

  /** One answer with the session there is, whatever its status: for probing which routes a panel has. */
  async probe(access: PanelAccess, path: string): Promise<RawAnswer> {
    const request: PanelRequest = { method: 'GET', path };
    const headers = await this.sessions.headers(access, request);
    return this.transport.send(access, request, headers);
  }

  private async answered(access: PanelAccess, asked: PanelRequest, digest: Digest | null) {
    const request = { ...asked, deadline: asked.deadline ?? this.transport.deadline(asked.method) };
    const sent: Sent = { access, request, digest };
    const headers = await this.sessions.headers(access, request);
    const first = await this.send(sent, headers);
    if (first.reading === 'envelope') return answerOf(sent, first);
    this.forgetIfLost(access, headers, first.reading);
    if (!mayRepeat(access, request, first.reading)) throw faultOf(sent, first);
    const again = await this.sessions.headers(access, request);
    return answerOf(sent, await this.send(sent, again));
  }

  private async send({ access, request, digest }: Sent, headers: Record<string, string>): Promise<Answer> {
    const raw = await this.transport.send(access, request, headers);
    const { status, retryAfterMs } = raw;
    const byStatus = statusReading(status);
    if (byStatus !== null) return { status, retryAfterMs, reading: byStatus, opened: null };
    const opened = digest === null ? openedText(raw.text, null) : await this.answers.open(raw.body, digest);
    return { status, retryAfterMs, reading: readingOf(opened, raw.contentType, request), opened };
  }

  private forgetIfLost(access: PanelAccess, headers: Record<string, string>, reading: Reading): void {
    if (reading === 'turned-away' || reading === 'no-session') this.sessions.forget(access, headers);
  }
}

/** @throws {PanelFault} `ambiguous` when a panel's answer lacks what it always has. */
export function shaped<Value>(
  value: unknown,
  shape: z.ZodType<Value>,
  { access, request }: { access: PanelAccess; request: PanelRequest },
): Value {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const { host, what } = placeOf(access, request);
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new PanelFault('ambiguous', `${what} at ${host}: an answer of another shape (${where})`);
}

/** JSON that breaks off was the panel's; a page or another program's JSON is what stands in for a lost session. */
function readingOf({ envelope, isJson }: Opened, contentType: string, { method }: PanelRequest): Reading {
  if (envelope !== null) return 'envelope';
  if (method !== 'GET') return 'ambiguous';
  return contentType.includes('json') && !isJson ? 'ambiguous' : 'no-session';
}

const READINGS: ReadonlyMap<number, Reading> = new Map([
  [401, 'turned-away'],
  [403, 'turned-away'],
  [404, 'turned-away'],
  [408, 'ambiguous'],
  [429, 'busy'],
  [503, 'busy'],
]);

function statusReading(status: number): Reading | null {
  const known = READINGS.get(status);
  if (known !== undefined) return known;
  if (status >= 500) return 'ambiguous';
  if (status >= 400) return 'permanent';
  return status >= 300 ? 'turned-away' : null;
}

const mayRepeat = (access: PanelAccess, request: PanelRequest, reading: Reading): boolean =>
  access.credentials.kind === 'password' &&
  (reading === 'turned-away' || (reading === 'no-session' && request.method === 'GET'));

function answerOf(sent: Sent, answer: Answer): { envelope: Envelope; digested: Digested | null } {
  const { envelope = null, digested = null } = answer.opened ?? {};
  if (envelope === null) throw faultOf(sent, answer);
  return { envelope, digested };
}

function faultOf({ access, request }: Sent, answer: Answer): PanelFault {
  const { status, reading } = answer;
  const place = placeOf(access, request);
  if (reading === 'busy' || reading === 'permanent' || reading === 'ambiguous') {
    return statusFault(reading, answer, place);
  }
  if (status === 404) return /%2f/i.test(request.path) ? outOfReach(place) : new RouteMissing(place);
  const isToken = access.credentials.kind === 'token';
  const isAuth = status === 403 || (isToken && status === 401);
  return statusFault(isAuth ? 'auth' : 'session', answer, place);
}

/** Panels look for a route in the decoded path: with a slash in a name no panel has one. */
const outOfReach = ({ host, what }: Place) =>
  new PanelFault(
    'permanent',
    `${what} at ${host}: a name or key with "/" in it, by which the panel finds no client (HTTP 404)`,
  );
