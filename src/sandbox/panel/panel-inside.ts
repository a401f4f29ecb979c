import { linksOf } from './client-links.ts';
import { pollDepletion } from './depletion.ts';
import type { Panel } from './panel-call.ts';
import type { Client, Fields } from './panel-records.ts';
import type { PanelStore } from './panel-store.ts';
import { type Crowd, seedClients } from './seed-clients.ts';

/** The secrets of a client or of the panel; `owner` is the client's Telegram id, null where there is none. */
export type Secret = { value: string; owner: number | null };

/** What an administrator changes of a client; the names are those of the clients view. */
export type ClientChanges = {
  enable?: boolean | undefined;
  totalGB?: number | undefined;
  expiryTime?: number | undefined;
  limitIp?: number | undefined;
  tgId?: number | undefined;
  comment?: string | undefined;
  subId?: string | undefined;
  uuid?: string | undefined;
  password?: string | undefined;
  auth?: string | undefined;
};

/** What the control doors see and do of a panel, whatever its family. */
export type PanelInside = {
  readonly identity: PanelStore;
  /** As the status shows it; the doors may change it. */
  readonly core: { state: string; errorMsg: string };
  /** Does what the panel's own poll would have done by now. */
  poll(): void;
  /** `host` is the one that the links point at. */
  clients(host: string): Fields[];
  inbounds(): Fields[];
  /** What the state shows beside the core and the inbounds. */
  figures(): Fields;
  /** Bytes that flowed. @throws {Refused} where the client is unknown */
  countTraffic(email: string, up: number, down: number): void;
  /** @throws {Refused} where the client is unknown */
  remove(email: string): void;
  /** @throws {Refused} where the client is unknown, or the panel would refuse the change */
  edit(email: string, changes: ClientChanges): void;
  /** Fills an inbound with so many clients of somebody else; answers how many it holds. @throws {Refused} */
  seed(inboundId: number, crowd: Crowd): number;
  /** The inbound that a client stands on; undefined = it is unknown. */
  inboundOf(email: string): number | undefined;
  /** Switches the second factor on with a base32 secret, or off with null. */
  setTwoFactor(secret: string | null): void;
  /** What clients must keep to themselves. */
  secrets(): Secret[];
};

/** What the control doors see and do of a panel whose clients are rows of their own. */
export function clientsInside(panel: Panel): PanelInside {
  const { store, desk, core } = panel;
  return {
    identity: store,
    core,
    poll: () => pollDepletion(store, panel.now()),
    clients: (host) => store.clients().map((client) => clientRow(panel, client, host)),
    inbounds: () =>
      store.inbounds().map(({ id, remark, protocol, port, enable }) => ({
        ...{ id, remark, protocol, port, enable },
        clients: store.clientsOf(id).length,
      })),
    figures: () => ({}),
    countTraffic: (email, up, down) => desk.countTraffic(email, up, down),
    remove: (email) => desk.remove(email),
    edit: (email, changes) => desk.update(email, { ...desk.known(email), ...given(changes) }),
    setTwoFactor: (totpSecret) => setTwoFactor(store, totpSecret),
    seed: (inboundId, crowd) => seedClients(panel, inboundId, crowd),
    inboundOf: (email) => store.client(email)?.inboundIds[0],
    secrets: () => store.clients().flatMap((client) => secretsOf(panel, client)),
  };
}

/** A new second factor ends the sessions from before. */
function setTwoFactor(store: PanelStore, totpSecret: string | null): void {
  const { identity } = store;
  store.saveIdentity({ ...identity, totpSecret, epoch: identity.epoch + (totpSecret === null ? 0 : 1) });
}

const clientRow = (panel: Panel, client: Client, host: string): Fields => ({
  email: client.email,
  inboundIds: client.inboundIds,
  uuid: client.uuid,
  password: client.password,
  auth: client.auth,
  subId: client.subId,
  enable: client.enable,
  totalGB: client.totalGB,
  expiryTime: client.expiryTime,
  limitIp: client.limitIp,
  tgId: client.tgId,
  comment: client.comment,
  up: client.up,
  down: client.down,
  works: client.enable && panel.now() >= (client.worksFrom ?? 0),
  links: linksOf(panel, client, host),
});

function secretsOf(panel: Panel, client: Client): Secret[] {
  const values = [
    client.uuid,
    client.password,
    client.auth,
    client.wireguard?.privateKey ?? '',
    client.wireguard?.preSharedKey ?? '',
    client.subId,
    ...linksOf(panel, client, 'localhost'),
  ];
  return values.filter(Boolean).map((value) => ({ value, owner: client.tgId || null }));
}

const given = (changes: ClientChanges): Partial<Client> =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
