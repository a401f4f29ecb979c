import { CLIENT_ROUTES } from './client-routes.ts';
import { pollDepletion } from './depletion.ts';
import { HOST_ROUTES } from './host-routes.ts';
import { INBOUND_ROUTES } from './inbound-routes.ts';
import { LoginLimiter } from './login-limiter.ts';
import { answerAtTheDoor, answerPage, type Door } from './login-routes.ts';
import type { Call, Panel, Route } from './panel-call.ts';
import { empty, failed, Refused, type Reply, redirect, refusal, withCookies } from './panel-reply.ts';
import { PanelSessions } from './panel-sessions.ts';
import { paramsOf } from './route-params.ts';
import { SETTING_ROUTES } from './setting-routes.ts';

const API = 'panel/api/';
const PAGES = 'panel/';
const SETTING = 'setting/';
const SESSION_ENDED = 'Your session has expired, please log in again';

/** The HTTP surface below the base path: who may call, which route answers, in which words. */
export class PanelApi {
  readonly notFound = empty(404);
  private readonly door: Door;

  constructor(panel: Panel) {
    this.door = { panel, sessions: new PanelSessions(panel.store, panel.now), limiter: new LoginLimiter() };
  }

  answer(call: Call): Reply {
    pollDepletion(this.door.panel.store, this.door.panel.now());
    if (call.path.startsWith(API)) return this.answerApi(call);
    if (this.isOldSetting(call)) return this.answerOldSetting(call);
    const atTheDoor = answerAtTheDoor(this.door, call);
    if (atTheDoor) return atTheDoor;
    return call.method === 'GET' && call.path.startsWith('panel/') ? answerPage(this.door, call) : empty(404);
  }

  /** Ends every session, as a changed password does. */
  endSessions(): void {
    this.door.sessions.endAll();
  }

  private answerApi(call: Call): Reply {
    const { panel } = this.door;
    const { settingsInApi, missingRoutes } = panel.traits;
    const isThere = ({ path }: Route) =>
      !missingRoutes.includes(path) && (settingsInApi || !path.startsWith(SETTING));
    return this.turnedAway(call) ?? answerRoute(panel, call, { below: API, isThere });
  }

  private isOldSetting({ path }: Call): boolean {
    return !this.door.panel.traits.settingsInApi && path.startsWith(PAGES + SETTING);
  }

  /** Before 3.3 the settings were pages of the panel: a token does not open them. */
  private answerOldSetting(call: Call): Reply {
    const { panel, sessions } = this.door;
    const session = sessions.of(call);
    if (!sessions.isLoggedIn(session)) {
      const isXhr = call.headers['x-requested-with'] === 'XMLHttpRequest';
      return isXhr
        ? { ...failed(SESSION_ENDED), status: 401 }
        : redirect(`/${panel.store.identity.basePath}/`);
    }
    if (call.method !== 'GET' && !sessions.hasCsrf(call, session)) return empty(403);
    return answerRoute(panel, call, { below: PAGES, isThere: ({ path }) => path.startsWith(SETTING) });
  }

  private turnedAway(call: Call): Reply | null {
    const { sessions } = this.door;
    if (sessions.hasToken(call)) return null;
    const session = sessions.of(call);
    if (!sessions.isLoggedIn(session)) {
      const cookies = sessions.hasEnded(session)
        ? [sessions.cookie({ ...session, user: false, csrf: '' })]
        : [];
      const isXhr = call.headers['x-requested-with'] === 'XMLHttpRequest';
      return withCookies(empty(isXhr ? 401 : 404), cookies);
    }
    return call.method === 'GET' || sessions.hasCsrf(call, session) ? null : empty(403);
  }
}

const ROUTES: Route[] = [...SETTING_ROUTES, ...INBOUND_ROUTES, ...CLIENT_ROUTES, ...HOST_ROUTES];

type Where = { below: string; isThere: (route: Route) => boolean };

function answerRoute(panel: Panel, call: Call, { below, isThere }: Where): Reply {
  const parts = call.path.slice(below.length).split('/');
  for (const route of ROUTES.filter(isThere)) {
    const params = route.method === call.method ? paramsOf(route.path.split('/'), parts) : null;
    if (params) return handled(() => route.handle(panel, call, params));
  }
  return empty(404);
}

function handled(handle: () => Reply): Reply {
  try {
    return handle();
  } catch (refused) {
    if (refused instanceof Refused) return refusal(refused);
    throw refused;
  }
}
