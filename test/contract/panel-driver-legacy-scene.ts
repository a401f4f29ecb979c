import { LegacyPanel } from '../../src/panel/legacy-panel.ts';
import type { PanelOptions } from '../../src/panel/panel-line.ts';
import { PanelRouter } from '../../src/panel/panel-router.ts';
import {
  BASE,
  byPassword,
  door,
  type Exchange,
  ok,
  type Reply,
  recorded,
  refused,
  replaying,
  type Seen,
  StandIn,
} from './panel-driver-stand-in.ts';

/** Releases up to 3.0 of which recordings are kept. */
export const LEGACY_VERSIONS = ['2.6.7', '2.8.11', '3.0.2'] as const;
export type LegacyVersion = (typeof LEGACY_VERSIONS)[number];

const OPTIONS: PanelOptions = {
  limits: { connectMs: 1_000, readMs: 2_000, writeMs: 2_000, maxBytes: 32 * 1024 ** 2 },
  allowPrivate: true,
  now: () => new Date('2026-01-01T00:00:00Z'),
};

export const legacyDriver = (changed: Partial<PanelOptions> = {}) =>
  new LegacyPanel({ ...OPTIONS, ...changed });

export const router = (changed: Partial<PanelOptions> = {}) => new PanelRouter({ ...OPTIONS, ...changed });

export const entered = (panel: StandIn) => byPassword(panel.url);

/** The login page of 2.x as far as a program looks at it. */
export const loginPage = (version: string): Reply => ({
  html: `<!DOCTYPE html><html><head><script src="${BASE}assets/js/util/index.js?${version}"></script></head></html>`,
});

/** What a panel up to 3.0 answers to one who finds out what it is, and lets in; null = another route. */
export function legacyDoor(version: string, request: Seen): Reply | null {
  const route = request.path.slice(BASE.length);
  const isThird = version.startsWith('3.');
  return strangers(version, request)[route] ?? door(request) ?? inside(version, route, isThird);
}

/** The same, and 404 for every other route. */
export const legacyAnswer = (version: string, request: Seen): Reply =>
  legacyDoor(version, request) ?? { status: 404 };

/** A panel that answers some routes in its own way; a route is named by a part of its path. */
export const legacyWith = (
  version: string,
  own: Readonly<Record<string, (request: Seen) => Reply>>,
): Promise<StandIn> =>
  new StandIn((request) => {
    const route = Object.keys(own).find((part) => request.path.includes(part)) ?? '';
    return own[route]?.(request) ?? legacyAnswer(version, request);
  }).start();

function strangers(version: string, { headers }: Seen): Readonly<Record<string, Reply>> {
  const isStranger = !headers.cookie && !headers.authorization;
  const status = version === '3.0.0' || version === '3.0.1' ? 404 : 401;
  return {
    ...(isStranger ? { 'panel/api/inbounds/list': { status } } : {}),
    ...(version.startsWith('3.') ? {} : { 'csrf-token': { status: 404 }, '': loginPage(version) }),
  };
}

/** What those who are let in find, by their version. */
function inside(version: string, route: string, isThird: boolean): Reply | null {
  const status = ok({ xray: { state: 'running', errorMsg: '', version: '26.2.6' } });
  const hasOldStatus = version.startsWith('2.6');
  const routes: Record<string, Reply> = {
    'panel/api/server/status': hasOldStatus ? { status: 404 } : status,
    'server/status': hasOldStatus ? status : { status: 404 },
    'panel/api/inbounds/get/0': refused('Obtain (record not found)'),
    'panel/api/inbounds/getSubLinks/none': version === '3.0.0' ? { status: 404 } : ok([]),
    'panel/setting/all': ok({ webPort: 2053 }),
    ...(isThird ? { 'panel/api/inbounds/options': { status: 404 } } : {}),
  };
  return routes[route] ?? null;
}

/** A panel that lets in and answers each recorded request with its recorded answer. */
export const legacyPanel = (version: LegacyVersion, ...exchanges: Exchange[]): Promise<StandIn> => {
  const rest = replaying(...exchanges);
  return new StandIn((request) => {
    const answer = rest(request);
    const isOther = typeof answer === 'object' && answer.status === 418;
    return isOther ? (legacyDoor(version, request) ?? answer) : answer;
  }).start();
};

export const steps = (version: LegacyVersion, scene: string, ...names: string[]): Exchange[] =>
  names.map((name) => recorded(version, scene, name));

/** The clients in the `settings` text that a write carried. */
export function sentClients(seen: Seen | undefined): Record<string, unknown>[] {
  const { settings } = (seen?.body ?? {}) as { settings: string };
  return (JSON.parse(settings) as { clients: Record<string, unknown>[] }).clients;
}
