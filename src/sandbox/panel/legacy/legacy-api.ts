import { LoginLimiter } from '../login-limiter.ts';
import type { Call } from '../panel-call.ts';
import { empty, html, json, Refused, type Reply, redirect, withCookies } from '../panel-reply.ts';
import { PanelSessions } from '../panel-sessions.ts';
import type { HeldAnswer } from '../panel-surface.ts';
import { paramsOf } from '../route-params.ts';
import { Panic } from './go-text.ts';
import type { LegacyPanel, LegacyRoute, Said } from './legacy-call.ts';
import { answerAtLegacyDoor, type LegacyDoor } from './legacy-door.ts';
import { additionIn, halvedAddition, inboundRoutes } from './legacy-inbound-routes.ts';
import { serverRoutes } from './legacy-server-routes.ts';
import { optionsOf, settingRoutes } from './legacy-setting-routes.ts';
import { inLanguageOf } from './legacy-words.ts';

const ADD_CLIENT = 'inbounds/addClient';
const GUARDED = /^(?:panel|server)(?:\/|$)/;
const OLD_PATHS = /^(?:xui\/API|panel\/API|xui)\//;

/** The HTTP surface of a panel of the legacy family below its base path. */
export class LegacyApi {
  readonly notFound: Reply;
  private readonly door: LegacyDoor;
  private readonly routes: LegacyRoute[];
  private readonly waiting = new Map<number, (() => void)[]>();

  constructor(panel: LegacyPanel) {
    const { traits, store } = panel;
    const sessions = new PanelSessions(store.base, panel.now, traits.cookie);
    this.door = { panel, sessions, limiter: new LoginLimiter() };
    this.routes = [...serverRoutes(traits), ...settingRoutes(traits), ...inboundRoutes(traits)];
    const { notFoundText } = traits;
    this.notFound =
      notFoundText === ''
        ? empty(404)
        : { status: 404, headers: { 'content-type': 'text/plain' }, body: notFoundText };
  }

  answer(call: Call): Reply {
    const { panel } = this.door;
    panel.core.poll();
    panel.traffic.poll();
    if (this.isForOtherHost(call)) return empty(403);
    const early = answerAtLegacyDoor(this.door, call) ?? this.turnedAway(call);
    if (early) return early;
    const found = this.find(call);
    if (!found) return this.unknown(call);
    const reply = this.spoken(call, () => found.route.handle(panel, call, found.params));
    if (found.route.path.endsWith(ADD_CLIENT)) this.wakeNext(call);
    return withCookies(
      reply,
      this.hasJustEnded(call) ? [this.door.sessions.cookie(this.door.sessions.of(call))] : [],
    );
  }

  /**
   * The lost update: an addition of clients reads now and writes when `finish` is called; `next` is fulfilled when
   * another addition to the same inbound has been done. null where the call is no addition, or is refused at once.
   */
  hold(call: Call): HeldAnswer | null {
    if (!call.path.endsWith(ADD_CLIENT) || this.turnedAway(call)) return null;
    try {
      const { inboundId, finish } = halvedAddition(this.door.panel, call);
      const { promise, resolve } = Promise.withResolvers<void>();
      this.waiting.set(inboundId, [...(this.waiting.get(inboundId) ?? []), resolve]);
      return { next: promise, finish: () => this.spoken(call, finish) };
    } catch {
      return null;
    }
  }

  /** Ends every session, as if they had run out. */
  endSessions(): void {
    this.door.sessions.endAll();
  }

  private wakeNext(call: Call): void {
    const { id } = additionOrNone(call);
    const [first, ...others] = this.waiting.get(id) ?? [];
    this.waiting.set(id, others);
    first?.();
  }

  private isForOtherHost({ headers }: Call): boolean {
    const domain = optionsOf(this.door.panel).webDomain;
    return (
      typeof domain === 'string' && domain !== '' && (headers.host ?? '').replace(/:\d+$/, '') !== domain
    );
  }

