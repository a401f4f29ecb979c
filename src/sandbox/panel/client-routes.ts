import { linksByEmail, linksBySubscription } from './client-links.ts';
import { pageOfClients } from './client-page.ts';
import { type Wish, wishOf } from './client-wish.ts';
import { numberIn, numbersIn, parseGoStruct, textsIn } from './go-json.ts';
import { ipLog } from './ip-log.ts';
import { type Call, emailsIn, type Handler, jsonBody, type Panel, type Route } from './panel-call.ts';
import type { Fields } from './panel-records.ts';
import { ok, Refused, type Reply } from './panel-reply.ts';
import { clientRecord, clientTraffic, without } from './wire-shapes.ts';

const ADDED = 'Inbound client(s) have been added.';
const UPDATED = 'Inbound client has been updated.';

/** How long after its last traffic a client still counts as online. */
const ONLINE_MS = 10_000;

/** `panel/api/clients/**`: clients are keyed by email (contracts/3x-ui.md section 4.2). */
export const CLIENT_ROUTES: Route[] = [
  { method: 'POST', path: 'clients/add', handle: add },
  { method: 'POST', path: 'clients/bulkCreate', handle: bulkCreate },
  { method: 'GET', path: 'clients/get/:email', handle: getOne },
  { method: 'GET', path: 'clients/list', handle: list },
  { method: 'GET', path: 'clients/list/paged', handle: pageOfClients },
  { method: 'POST', path: 'clients/update/:email', handle: update },
  { method: 'POST', path: 'clients/del/:email', handle: remove },
  {
    method: 'POST',
    path: 'clients/bulkDel',
    handle: bulk('deleted', (panel, email) => panel.desk.remove(email)),
  },
  {
    method: 'POST',
    path: 'clients/bulkEnable',
    handle: bulk('changed', (panel, email) => panel.desk.setEnable(email, true)),
  },
  {
    method: 'POST',
    path: 'clients/bulkDisable',
    handle: bulk('changed', (panel, email) => panel.desk.setEnable(email, false)),
  },
  { method: 'POST', path: 'clients/:email/attach', handle: attach },
  { method: 'POST', path: 'clients/:email/detach', handle: detach },
  { method: 'POST', path: 'clients/resetTraffic/:email', handle: resetTraffic },
  { method: 'GET', path: 'clients/traffic/:email', handle: traffic },
  { method: 'POST', path: 'clients/updateTraffic/:email', handle: updateTraffic },
  { method: 'GET', path: 'clients/links/:email', handle: linksByEmail },
  { method: 'GET', path: 'clients/subLinks/:subId', handle: linksBySubscription },
  { method: 'POST', path: 'clients/onlines', handle: onlines },
  { method: 'POST', path: 'clients/lastOnline', handle: lastOnline },
  {
    method: 'POST',
    path: 'clients/ips/:email',
    handle: ({ store, traits }, _call, params) =>
      ok(ipLog(store.ipsOf(emailIn(params)), traits.noLists ? 'lines' : 'records')),
  },
  {
    method: 'POST',
    path: 'clients/clearIps/:email',
    handle: ({ store }, _call, params) => {
      store.keepIps(emailIn(params), []);
      return ok(null, 'The log has been cleared.');
    },
  },
];

type Addition = { wish: Wish; inboundIds: number[] };

function additionOf(raw: unknown): Addition {
  const fields = parseGoStruct(raw, { name: 'ClientCreatePayload', fields: { inboundIds: '[]int' } });
  return { wish: wishOf(fields.client, 'Client.client'), inboundIds: numbersIn(fields, 'inboundIds') };
}

function add({ desk }: Panel, call: Call): Reply {
  const { wish, inboundIds } = additionOf(jsonBody(call));
  desk.add(wish, inboundIds);
  return ok(null, ADDED);
}

/** Always a success; what could not be added stands in `skipped`. */
function bulkCreate({ desk }: Panel, call: Call): Reply {
  const body = jsonBody(call);
  if (!Array.isArray(body))
    throw new Refused('json: cannot unmarshal object into Go value of type []ClientCreatePayload');
  const additions = body.map(additionOf);
  const skipped = additions.flatMap(({ wish, inboundIds }) => {
    const reason = refusalOf(() => desk.add(wish, inboundIds));
    return reason === null ? [] : [{ email: wish.email, reason }];
  });
  return ok({ created: additions.length - skipped.length, ...noneLeftOut(skipped) });
}

