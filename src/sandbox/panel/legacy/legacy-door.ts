import { textIn } from '../go-json.ts';
import type { LoginLimiter } from '../login-limiter.ts';
import { type Call, looseBody } from '../panel-call.ts';
import { empty, html, json, type Reply, redirect, withCookies } from '../panel-reply.ts';
import type { PanelSessions, Session } from '../panel-sessions.ts';
import { isCodeOf } from '../totp.ts';
import type { LegacyPanel } from './legacy-call.ts';
import { inLanguageOf } from './legacy-words.ts';

/** What guards the door of a legacy panel. */
export type LegacyDoor = { panel: LegacyPanel; sessions: PanelSessions; limiter: LoginLimiter };

const WRONG = 'Invalid username or password or two-factor code.';

/** Answers what a stranger may call: login page, csrf-token, login, logout; null when the path is another's. */
export function answerAtLegacyDoor(door: LegacyDoor, call: Call): Reply | null {
  const session = door.sessions.of(call);
  const { hasTokens } = door.panel.traits;
  const handle = handlers(hasTokens)[`${call.method} ${call.path}`];
  if (!handle) return null;
  if (call.method === 'POST' && hasTokens && !door.sessions.hasCsrf(call, session)) return empty(403);
  return handle(door, call, session);
}

type Handler = (door: LegacyDoor, call: Call, session: Session) => Reply;

const COMMON: Record<string, Handler> = {
  'GET ': loginPage,
  'POST login': login,
  'POST getTwoFactorEnable': ({ panel }) => success('', Boolean(panel.store.base.identity.totpSecret)),
};
const WITHOUT_TOKENS: Record<string, Handler> = {
  ...COMMON,
  'GET logout': ({ panel, sessions }) =>
    withCookies(redirect(`/${panel.store.base.identity.basePath}/`), sessions.clearedCookies().slice(0, 1)),
};
const WITH_TOKENS: Record<string, Handler> = {
  ...COMMON,
  'GET csrf-token': csrfToken,
  'POST logout': ({ sessions }) => withCookies(json({ success: true }), sessions.clearedCookies()),
};
const handlers = (hasTokens: boolean): Record<string, Handler> => (hasTokens ? WITH_TOKENS : WITHOUT_TOKENS);

function csrfToken({ sessions }: LegacyDoor, _call: Call, session: Session): Reply {
  const next = sessions.withCsrf(session);
  const cookies = session.csrf === '' ? [sessions.cookie(next)] : [];
  return withCookies(json({ obj: next.csrf, success: true }), cookies);
}

/** 2.x names its version behind every file of the page; 3.x hands out a CSRF token instead. */
function loginPage({ panel, sessions }: LegacyDoor, call: Call, session: Session): Reply {
  const { basePath } = panel.store.base.identity;
  if (sessions.isLoggedIn(session)) return redirect(`/${basePath}/panel/`);
  const { hasTokens, version } = panel.traits;
  if (!hasTokens) return html(200, pageOf2(basePath, hostOf(call), version));
  const next = sessions.withCsrf(session);
  const page = `<!doctype html><meta name="csrf-token" content="${next.csrf}"><title>x</title>`;
  return withCookies(html(200, page), [sessions.cookie(next)]);
}

function login({ panel, sessions, limiter }: LegacyDoor, call: Call, session: Session): Reply {
  const no = (text: string) => json({ success: false, msg: inLanguageOf(call, text), obj: null });
  const body = looseBody(call);
  if (!body) return no('The Input data format is invalid.');
  const given = { username: textIn(body, 'username'), password: textIn(body, 'password') };
  if (given.username === '') return no('Username is required');
  if (given.password === '') return no('Password is required');
  const key = `${call.remoteIp} ${given.username.toLowerCase()}`;
  const now = panel.now();
  const { hasTokens } = panel.traits;
  if (hasTokens && limiter.isBlocked(key, now)) return no(WRONG);
  if (!isOwner(panel, { ...given, code: textIn(body, 'twoFactorCode') })) {
    limiter.failed(key, now);
    return no(WRONG);
  }
  limiter.succeeded(key);
  const welcome = inLanguageOf(call, ' You have successfully logged into your account.');
  return withCookies(success(welcome, null), [sessions.cookie(sessions.loggedIn(session))]);
}

/** The code must be that of this very half minute. */
function isOwner(
  { store, now }: LegacyPanel,
  given: { username: string; password: string; code: string },
): boolean {
  const { username, password, totpSecret } = store.base.identity;
  if (given.username !== username || given.password !== password) return false;
  return !totpSecret || isCodeOf(totpSecret, given.code, now());
}

const success = (msg: string, obj: unknown): Reply => json({ success: true, msg, obj });

const hostOf = (call: Call): string => (call.headers.host ?? '').replace(/:\d+$/, '');

const pageOf2 = (basePath: string, host: string, version: string): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<link rel="stylesheet" href="/${basePath}/assets/ant-design-vue/antd.min.css?${version}">
<title>${host} – Welcome</title>
</head>
<body><div id="app"></div><script src="/${basePath}/assets/js/axios-init.js?${version}"></script></body>
</html>
`;
