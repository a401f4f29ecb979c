import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Call, isForm } from './panel-call.ts';
import type { PanelStore } from './panel-store.ts';

const sessionShape = z.object({ user: z.boolean(), epoch: z.number(), csrf: z.string(), at: z.number() });

/** What the cookie carries. `csrf` '' = none asked for yet; `at` = when it was signed, in ms. */
export type Session = z.infer<typeof sessionShape>;

/** Where a cookie is valid, and whether it says SameSite: 2.6 does not yet. */
export type CookieRules = { readonly path: 'root' | 'base'; readonly sameSite: boolean };

const MAX_AGE_SECONDS = 360 * 60;
const SIGNATURE_LASTS_MS = 30 * 86_400_000;

/**
 * Who is calling: the signed cookie `3x-ui`, or a Bearer token. Cookies are stateless, so they outlive logout and
 * restart; a changed password ends them (contracts/3x-ui.md sections 2.2 to 2.4).
 */
export class PanelSessions {
  private readonly store: PanelStore;
  private readonly now: () => number;
  private readonly rules: CookieRules;

  constructor(store: PanelStore, now: () => number, rules: CookieRules = { path: 'base', sameSite: true }) {
    this.store = store;
    this.now = now;
    this.rules = rules;
  }

  /** The session of the cookie, or an empty one. */
  of(call: Call): Session {
    const cookies = (call.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
    const value = cookies.find((cookie) => cookie.startsWith('3x-ui='))?.slice('3x-ui='.length);
    return (value && this.verified(value)) || { user: false, epoch: 0, csrf: '', at: 0 };
  }

  isLoggedIn(session: Session): boolean {
    return session.user && session.epoch === this.store.identity.epoch;
  }

  /** Whether a login was once there and has ended: the panel then clears the cookie. */
  hasEnded(session: Session): boolean {
    return session.user && !this.isLoggedIn(session);
  }

  hasToken(call: Call): boolean {
    const given = /^Bearer (.+)$/.exec(call.headers.authorization ?? '')?.[1];
    if (!given) return false;
    const issued = this.store.tokens().filter(({ enabled }) => enabled);
    return [this.store.identity.token, ...issued.map(({ token }) => token)].some((token) =>
      same(token, given),
    );
  }

  /** Whether an unsafe call carries the token of its session, in the header or in the form. */
  hasCsrf(call: Call, session: Session): boolean {
    const inForm = isForm(call) ? new URLSearchParams(call.body).get('_csrf') : null;
    const given = call.headers['x-csrf-token'] ?? inForm ?? '';
    return session.csrf !== '' && same(session.csrf, given);
  }

  withCsrf(session: Session): Session {
    return { ...session, csrf: session.csrf || randomBytes(32).toString('base64url') };
  }

  loggedIn(session: Session): Session {
    return { ...session, user: true, epoch: this.store.identity.epoch };
  }

  /** Ends all sessions that are open now. */
  endAll(): void {
    const { identity } = this.store;
    this.store.saveIdentity({ ...identity, epoch: identity.epoch + 1 });
  }

  /** A Set-Cookie line that carries a session. */
  cookie(session: Session): string {
    const text = Buffer.from(JSON.stringify({ ...session, at: this.now() })).toString('base64url');
    const expires = new Date(this.now() + MAX_AGE_SECONDS * 1000).toUTCString();
    return this.line(`${text}.${this.signature(text)}`, `Expires=${expires}; Max-Age=${MAX_AGE_SECONDS}`);
  }

  /** The Set-Cookie lines of a logout. */
  clearedCookies(): string[] {
    const past = 'Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0';
    return [this.line('', past), `3x-ui=; Path=/; ${past}; HttpOnly; SameSite=Lax`];
  }

  private line(value: string, age: string): string {
    const path = this.rules.path === 'root' ? '/' : `/${this.store.identity.basePath}/`;
    return `3x-ui=${value}; Path=${path}; ${age}; HttpOnly${this.rules.sameSite ? '; SameSite=Lax' : ''}`;
  }

  private verified(value: string): Session | null {
    const [text = '', signature = ''] = value.split('.');
    if (!same(this.signature(text), signature)) return null;
    const session = sessionShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return this.now() - session.at < SIGNATURE_LASTS_MS ? session : null;
  }

  private signature(text: string): string {
    return createHmac('sha256', this.store.identity.cookieKey).update(text).digest('base64url');
  }
}

function same(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
