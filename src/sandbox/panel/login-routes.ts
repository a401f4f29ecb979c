import { textIn } from './go-json.ts';
import type { LoginLimiter } from './login-limiter.ts';
import { type Call, looseBody, type Panel } from './panel-call.ts';
import type { Identity } from './panel-records.ts';
import { empty, failed, html, json, ok, type Reply, redirect, withCookies } from './panel-reply.ts';
import type { PanelSessions, Session } from './panel-sessions.ts';
import { isCodeOf } from './totp.ts';

/** What guards the panel's door. */
export type Door = { panel: Panel; sessions: PanelSessions; limiter: LoginLimiter };

const WRONG = 'Invalid username or password or two-factor code.';

/** Answers what a stranger may call: login page, csrf-token, login, logout; null when the path is another's. */
export function answerAtTheDoor(door: Door, call: Call): Reply | null {
  const session = door.sessions.of(call);
  if (call.method === 'GET') return doorPage(door, call, session);
  const handle = POSTS[call.path];
  if (!handle || call.method !== 'POST') return null;
  return door.sessions.hasCsrf(call, session) ? handle(door, call, session) : empty(403);
}

/** The panel's pages: a stranger is sent to the login page. */
export function answerPage(door: Door, call: Call): Reply {
  if (door.sessions.isLoggedIn(door.sessions.of(call))) return html(200, '<title>3x-ui</title>');
  if (call.headers['x-requested-with'] === 'XMLHttpRequest') return empty(401);
  return redirect(`/${door.panel.store.identity.basePath}/`);
}

function doorPage({ panel, sessions }: Door, call: Call, session: Session): Reply | null {
  if (call.path === 'csrf-token') {
    const next = sessions.withCsrf(session);
    const cookies = session.csrf === '' ? [sessions.cookie(next)] : [];
    return withCookies(json({ obj: next.csrf, success: true }), cookies);
  }
  if (call.path !== '') return null;
  if (sessions.isLoggedIn(session)) return redirect(`/${panel.store.identity.basePath}/panel/`);
  return withCookies(html(200, '<!doctype html><title>x</title>'), [
    sessions.cookie(sessions.withCsrf(session)),
  ]);
}

const POSTS: Record<string, (door: Door, call: Call, session: Session) => Reply> = {
  login,
  logout: ({ sessions }) => withCookies(json({ success: true }), sessions.clearedCookies()),
  getTwoFactorEnable: ({ panel }) => ok(Boolean(panel.store.identity.totpSecret)),
};

function login({ panel, sessions, limiter }: Door, call: Call, session: Session): Reply {
  const body = looseBody(call);
  if (!body) return failed('The input data format is invalid.');
  const username = textIn(body, 'username');
  const password = textIn(body, 'password');
  if (username === '') return failed('Username is required');
  if (password === '') return failed('Password is required');
  const key = `${call.remoteIp} ${username.toLowerCase()}`;
  const now = panel.now();
  if (limiter.isBlocked(key, now)) return failed(WRONG);
  const { identity } = panel.store;
  const isRight = username === identity.username && password === identity.password;
  if (!isRight || !isSecondFactor(identity, textIn(body, 'twoFactorCode'), now)) {
    limiter.failed(key, now);
    return failed(WRONG);
  }
  limiter.succeeded(key);
  const cookie = sessions.cookie(sessions.loggedIn(session));
  return withCookies(ok(null, 'You have successfully logged into your account.'), [cookie]);
}

/** Where none is set up, any code will do. */
const isSecondFactor = ({ totpSecret }: Identity, code: string, now: number): boolean =>
  !totpSecret || isCodeOf(totpSecret, code, now);
