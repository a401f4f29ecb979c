/**
 * What the generations with client rows (3.1 and later) do differently. Source: the recordings of 3.1.0 and 3.6.0;
 * what stands between them follows contract 3x-ui, and is as on 3.6 where nothing is said.
 */
export type ClientsTraits = {
  readonly panelVersion: string;
  readonly coreVersion: string;
  /** The same email and subId on the same inbound once more. */
  readonly sameAddAgain: 'refused' | 'doubled' | 'passed-over';
  /** An update without credentials draws new ones. */
  readonly rotatesCredentials: boolean;
  /** A new name is a new row; the old one stays behind without inbounds. */
  readonly renameLeavesOldRow: boolean;
  /** One subId belongs to one email, and names have no blanks and slashes. */
  readonly checksNames: boolean;
  /** A reset of the traffic alone switches a client on again; else only its counters look switched on. */
  readonly resetSwitchesOn: boolean;
  /** On which of its inbounds a client is counted. */
  readonly countedOn: 'first' | 'last';
  /** Traffic of nobody is refused; else it is null. */
  readonly refusesUnknownTraffic: boolean;
  /** What stands before `(record not found)` where nobody has the email. */
  readonly unknownPrefix: string;
  /** A removed client is told by name that it is not there. */
  readonly namesUnknownRemoved: boolean;
  /**
   * Inbounds are checked before they are kept. Where not, one whose settings are no JSON makes every add on the panel
   * fail.
   */
  readonly checksInbounds: boolean;
  /** The removal of an inbound that is not there is a success. */
  readonly removesUnknownInbounds: boolean;
  /** tcp and udp inbounds may share a port, and tags name the carrier; else neither. */
  readonly knowsCarriers: boolean;
  /** `inbounds/get/:id` tells the clients' counters too. */
  readonly countersOfOneInbound: boolean;
  /** The settings are below `panel/api/` and take a token; else they are below `panel/` and take the cookie alone. */
  readonly settingsInApi: boolean;
  /** The list of tokens shows them. */
  readonly showsTokens: boolean;
  /** Where nothing is known, a text or null stands in place of an empty list. */
  readonly noLists: boolean;
  /** WireGuard inbounds have clients. */
  readonly sellsWireguard: boolean;
  /** Hosts of several inbounds are one group, and external proxies become hosts; else a row for each inbound. */
  readonly groupsHosts: boolean;
  readonly links: LinkTraits;
  /** Routes below `panel/api/` that came later. */
  readonly missingRoutes: readonly string[];
  /** Fields that came later, by what they stand in. */
  readonly missing: MissingFields;
};

/** How links are written. */
export type LinkTraits = {
  /** Told 127.0.0.1, a link says so; else localhost. */
  readonly keepsLoopback: boolean;
  /** `spx` is drawn anew on every call; else the client decides it. */
  readonly drawsSpiderPath: boolean;
  /** The name of a subscription's link ends in the traffic and time left; links by email name the inbound alone. */
  readonly tellsWhatIsLeft: boolean;
  /** shadowsocks: method and passwords in base64 with padding; else without, and those of 2022 in the clear. */
  readonly paddedShadowsocks: boolean;
  /** What `extra` of xhttp holds beside the mode. */
  readonly xhttpExtra: readonly string[];
};

type MissingFields = {
  readonly status: readonly string[];
  readonly netIO: readonly string[];
  readonly inbound: readonly string[];
  readonly option: readonly string[];
  readonly client: readonly string[];
  readonly gotClient: readonly string[];
  readonly page: readonly string[];
};

const LAST: ClientsTraits = {
  panelVersion: '3.6.0',
  coreVersion: '26.7.28',
  sameAddAgain: 'passed-over',
  rotatesCredentials: false,
  renameLeavesOldRow: false,
  checksNames: true,
  resetSwitchesOn: true,
  countedOn: 'last',
  refusesUnknownTraffic: false,
  unknownPrefix: 'Obtain',
  namesUnknownRemoved: true,
  checksInbounds: true,
  removesUnknownInbounds: true,
  knowsCarriers: true,
  countersOfOneInbound: true,
  settingsInApi: true,
  showsTokens: false,
  noLists: false,
  sellsWireguard: true,
  groupsHosts: true,
  links: {
    keepsLoopback: false,
    drawsSpiderPath: false,
    tellsWhatIsLeft: false,
    paddedShadowsocks: false,
    xhttpExtra: ['xPaddingBytes'],
  },
  missingRoutes: [],
  missing: { status: [], netIO: [], inbound: [], option: [], client: [], gotClient: [], page: [] },
};

const SINCE_3_6 = {
  status: ['diskIO', 'diskTraffic'],
  netIO: ['pktUp', 'pktDown', 'pktSent', 'pktRecv'],
};

const BULK = ['bulkCreate', 'bulkDel', 'bulkEnable', 'bulkDisable'].map((name) => `clients/${name}`);
const HOSTS = ['list', 'byInbound/:id', 'add', 'del/:id'].map((name) => `hosts/${name}`);
const KEYS = ['privateKey', 'publicKey', 'allowedIPs', 'preSharedKey', 'keepAlive'];
const MTPROTO = ['secret', 'adTag'];

export const CLIENTS_TRAITS: Readonly<Record<'3.1' | '3.4' | '3.6', ClientsTraits>> = {
  '3.1': {
    panelVersion: '3.1.0',
    coreVersion: '26.3.27',
    sameAddAgain: 'refused',
    rotatesCredentials: true,
    renameLeavesOldRow: true,
    checksNames: false,
    resetSwitchesOn: false,
    countedOn: 'first',
    refusesUnknownTraffic: true,
    unknownPrefix: '',
    namesUnknownRemoved: false,
    checksInbounds: false,
    removesUnknownInbounds: false,
    knowsCarriers: false,
    countersOfOneInbound: false,
    settingsInApi: false,
    showsTokens: true,
    noLists: true,
    sellsWireguard: false,
    groupsHosts: false,
    links: {
      keepsLoopback: true,
      drawsSpiderPath: true,
      tellsWhatIsLeft: true,
      paddedShadowsocks: true,
      xhttpExtra: ['scMaxEachPostBytes', 'xPaddingBytes'],
    },
    missingRoutes: [...BULK, ...HOSTS],
    missing: {
      ...SINCE_3_6,
      status: [...SINCE_3_6.status, 'panelGuid'],
      inbound: ['subSortIndex', 'trafficResetDay', 'shareAddrStrategy', 'shareAddr', 'originNodeGuid'],
      option: ['enable', 'ssMethod'],
      client: [...KEYS, ...MTPROTO, 'group'],
      gotClient: ['externalLinks', 'usedTraffic'],
      page: ['groups', 'onlineCount', 'depletedCount', 'expiringCount', 'deactiveCount'],
    },
  },
  '3.4': {
    ...LAST,
    panelVersion: '3.4.2',
    sameAddAgain: 'doubled',
    groupsHosts: false,
    links: { ...LAST.links, drawsSpiderPath: true },
    missing: { ...LAST.missing, ...SINCE_3_6, inbound: ['trafficResetDay'], client: MTPROTO },
  },
  '3.6': LAST,
};
