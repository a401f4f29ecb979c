import {
  type Client,
  cipherOf,
  type Fields,
  hasClients,
  type Inbound,
  takesVision,
} from './panel-records.ts';

/** A client as `clients/get` and `clients/list` show it, in the newest generation. */
export const clientRecord = (client: Client): Fields => ({
  id: client.id,
  email: client.email,
  subId: client.subId,
  uuid: client.uuid,
  password: client.password,
  auth: client.auth,
  flow: client.flow,
  security: client.security,
  privateKey: client.wireguard?.privateKey ?? '',
  publicKey: client.wireguard?.publicKey ?? '',
  allowedIPs: client.wireguard?.allowedIPs.join(',') ?? '',
  preSharedKey: client.wireguard?.preSharedKey ?? '',
  keepAlive: client.wireguard?.keepAlive ?? 0,
  secret: '',
  adTag: '',
  limitIp: client.limitIp,
  totalGB: client.totalGB,
  expiryTime: client.expiryTime,
  enable: client.enable,
  tgId: client.tgId,
  group: client.group,
  comment: client.comment,
  reset: client.reset,
  createdAt: client.createdAt,
  updatedAt: client.updatedAt,
  reverse: null,
});

/** The counters of a client; `clients/list` leaves uuid and subId empty there. */
export const clientTraffic = (client: Client): Fields => ({
  id: client.id,
  inboundId: client.lastInboundId,
  enable: client.countersEnable ?? client.enable,
  email: client.email,
  uuid: client.uuid,
  subId: client.subId,
  up: client.up,
  down: client.down,
  expiryTime: client.expiryTime,
  total: client.totalGB,
  reset: client.reset,
  lastOnline: client.lastOnline,
});

/** A stored client never changes: it is replaced. A list of 20,000 is made of what was made before. */
const drawn = new WeakMap<Client, { inbound: Inbound; fields: Fields }>();

function settingsClient(client: Client, inbound: Inbound): Fields {
  const known = drawn.get(client);
  if (known?.inbound === inbound) return known.fields;
  const fields = drawnClient(client, inbound);
  drawn.set(client, { inbound, fields });
  return fields;
}

/** A client inside `settings.clients` of an inbound: empty credentials and an impossible flow are left out. */
const drawnClient = (client: Client, inbound: Inbound): Fields =>
  withoutEmpty({
    auth: client.auth,
    comment: client.comment,
    created_at: client.createdAt,
    email: client.email,
    enable: client.enable,
    expiryTime: client.expiryTime,
    flow: takesVision(inbound) ? client.flow : '',
    group: client.group,
    id: client.uuid,
    limitIp: client.limitIp,
    method: legacyCipher(inbound),
    password: client.password,
    reset: client.reset,
    security: client.security,
    subId: client.subId,
    tgId: client.tgId,
    totalGB: client.totalGB,
    updated_at: client.updatedAt,
    ...(inbound.protocol === 'wireguard' ? client.wireguard : {}),
  });

/** An inbound as the panel answers it; `clientStats` null where the panel does not load them. */
export function inboundRecord(inbound: Inbound, clients: Client[], clientStats: Fields[] | null): Fields {
  const members = clients
    .flatMap((client) => (client.doubledOn?.includes(inbound.id) ? [client, client] : [client]))
    .map((client) => settingsClient(client, inbound));
  return {
    id: inbound.id,
    up: inbound.up,
    down: inbound.down,
    total: inbound.total,
    remark: inbound.remark,
    subSortIndex: 1,
    enable: inbound.enable,
    expiryTime: inbound.expiryTime,
    trafficReset: 'never',
    trafficResetDay: 1,
    lastTrafficResetTime: 0,
    clientStats,
    listen: inbound.listen,
    port: inbound.port,
    protocol: inbound.protocol,
    tag: inbound.tag,
    shareAddrStrategy: inbound.shareAddrStrategy,
    shareAddr: inbound.shareAddr,
    settings: settingsOf(inbound, members),
    streamSettings: inbound.streamSettings,
    sniffing: inbound.sniffing,
  };
}

function settingsOf({ brokenSettings, settings, protocol }: Inbound, clients: Fields[]): unknown {
  if (brokenSettings !== undefined) return brokenSettings || null;
  return hasClients({ protocol }) ? { ...settings, clients } : settings;
}

/** What a generation does not know yet is left out. */
export const without = (fields: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

/** The light form of `inbounds/options`. */
export const inboundOption = (inbound: Inbound): Fields => ({
  id: inbound.id,
  remark: inbound.remark,
  tag: inbound.tag,
  protocol: inbound.protocol,
  port: inbound.port,
  enable: inbound.enable,
  tlsFlowCapable: takesVision(inbound),
  ssMethod: cipherOf(inbound),
});

/** shadowsocks-2022 clients carry no method of their own. */
function legacyCipher(inbound: Inbound): string {
  const method = cipherOf(inbound);
  return method.startsWith('2022-') ? '' : method;
}

const OMITTED_WHEN_EMPTY = ['auth', 'flow', 'group', 'id', 'method', 'password'];

const withoutEmpty = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => value !== '' || !OMITTED_WHEN_EMPTY.includes(name)),
  );
