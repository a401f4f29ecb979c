import type { z } from 'zod';
import { type PanelAccess, PanelFault } from '../services/ports/panel.ts';
import { type Envelope, envelopeOf } from './answers.ts';
import { refusalFault, statusFault } from './fault-classes.ts';
import type { Sessions } from './session.ts';
import { type PanelRequest, placeOf, type RawAnswer, type Transport } from './transport.ts';

/** How an HTTP answer is to be taken. `turned-away` = certainly not handled, for want of a session. */
type Reading = 'envelope' | 'turned-away' | 'no-session' | 'busy' | 'permanent' | 'ambiguous';

/**
 * Calls that a panel answers in its envelope. A lost session is renewed once and the call repeated once; a write only
 * when its first answer said that it was turned away at the door. Source: contract 3x-ui section 3, RELIABILITY E5.
 */
export class PanelCalls {
  private readonly transport: Transport;
  private readonly sessions: Sessions;

  constructor(transport: Transport, sessions: Sessions) {
    this.transport = transport;
    this.sessions = sessions;
  }

  /** When a call that begins now must be over; a new login counts into it, so that a write is never late. */
  deadline(method: PanelRequest['method']): number {
    return this.transport.deadline(method);
  }

  /** The panel's envelope, also when it says `success:false`. @throws {PanelFault} when there is none. */
  async ask(access: PanelAccess, asked: PanelRequest): Promise<Envelope> {
    const request = { ...asked, deadline: asked.deadline ?? this.transport.deadline(asked.method) };
    const headers = await this.sessions.headers(access, request);
    const first = await this.transport.send(access, request, headers);
    const reading = readingOf(first, request);
    if (reading === 'envelope') return opened(access, request, first);
    if (reading !== 'ambiguous') this.forgetIfLost(access, headers, reading);
    if (!mayRepeat(access, request, reading)) throw faultOf(access, request, first);
    const again = await this.sessions.headers(access, request);
    const second = await this.transport.send(access, request, again);
    return opened(access, request, second);
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

function readingOf(answer: RawAnswer, request: PanelRequest): Reading {
  const byStatus = statusReading(answer.status);
  if (byStatus !== null) return byStatus;
  if (envelopeOf(answer.text) !== null) return 'envelope';
  if (request.method !== 'GET') return 'ambiguous';
  return isCutJson(answer) ? 'ambiguous' : 'no-session';
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

/** JSON that breaks off was the panel's; a page or another program's JSON is what stands in for a lost session. */
function isCutJson({ contentType, text }: RawAnswer): boolean {
  if (!contentType.includes('json')) return false;
  try {
    JSON.parse(text);
    return false;
  } catch {
    return true;
  }
}

const mayRepeat = (access: PanelAccess, request: PanelRequest, reading: Reading): boolean =>
  access.credentials.kind === 'password' &&
  (reading === 'turned-away' || (reading === 'no-session' && request.method === 'GET'));

function opened(access: PanelAccess, request: PanelRequest, answer: RawAnswer): Envelope {
  const envelope = readingOf(answer, request) === 'envelope' ? envelopeOf(answer.text) : null;
  if (envelope === null) throw faultOf(access, request, answer);
  return envelope;
}

function faultOf(access: PanelAccess, request: PanelRequest, answer: RawAnswer): PanelFault {
  const reading = readingOf(answer, request);
  const place = placeOf(access, request);
  if (reading === 'busy' || reading === 'permanent' || reading === 'ambiguous') {
    return statusFault(reading, answer.status, place);
  }
  const isToken = access.credentials.kind === 'token';
  const isAuth = answer.status === 403 || (isToken && answer.status === 401);
  return statusFault(isAuth ? 'auth' : 'session', answer.status, place);
}
