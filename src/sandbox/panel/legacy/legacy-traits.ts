import type { Generation } from '../generation.ts';

/**
 * What a panel of the legacy family (clients inside the inbound's settings) does otherwise than another of it. Source:
 * contract 3x-ui sections 0 to 9 and the recordings; 2.9.4 was not recorded and follows the contract.
 */
export type LegacyTraits = {
  readonly version: string;
  /** The version of the Xray core that the status names. */
  readonly coreVersion: string;
  /** How a caller without a session is met at the API: told to log in, or as if nothing were there. */
  readonly stranger: 'told' | 'hidden' | 'hidden-unless-xhr';
  /** The body of a 404. */
  readonly notFoundText: string;
  readonly cookie: { readonly path: 'root' | 'base'; readonly sameSite: boolean };
  /** Whether a changed password or a new second factor ends the sessions that are open. */
  readonly endsSessions: boolean;
  /** API tokens, CSRF tokens, the login limiter, and a logout by POST: all came with 3.0. */
  readonly hasTokens: boolean;
  /** Routes that some versions have. */
  readonly routes: {
    /** The pages' own copies of the routes, `POST panel/inbound/...`, and `POST server/...` for the machine. */
    readonly ui: boolean;
    readonly byEmail: boolean;
    readonly lastOnline: boolean;
    readonly setEnable: boolean;
    readonly links: boolean;
  };
  /** What share links say: the modern kcp and xhttp parameters (2.9 on), and the encryption of vless (2.6.8 on). */
  readonly links: { readonly modernTransports: boolean; readonly encryption: boolean };
  /** Fields that some versions answer with. */
  readonly fields: { readonly trafficReset: boolean; readonly identityInTraffic: boolean };
  /** Whether the counters' `enable` follows the client's; else it is true until the client runs out. */
  readonly countersFollowEnable: boolean;
  /** Whether `getClientTraffics` shows the `enable` of the settings in place of its own. */
  readonly trafficShowsSettingsEnable: boolean;
  /** What is said about the traffic of a client that is not there; `panic` = its reset answers 500. */
  readonly unknownTraffic: 'null-and-panic' | 'refused';
  /** Whether setting counters raises `allTime`. */
  readonly countsAllTimeOnSet: boolean;
  /** Whether a reset is noted at the inbound. */
  readonly notesReset: boolean;
  /** Whether a reset alone lets a client that ran out connect again. */
  readonly resetServesAgain: boolean;
  /** Whether a client that ran out is switched off in the settings too. */
  readonly depletesSettings: boolean;
  /** Whether the core is started anew when a client runs out; the setting restartXrayOnClientDisable rules it. */
  readonly restartsOnDepletion: boolean;
  /** Whether an equal subId excuses an equal email, and an email is asked for. */
  readonly checksIdentity: boolean;
  readonly refusesUnknownRemoval: boolean;
  /** Whether the core refuses mKCP with a header or a seed. */
  readonly coreRefusesKcpSeed: boolean;
  readonly defaults: { readonly pageSize: number; readonly sub: boolean; readonly clash: boolean };
};

const V2_8: LegacyTraits = {
  version: '2.8.11',
  coreVersion: '26.2.6',
  stranger: 'hidden',
  notFoundText: '',
  cookie: { path: 'root', sameSite: true },
  endsSessions: false,
  hasTokens: false,
  routes: { ui: false, byEmail: true, lastOnline: true, setEnable: false, links: false },
  links: { modernTransports: false, encryption: true },
  fields: { trafficReset: true, identityInTraffic: true },
  countersFollowEnable: true,
  trafficShowsSettingsEnable: true,
  unknownTraffic: 'refused',
  countsAllTimeOnSet: false,
  notesReset: false,
  resetServesAgain: false,
  depletesSettings: false,
  restartsOnDepletion: false,
  checksIdentity: false,
  refusesUnknownRemoval: false,
  coreRefusesKcpSeed: false,
  defaults: { pageSize: 25, sub: true, clash: false },
};

const V2_6: LegacyTraits = {
  ...V2_8,
  version: '2.6.7',
  coreVersion: '25.8.29',
  stranger: 'told',
  notFoundText: '404 page not found',
  cookie: { path: 'root', sameSite: false },
  routes: { ui: true, byEmail: false, lastOnline: false, setEnable: false, links: false },
  links: { modernTransports: false, encryption: false },
  fields: { trafficReset: false, identityInTraffic: false },
  countersFollowEnable: false,
  trafficShowsSettingsEnable: false,
  unknownTraffic: 'null-and-panic',
  resetServesAgain: true,
  defaults: { pageSize: 50, sub: false, clash: false },
};

const V2_9: LegacyTraits = {
  ...V2_8,
  version: '2.9.4',
  coreVersion: '26.3.27',
  cookie: { path: 'base', sameSite: true },
  routes: { ...V2_8.routes, setEnable: true },
  links: { modernTransports: true, encryption: true },
  trafficShowsSettingsEnable: false,
  depletesSettings: true,
  restartsOnDepletion: true,
  refusesUnknownRemoval: true,
  coreRefusesKcpSeed: true,
  defaults: { ...V2_8.defaults, clash: true },
};

const V3_0: LegacyTraits = {
  ...V2_9,
  version: '3.0.2',
  stranger: 'hidden-unless-xhr',
  endsSessions: true,
  hasTokens: true,
  routes: { ...V2_9.routes, links: true },
  countsAllTimeOnSet: true,
  notesReset: true,
  checksIdentity: true,
};

const LEGACY_TRAITS: Partial<Record<Generation, LegacyTraits>> = {
  '2.6': V2_6,
  '2.8': V2_8,
  '2.9': V2_9,
  '3.0': V3_0,
};

/** The traits of a generation of the legacy family, null for the others. */
export const legacyTraits = (generation: Generation): LegacyTraits | null =>
  LEGACY_TRAITS[generation] ?? null;
