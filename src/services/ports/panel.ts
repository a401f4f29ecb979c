import type { LinkParts } from '../../model/inbound-links.ts';
import type { LinkInbound } from '../../model/share-link-draft.ts';
import type { Bytes } from '../../model/values/traffic.ts';

/** How the shop proves to a panel who it is. */
export type PanelCredentials =
  | { readonly kind: 'token'; readonly token: string }
  | {
      readonly kind: 'password';
      readonly username: string;
      readonly password: string;
      /** The base32 secret behind the six digits of a second factor (RFC 6238); null = the account has none. */
      readonly totpSecret?: string | null;
      /** The six digits of this half minute, for one login of a tool that a person starts; go before the secret. */
      readonly totpCode?: string | null;
    };

/** Where a panel is and how it is entered; read from the server's row, credentials in the clear. Never logged. */
export type PanelAccess = {
  /** Normalised: scheme, host, port and base path, ending in a slash. Identifies the panel. */
  readonly url: string;
  /** The name customers connect to; it stands in links where the panel would put the address of our request. */
  readonly publicHost: string;
  /** The owner agreed in words to speak http with this panel. */
  readonly allowHttp: boolean;
  /** SHA-256 of the certificate in lower-case hex; null = the system's authorities decide. */
  readonly pinnedSha256: string | null;
  /** `http://[user:password@]host:port` of an HTTP proxy that tunnels (CONNECT); null or left out = none. */
  readonly proxyUrl?: string | null;
  readonly credentials: PanelCredentials;
  readonly insists?: boolean; // a person waits for the answer: a refused login is tried again after a minute
};

/** What a panel says it is. */
export type PanelIdentity = {
  /** As the panel tells it: `3.6.0` or `dev+<sha>`. */
  readonly version: string;
  /** Stable identity of the installation; null before 3.3.0. */
  readonly guid: string | null;
  /** Which of our drivers speaks with it. `legacy` = 2.6 to 3.0, `clients` = 3.1 and later. */
  readonly generation: 'legacy' | 'clients';
  /** Several clients go in one call (3.2 and later). */
  readonly hasBulk: boolean;
  /** The same identity may be sent again without harm (3.5 and later): no quiet time after an unknown outcome. */
  readonly repeatsSafely: boolean;
  /**
   * The core is restarted whenever any client of the panel runs out, which cuts every customer (2.9.4 to 3.0). Read from
   * the panel's setting; null = the credentials do not open the settings, so the worst is to be taken for true there.
   */
  readonly restartsCoreOnDisable: boolean | null;
};

/** The proxy core under a panel. `starting` = the panel has just begun and does not know yet. */
export type CoreState = {
  readonly state: 'running' | 'stopped' | 'error' | 'starting';
  /** The core's own words; empty unless `error`. */
  readonly message: string;
};

/** A listener of a panel, as its list tells it. */
export type RemoteInbound = {
  readonly remoteId: number;
  /** The panel's own name for it, unique on the panel; empty = the panel does not tell. */
  readonly tag: string;
  readonly remark: string;
  readonly protocol: string;
  readonly port: number;
  readonly network: string;
  readonly security: string;
  readonly enable: boolean;
  /** Vision flow (`xtls-rprx-vision`) is possible here: vless over tcp with tls or reality. */
  readonly flowCapable: boolean;
  /** The cipher of a shadowsocks inbound, as the core names it; empty for every other protocol. */
  readonly cipher: string;
  readonly linkParts: LinkParts | null;
  readonly used: Bytes;
  /** Names of the clients on it, whoever made them. */
  readonly emails: readonly string[];
  /** null = the shop can make a right key for it; else why not, in English, for the admin. */
  readonly notSellable: string | null;
};

/** What a panel's list tells of one client, whoever made it. */
export type SeenClient = {
  readonly email: string;
  /** Up and down together, since the counter was last set back. */
  readonly used: Bytes;
  /** When traffic of it last flowed; null = never, or the panel does not tell. */
  readonly lastOnline: Date | null;
};

