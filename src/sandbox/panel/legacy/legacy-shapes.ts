import type { Fields } from '../panel-records.ts';
import type { LegacyPanel } from './legacy-call.ts';
import { isOn, type LegacyInbound, type TrafficRow, textOf } from './legacy-records.ts';

/** The counters of a client as they stand in a list; `client` is its entry, for what versions copy from there. */
function trafficRecord({ traits }: LegacyPanel, row: TrafficRow, client: Fields): Fields {
  const hasIdentity = traits.fields.identityInTraffic;
  return {
    id: row.id,
    inboundId: row.inboundId,
    enable: row.enable,
    email: row.email,
    ...(hasIdentity ? { uuid: textOf(client, 'id'), subId: textOf(client, 'subId') } : {}),
    up: row.up,
    down: row.down,
    allTime: row.allTime,
    expiryTime: row.expiryTime,
    total: row.total,
    reset: row.reset,
    ...(hasIdentity ? { lastOnline: row.lastOnline } : {}),
  };
}

/** The counters of a client that was asked for by name: 2.8 puts the entry's `enable` over its own. */
export function namedTraffic(panel: LegacyPanel, row: TrafficRow, client: Fields): Fields {
  const record = trafficRecord(panel, row, client);
  return panel.traits.trafficShowsSettingsEnable ? { ...record, enable: isOn(client) } : record;
}

/** An inbound with the counters of its clients, as in the list. */
export function listedInbound(panel: LegacyPanel, inbound: LegacyInbound, rows: TrafficRow[]): Fields {
  const entries = new Map(panel.store.clientsOf(inbound).map((client) => [textOf(client, 'email'), client]));
  const stats = rows.map((row) => trafficRecord(panel, row, entries.get(row.email) ?? {}));
  return inboundRecord(panel, inbound, stats);
}

/** An inbound as every other answer has it: `clientStats` null. */
export function inboundRecord(
  { traits }: LegacyPanel,
  inbound: LegacyInbound,
  clientStats: Fields[] | null = null,
): Fields {
  const { trafficReset, lastTrafficResetTime } = inbound;
  return {
    id: inbound.id,
    up: inbound.up,
    down: inbound.down,
    total: inbound.total,
    allTime: inbound.allTime,
    remark: inbound.remark,
    enable: inbound.enable,
    expiryTime: inbound.expiryTime,
    ...(traits.fields.trafficReset ? { trafficReset, lastTrafficResetTime } : {}),
    clientStats,
    listen: inbound.listen,
    port: inbound.port,
    protocol: inbound.protocol,
    settings: inbound.settings,
    streamSettings: inbound.streamSettings,
    tag: inbound.tag,
    sniffing: inbound.sniffing,
  };
}
