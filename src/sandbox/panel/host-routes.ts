import { numberIn, numbersIn, parseGoStruct, textIn, textsIn } from './go-json.ts';
import { streamOf } from './link-parameters.ts';
import { type Call, jsonBody, type Panel, type Route } from './panel-call.ts';
import type { Fields, Host, Inbound } from './panel-records.ts';
import { ok, type Reply } from './panel-reply.ts';
import { randomText } from './panel-store.ts';

/** `panel/api/hosts/**`: other addresses that stand before an inbound in subscriptions (from 3.4 on). */
export const HOST_ROUTES: Route[] = [
  { method: 'GET', path: 'hosts/list', handle: list },
  { method: 'GET', path: 'hosts/byInbound/:id', handle: listOfInbound },
  { method: 'POST', path: 'hosts/add', handle: add },
  { method: 'POST', path: 'hosts/del/:id', handle: remove },
];

/** From some generation on the external proxies of a new inbound become hosts. */
export function hostsOfNew({ store, traits, now }: Panel, inbound: Inbound): void {
  if (!traits.groupsHosts) return;
  for (const [sortOrder, proxy] of streamOf(inbound).externalProxy.entries()) {
    const { dest: address, forceTls: security, ...words } = proxy;
    const place = { ...words, address, security };
    const id = store.nextId('hosts');
    const createdAt = now();
    store.saveHost({
      id,
      groupId: groupId(),
      inboundId: inbound.id,
      sortOrder,
      isOfProxy: true,
      createdAt,
      ...place,
    });
  }
}

function add({ store, now, traits }: Panel, call: Call): Reply {
  const fields = parseGoStruct(jsonBody(call), {
    name: '',
    fields: {
      inboundIds: '[]int',
      hosts: '[]string',
      remark: 'string',
      port: 'int',
      alpn: '[]string',
      pinnedPeerCertSha256: '[]string',
    },
  });
  const group = groupId();
  const rows = numbersIn(fields, 'inboundIds').flatMap((inboundId) =>
    textsIn(fields, 'hosts').map((address): Host => {
      const texts = Object.fromEntries(TEXTS.map((name) => [name, textIn(fields, name)]));
      const lists = { alpn: textsIn(fields, 'alpn'), pinnedPeerCertSha256: textsIn(fields, PINS) };
      const place = { address, port: numberIn(fields, 'port'), ...lists };
      const id = store.nextId('hosts');
      const known = { id, groupId: group, inboundId, sortOrder: numberIn(fields, 'sortOrder') };
      return { ...NO_WORDS, ...texts, ...place, ...known, isOfProxy: false, createdAt: now() };
    }),
  );
  for (const row of rows) store.saveHost(row);
  return ok(
    rows.map((row) => rowOf(row, traits.groupsHosts)),
    'Host added successfully',
  );
}

function remove({ store, traits }: Panel, _call: Call, params: Record<string, string>): Reply {
  for (const host of store.hosts()) {
    const name = traits.groupsHosts ? host.groupId : String(host.id);
    if (name === params.id) store.removeHost(host);
  }
  return ok(null, 'Host deleted successfully');
}

function list({ store, traits }: Panel): Reply {
  const hosts = store.hosts().sort((a, b) => a.sortOrder - b.sortOrder);
  if (!traits.groupsHosts) return ok(hosts.map((host) => rowOf(host, false)));
  return ok([...Map.groupBy(hosts, (host) => host.groupId).values()].map(groupOf));
}

function listOfInbound({ store, traits }: Panel, _call: Call, params: Record<string, string>): Reply {
  const hosts = store.hosts().filter(({ inboundId }) => String(inboundId) === params.id);
  return ok(hosts.map((host) => rowOf(host, traits.groupsHosts)));
}

const PINS = 'pinnedPeerCertSha256';
const TEXTS = ['remark', 'security', 'sni', 'hostHeader', 'path', 'fingerprint'] as const;
const NO_WORDS = { remark: '', security: 'same', sni: '', hostHeader: '', path: '', fingerprint: '' };
const GROUP_ID = 16;

const groupId = (): string => randomText(GROUP_ID).toLowerCase();

/** What the simulator keeps no track of. */
const STANDING = {
  serverDescription: '',
  isDisabled: false,
  isHidden: false,
  overrideSniFromAddress: false,
  keepSniBlank: false,
  verifyPeerCertByName: '',
  allowInsecure: false,
  echConfigList: '',
  muxParams: '',
  sockoptParams: '',
  finalMask: '',
  vlessRoute: '',
  mihomoIpVersion: '',
  mihomoX25519: false,
  shuffleHost: false,
};

/** A list that nobody gave is null where it came of a proxy. */
function listsOf({ isOfProxy, alpn, pinnedPeerCertSha256 }: Host): Fields {
  const none = isOfProxy ? null : [];
  const given = (list: string[]) => (list.length === 0 ? none : list);
  const pins = { pinnedPeerCertSha256: given(pinnedPeerCertSha256) };
  return { tags: none, alpn: given(alpn), ...pins, excludeFromSubTypes: none };
}

function rowOf(host: Host, isGrouped: boolean): Fields {
  const { isOfProxy: _proxy, groupId: group, createdAt, ...kept } = host;
  const times = { createdAt, updatedAt: createdAt };
  return { ...STANDING, ...kept, ...listsOf(host), ...(isGrouped ? { groupId: group } : {}), ...times };
}

function groupOf(hosts: Host[]): Fields {
  const [first] = hosts;
  if (!first) return {};
  const { groupId: group, sortOrder, remark, port, security, sni, hostHeader, path, fingerprint } = first;
  return {
    ...STANDING,
    ...listsOf(first),
    ...{ groupId: group, sortOrder, remark, port, security, sni, hostHeader, path, fingerprint },
    inboundIds: [...new Set(hosts.map(({ inboundId }) => inboundId))],
    hosts: [...new Set(hosts.map(({ address }) => `${address}:${port}`))],
    nodeGuids: first.isOfProxy ? null : [],
  };
}