/** All that one call tells of a panel. */
export type PanelInventory = {
  readonly inbounds: readonly RemoteInbound[];
  readonly clients: readonly SeenClient[];
};

/** Where a client is to be found: older panels know it only by its inbound, newer ones only by its name. */
export type ClientPlace = {
  /** null = not known: a panel that needs it is searched. */
  readonly remoteId: number | null;
  readonly email: string;
};

/** An inbound as the shop wants it made for one customer, in the words of the core (Xray). */
export type WantedInbound = {
  /** Finds it again after a crash; unique among the shop's. The panel may put a tag of its own beside it. */
  readonly remark: string;
  readonly port: number;
  readonly protocol: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly streamSettings: Readonly<Record<string, unknown>>;
  /** They stand in it from the start: some cores take a client into an empty inbound only after a restart. */
  readonly clients: readonly WantedClient[];
};

/** What the shop wants a client on a panel to be. All of it is sent with every write. */
export type WantedClient = {
  readonly email: string;
  readonly uuid: string;
  readonly password: string;
  /** The cipher of its shadowsocks inbound; empty for every other protocol. */
  readonly cipher: string;
  readonly subId: string;
  /** `xtls-rprx-vision` or empty. */
  readonly flow: string;
  /** 0 = no limit. */
  readonly limitIp: number;
  /** null = unlimited. */
  readonly trafficLimit: Bytes | null;
  /** null = never. */
  readonly expiresAt: Date | null;
  readonly enable: boolean;
  readonly telegramId: number;
  readonly comment: string;
};

/** A client as the panel holds it. */
export type RemoteClient = Omit<WantedClient, 'cipher'> & {
  /** What opens hysteria2; the same as the password where the panel holds one secret alone. */
  readonly auth: string;
  readonly inboundIds: readonly number[];
  /** Up and down together; null = this answer does not tell. */
  readonly used: Bytes | null;
  /** The inbound it was read from, without its clients: what its links have to say. Missing = this answer holds none. */
  readonly listener?: LinkInbound;
};

export type AddAnswer = {
  /** Emails the panel took; they are there only once a read-back shows them. */
  readonly accepted: readonly string[];
  /** Emails it refused, each with the panel's reason. */
  readonly refused: ReadonlyMap<string, PanelFault>;
  /** The inbound is on a node that is off line: the panel will push later. */
  readonly nodePending: boolean;
};

/** Classes of RELIABILITY E5; what follows from each stands there. */
export type PanelFaultKind =
  | 'not-sent' // refused, unknown host, connect timeout: certainly not applied
  | 'ambiguous' // timeout or reset after sending, 5xx, HTML in the way
  | 'session' // still no session after one new login
  | 'busy' // database is locked, traffic writer queue full, 429, 503
  | 'duplicate' // email or subId already in use
  | 'permanent' // inbound not found, invalid field
  | 'poisoned' // something else on the panel makes every add fail
  | 'auth' // wrong password or token, missing right
  | 'tls' // certificate expired, for another name, or not the pinned one
  | 'forbidden-address' // the address filter says no
  | 'unsupported'; // not a 3x-ui panel, or a version no driver speaks with

/**
 * A panel did not do what was asked. `outcome` says whether it may have been done all the same: 'failed' = certainly
 * not, 'unknown' = only a read can tell. The message is for admins and holds no secret.
 */
export class PanelFault extends Error {
  override readonly name = 'PanelFault';
  readonly kind: PanelFaultKind;
  readonly outcome: 'failed' | 'unknown';
  readonly retryable: boolean;
  /** The panel asks not to be called again for so long; null = it did not say. */
  readonly retryAfterMs: number | null;