function bulk(counter: string, act: (panel: Panel, email: string) => void): Handler {
  return (panel, call) => {
    const emails = textsIn(emailsIn(call), 'emails');
    const unknown = emails.filter((email) => refusalOf(() => act(panel, email)) !== null);
    const skipped = unknown.map((email) => ({ email, reason: 'client not found' }));
    return ok({ [counter]: emails.length - skipped.length, ...noneLeftOut(skipped) });
  };
}

function refusalOf(act: () => void): string | null {
  try {
    act();
    return null;
  } catch (refused) {
    if (refused instanceof Refused) return refused.message.trimEnd();
    throw refused;
  }
}

const noneLeftOut = (skipped: Fields[]): Fields => (skipped.length === 0 ? {} : { skipped });

function getOne({ desk, traits }: Panel, _call: Call, params: Record<string, string>): Reply {
  const client = desk.known(emailIn(params), traits.unknownPrefix);
  const { missing } = traits;
  const found = {
    client: without(clientRecord(client), missing.client),
    externalLinks: [],
    inboundIds: client.inboundIds,
    usedTraffic: client.up + client.down,
  };
  return ok(without(found, missing.gotClient));
}

function list({ store, traits }: Panel): Reply {
  const clients = store.clients().map((client) => ({
    ...without(clientRecord(client), traits.missing.client),
    inboundIds: client.inboundIds,
    traffic: { ...clientTraffic(client), uuid: '', subId: '' },
  }));
  return ok(clients);
}

function update({ desk }: Panel, call: Call, params: Record<string, string>): Reply {
  desk.update(emailIn(params), wishOf(jsonBody(call), 'Client'));
  return ok(null, UPDATED);
}

function remove({ desk }: Panel, _call: Call, params: Record<string, string>): Reply {
  desk.remove(emailIn(params));
  return ok(null, 'Inbound client has been deleted.');
}

function attach({ desk }: Panel, call: Call, params: Record<string, string>): Reply {
  const fields = parseGoStruct(jsonBody(call), { name: '', fields: { inboundIds: '[]int' } });
  desk.attachTo(emailIn(params), numbersIn(fields, 'inboundIds'));
  return ok(null, ADDED);
}

function detach({ desk }: Panel, call: Call, params: Record<string, string>): Reply {
  const fields = parseGoStruct(jsonBody(call), { name: '', fields: { inboundIds: '[]int' } });
  desk.detachFrom(emailIn(params), numbersIn(fields, 'inboundIds'));
  return ok(null, UPDATED);
}

function resetTraffic({ desk }: Panel, _call: Call, params: Record<string, string>): Reply {
  desk.resetTraffic(emailIn(params));
  return ok(null, 'Traffic has been reset.');
}

function traffic({ desk, traits }: Panel, _call: Call, params: Record<string, string>): Reply {
  const client = desk.counted(emailIn(params));
  if (client) return ok(clientTraffic(client));
  if (!traits.refusesUnknownTraffic) return ok(null);
  throw new Refused(`Inbound Not Found For Email: ${emailIn(params)}\n`, 'Error getting traffic.');
}

function updateTraffic({ desk }: Panel, call: Call, params: Record<string, string>): Reply {
  const fields = parseGoStruct(jsonBody(call), { name: '', fields: { upload: 'int64', download: 'int64' } });
  desk.setTraffic(emailIn(params), numberIn(fields, 'upload'), numberIn(fields, 'download'));
  return ok(null, UPDATED);
}

function onlines({ store, now, traits }: Panel): Reply {
  const since = now() - ONLINE_MS;
  const online = store.clients().filter((client) => client.enable && client.lastOnline > since);
  const isNull = traits.noLists && online.length === 0;
  return ok(isNull ? null : online.map(({ email }) => email));
}

function lastOnline({ store }: Panel): Reply {
  return ok(Object.fromEntries(store.clients().map((client) => [client.email, client.lastOnline])));
}

const emailIn = (params: Record<string, string>): string => params.email ?? '';
