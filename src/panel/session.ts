import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type PanelAccess, type PanelCredentials, PanelFault } from '../services/ports/panel.ts';
import { envelopeOf } from './answers.ts';
import { asNotSent, statusFault } from './fault-classes.ts';
import { totpCode, totpPause } from './totp.ts';
import { type PanelRequest, placeOf, type RawAnswer, type Transport } from './transport.ts';

/** What a logged-in browser would hold; panels of 2.x know no CSRF token: it is empty. */
type Session = { readonly cookie: string; readonly csrf: string };

/** What is remembered of one panel, for one set of credentials. */
type Door = {
  readonly fingerprint: string;
  session: Session | null;
  opening: Promise<Session> | null;
  refusedAt: Date | null;
};

type PasswordCredentials = Extract<PanelCredentials, { kind: 'password' }>;

/** So often a person may have it tried all the same: a password that was put right is taken at once. */
const ASKED_BY_HAND_AFTER_MS = 60_000;
/** Panels of 3.x lock a name out after five wrong passwords, and then answer the right one alike. */
const QUIET_AFTER_REFUSAL_MS = 10 * 60_000;
const NO_VALUE = /^[^=]*=?$/;
const CSRF: PanelRequest = { method: 'GET', path: 'csrf-token' };

/**
 * Proves to panels who the shop is: by token, or by a login of which there is one at a time per panel. Sessions live
 * in memory alone. Source: contract 3x-ui sections 2.2 to 2.5.
 */
export class Sessions {
  private readonly transport: Transport;
  private readonly now: () => Date;
  private readonly doors = new Map<string, Door>();

  constructor(transport: Transport, now: () => Date) {
    this.transport = transport;
    this.now = now;
  }

  /** Headers that let a request in. @throws {PanelFault} of the login, never `ambiguous`: the request was not sent. */
  async headers(access: PanelAccess, request: PanelRequest): Promise<Record<string, string>> {
    const { credentials } = access;
    if (credentials.kind === 'token') return { Authorization: `Bearer ${credentials.token}` };
    const { cookie, csrf } = await this.open(access, credentials);
    return { Cookie: cookie, ...(request.method === 'GET' ? {} : csrfHeader(csrf)) };
  }

  /** Drops the session that `headers` belong to; a newer one, made meanwhile by another call, stays. */
  forget(access: PanelAccess, headers: Readonly<Record<string, string>>): void {
    const door = this.door(access);
    if (door.session?.cookie === headers.Cookie) door.session = null;
  }

  /** Drops the session of this panel; that it refused a login is remembered. */
  leave({ url }: PanelAccess): void {
    const door = this.doors.get(url);
    if (door) door.session = null;
  }

  private async open(access: PanelAccess, credentials: PasswordCredentials): Promise<Session> {
    const door = this.door(access);
    if (door.session) return door.session;
    this.guardRefusal(access, door);
    door.opening ??= this.logIn(access, credentials, door).finally(() => {
      door.opening = null;
    });
    return door.opening;
  }

  private guardRefusal(access: PanelAccess, door: Door): void {
    const since = door.refusedAt === null ? null : this.now().getTime() - door.refusedAt.getTime();
    const quiet = access.insists ? ASKED_BY_HAND_AFTER_MS : QUIET_AFTER_REFUSAL_MS;
    if (since === null || since < 0 || since >= quiet) return;
    const { host } = new URL(access.url);
    const text = `${host}: not asked again within ${quiet / 60_000} min of a refused login`;
    throw new PanelFault('auth', text, { retryAfterMs: access.insists ? quiet - since : null });
  }

  private async logIn(access: PanelAccess, credentials: PasswordCredentials, door: Door): Promise<Session> {
    const anonymous = await this.knock(access);
    const login: PanelRequest = {
      method: 'POST',
      path: 'login',
      body: await this.proof(access, credentials),
    };
    const answer = await this.ask(access, login, {
      ...(anonymous.cookie === '' ? {} : { Cookie: anonymous.cookie }),
      ...csrfHeader(anonymous.csrf),
    });
    const envelope = envelopeOf(answer.text);
    if (answer.status !== 200 || envelope === null) throw loginFault(access, login, answer);
    if (!envelope.success) {
      door.refusedAt = this.now();
      throw new PanelFault(
        'auth',
        `${new URL(access.url).host}: the panel refused user name, password or code`,
      );
    }
    door.refusedAt = null;
    door.session = { cookie: cookieOf(answer.cookies) || anonymous.cookie, csrf: anonymous.csrf };
    return door.session;
  }

  private async proof(access: PanelAccess, credentials: PasswordCredentials) {
    const { username, password, totpSecret, totpCode: digits } = credentials;
    if (digits) return { username, password, twoFactorCode: digits };
    if (!totpSecret) return { username, password };
    const pause = totpPause(this.now());
    const twoFactorCode = totpCode(totpSecret, new Date(this.now().getTime() + pause));
    if (twoFactorCode === null) {
      throw new PanelFault('auth', `${new URL(access.url).host}: the two-factor secret is not base32`);
    }
    if (pause > 0) await wait(pause);
    return { username, password, twoFactorCode };
  }

  /** 404 = there is no such route: a panel of 2.x, which asks for a password and nothing else. */
  private async knock(access: PanelAccess): Promise<Session> {
    const answer = await this.ask(access, CSRF, {});
    if (answer.status === 404) return { cookie: '', csrf: '' };
    const envelope = envelopeOf(answer.text);
    if (answer.status !== 200 || typeof envelope?.obj !== 'string') throw loginFault(access, CSRF, answer);
    return { cookie: cookieOf(answer.cookies), csrf: envelope.obj };
  }

  /** A login whose outcome is unknown leaves the request behind it certainly unsent. */
  private async ask(
    access: PanelAccess,
    request: PanelRequest,
    headers: Record<string, string>,
  ): Promise<RawAnswer> {
    try {
      const deadline = this.transport.deadline('GET');
      return await this.transport.send(access, { ...request, deadline }, headers);
    } catch (error) {
      throw asNotSent(error);
    }
  }

  private door(access: PanelAccess): Door {
    const fingerprint = createHash('sha256').update(JSON.stringify(access.credentials)).digest('hex');
    const known = this.doors.get(access.url);
    if (known?.fingerprint === fingerprint) return known;
    const door: Door = { fingerprint, session: null, opening: null, refusedAt: null };
    this.doors.set(access.url, door);
    return door;
  }
}

const csrfHeader = (csrf: string): Record<string, string> => (csrf === '' ? {} : { 'X-CSRF-Token': csrf });

function loginFault(access: PanelAccess, request: PanelRequest, answer: RawAnswer): PanelFault {
  const busy = answer.status === 429 || answer.status === 503;
  const kind = busy ? 'busy' : answer.status >= 500 ? 'not-sent' : 'session';
  return statusFault(kind, answer, placeOf(access, request));
}

/** Panels send the cookie of an empty session along with a refusal, and one without a value when they end it. */
const cookieOf = (lines: readonly string[]): string =>
  lines
    .map((line) => line.split(';', 1)[0] ?? '')
    .filter((pair) => !NO_VALUE.test(pair))
    .join('; ');