  constructor(
    kind: PanelFaultKind,
    message: string,
    options?: ErrorOptions & { retryAfterMs?: number | null },
  ) {
    super(message, options);
    this.retryAfterMs = options?.retryAfterMs ?? null;
    this.kind = kind;
    this.outcome = kind === 'ambiguous' ? 'unknown' : 'failed';
    this.retryable = kind === 'not-sent' || kind === 'ambiguous' || kind === 'session' || kind === 'busy';
  }
}

/**
 * A 3x-ui panel in the shop's words, whichever version answers (contracts/3x-ui.md). Every method throws `PanelFault`
 * and nothing else. Writes of one panel are called from its lane only.
 */
export type Panel = {
  /** Probes by behaviour and logs in. @throws {PanelFault} `unsupported`, `auth` and the faults of transport. */
  identify(access: PanelAccess): Promise<PanelIdentity>;
  coreState(access: PanelAccess): Promise<CoreState>;
  /** One call for all inbounds. A broken inbound is reported with `notSellable`, never left out. */
  listInbounds(access: PanelAccess): Promise<RemoteInbound[]>;
  /** The same call, with the counters of all clients. */
  takeInventory(access: PanelAccess): Promise<PanelInventory>;
  /** One write for the whole group where the panel can, else one per client; never sends anything twice. */
  addClients(access: PanelAccess, remoteId: number, clients: readonly WantedClient[]): Promise<AddAnswer>;
  /** One read. Emails that are not in the answer are not on the panel, by its own word. */
  readClients(
    access: PanelAccess,
    remoteId: number,
    emails: readonly string[],
  ): Promise<Map<string, RemoteClient>>;
  /** Full replacement; one to be on stands on that inbound then. @throws {PanelFault} `permanent` = not known there. */
  updateClient(access: PanelAccess, remoteId: number, wanted: WantedClient): Promise<void>;
  /**
   * Sets the counters of a client back to nothing. Panels switch it on with that, so a full update has to follow.
   * `absent` = the panel does not know the client.
   */
  resetTraffic(access: PanelAccess, place: ClientPlace): Promise<'reset' | 'absent'>;
  /** `absent` counts as done. */
  removeClient(access: PanelAccess, place: ClientPlace): Promise<'removed' | 'absent'>;
  /** The share links of a client, with the server's public host in them: the panel's own where it makes them. */
  clientLinks(access: PanelAccess, place: ClientPlace & { readonly subId: string }): Promise<string[]>;
  /** Up and down together; null = the panel does not know the client. */
  clientUsage(access: PanelAccess, place: ClientPlace): Promise<Bytes | null>;
  /** Names of the clients that use their access right now, by the panel's last poll (5 to 10 s). */
  onlineClients(access: PanelAccess): Promise<string[]>;
  /** From where a client was used of late, as its panel wrote it down; empty = it did not, or knows no such client. */
  clientIps(access: PanelAccess, place: ClientPlace): Promise<string[]>;
  /** Forgets these addresses, so that other devices find room. Changes no client: it needs no lane. */
  clearClientIps(access: PanelAccess, place: ClientPlace): Promise<void>;
  /** Answers the panel's number for it. @throws {PanelFault} `duplicate` when the port is taken there. */
  addInbound(access: PanelAccess, wanted: WantedInbound): Promise<number>;
  /** With all clients on it. `absent` counts as done. */
  removeInbound(access: PanelAccess, remoteId: number): Promise<'removed' | 'absent'>;
  /**
   * Switches off that the core is restarted whenever a client runs out (2.9.4 to 3.0), reads it back, and changes no
   * other setting; does nothing elsewhere. @throws {PanelFault} `auth` when the credentials do not open the settings.
   */
  leaveNeighboursInPeace(access: PanelAccess): Promise<void>;
  /** What was found out about the panel is forgotten, and its session: the next call finds out anew. */
  forget(access: PanelAccess): void;
  /** SHA-256 of the certificate that is shown there, lower-case hex; nothing is sent. @throws {PanelFault} of transport. */
  shownCertificate(access: PanelAccess): Promise<string>;
};