  /** What a caller gets that may not come in; null = it may. */
  private turnedAway(call: Call): Reply | null {
    if (!GUARDED.test(call.path)) return null;
    const { hasTokens } = this.door.panel.traits;
    return hasTokens ? this.turnedAwayFrom3(call) : this.withoutSession(call);
  }

  /** 3.0 lets a token in at the API, and asks sessions for the CSRF token with what they write. */
  private turnedAwayFrom3(call: Call): Reply | null {
    const { sessions } = this.door;
    if (isForApi(call) && sessions.hasToken(call)) return null;
    const away = this.withoutSession(call);
    if (away) return withCookies(away, this.clearedCookie(call));
    return call.method === 'GET' || sessions.hasCsrf(call, sessions.of(call)) ? null : empty(403);
  }

  /** 3.0 empties the cookie of a session that has ended. */
  private clearedCookie(call: Call): string[] {
    const { sessions } = this.door;
    return this.hasJustEnded(call) ? [sessions.cookie({ ...sessions.of(call), user: false, csrf: '' })] : [];
  }

  /** A call that changes the password still gets the cookie of its old session. */
  private hasJustEnded(call: Call): boolean {
    const { sessions, panel } = this.door;
    return panel.traits.hasTokens && sessions.hasEnded(sessions.of(call));
  }

  private withoutSession(call: Call): Reply | null {
    const { panel, sessions } = this.door;
    if (sessions.isLoggedIn(sessions.of(call))) return null;
    return isForApi(call) && panel.traits.stranger !== 'told' ? this.hidden(call) : this.told(call);
  }

  private hidden(call: Call): Reply {
    return isXhr(call) && this.door.panel.traits.stranger === 'hidden-unless-xhr'
      ? empty(401)
      : this.notFound;
  }

  private told(call: Call): Reply {
    if (isXhr(call)) {
      const msg = inLanguageOf(call, 'Your session has expired, please log in again');
      return { ...json({ success: false, msg, obj: null }), status: 401 };
    }
    const away = redirect(`/${this.door.panel.store.base.identity.basePath}/`);
    return call.method === 'GET'
      ? away
      : { ...away, headers: { location: String(away.headers.location) }, body: '' };
  }

  private find(call: Call): { route: LegacyRoute; params: Record<string, string> } | null {
    const parts = call.path.split('/');
    for (const route of this.routes) {
      const params = route.method === call.method ? paramsOf(route.path.split('/'), parts) : null;
      if (params) return { route, params };
    }
    return null;
  }

  private unknown(call: Call): Reply {
    const { basePath } = this.door.panel.store.base.identity;
    if (OLD_PATHS.test(call.path)) {
      const location = `/${basePath}/${call.path.replace(OLD_PATHS, (old) => (old.includes('API') ? 'panel/api/' : 'panel/'))}`;
      return { ...redirect(location), status: 301 };
    }
    const isPage = call.method === 'GET' && /^panel\/?(inbounds|settings|xray)?$/.test(call.path);
    return isPage ? html(200, '<!DOCTYPE html><title>3x-ui</title>') : this.notFound;
  }

  private spoken(call: Call, handle: () => Said | Reply): Reply {
    try {
      const result = handle();
      if ('status' in result) return result;
      return json({ success: true, msg: inLanguageOf(call, result.msg), obj: result.obj });
    } catch (fault) {
      if (fault instanceof Panic) return empty(500);
      if (!(fault instanceof Refused)) throw fault;
      return json({
        success: false,
        msg: `${inLanguageOf(call, fault.prefix)} (${fault.message})`,
        obj: null,
      });
    }
  }
}

const isForApi = ({ path }: Call): boolean => path.startsWith('panel/api/');

const isXhr = ({ headers }: Call): boolean => headers['x-requested-with'] === 'XMLHttpRequest';

function additionOrNone(call: Call): { id: number } {
  try {
    return additionIn(call);
  } catch {
    return { id: 0 };
  }
}
