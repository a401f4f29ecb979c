import { type Wish, wishOf } from './client-desk.ts';
import { numberIn, numbersIn, parseGoStruct, textsIn } from './go-json.ts';
import { type Call, emailsIn, type Handler, hostOf, jsonBody, type Panel, type Route } from './panel-call.ts';
import type { Client, Fields } from './panel-records.ts';
import { ok, Refused, type Reply } from './panel-reply.ts';
import { shareLinks } from './share-links.ts';
import { clientRecord, clientTraffic } from './wire-shapes.ts';

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
  { method: 'POST', path: 'clients/resetTraffic/:email', handle: resetTraffic },
  { method: 'GET', path: 'clients/traffic/:email', handle: traffic },
  { method: 'POST', path: 'clients/updateTraffic/:email', handle: updateTraffic },
  { method: 'GET', path: 'clients/links/:email', handle: links },
  { method: 'GET', path: 'clients/subLinks/:subId', handle: subLinks },
  { method: 'POST', path: 'clients/onlines', handle: onlines },
  { method: 'POST', path: 'clients/lastOnline', handle: lastOnline },
  { method: 'POST', path: 'clients/ips/:email', handle: () => ok([]) },
  { method: 'POST', path: 'clients/clearIps/:email', handle: () => ok(null, 'The log has been cleared.') },
];

/** The links of a client on its enabled inbounds; none where no inbound is on. */
export const linksOf = ({ store }: Panel, client: Client, host: string): string[] =>
  client.inboundIds
    .flatMap((id) => store.inbound(id) ?? [])
    .filter(({ enable }) => enable)
    .flatMap((inbound) => shareLinks(inbound, client, host));

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

function getOne({ desk }: Panel, _call: Call, params: Record<string, string>): Reply {
  const client = desk.known(emailIn(params), 'Obtain');
  return ok({
    client: clientRecord(client),
    externalLinks: [],
    inboundIds: client.inboundIds,
    usedTraffic: client.up + client.down,
  });
}

function list({ store }: Panel): Reply {
  const clients = store.clients().map((client) => ({
    ...clientRecord(client),
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

function resetTraffic({ desk }: Panel, _call: Call, params: Record<string, string>): Reply {
  desk.resetTraffic(emailIn(params));
  return ok(null, 'Traffic has been reset.');
}

function traffic({ store }: Panel, _call: Call, params: Record<string, string>): Reply {
  const client = store.client(emailIn(params));
  return ok(client ? clientTraffic(client) : null);
}

function updateTraffic({ desk }: Panel, call: Call, params: Record<string, string>): Reply {
  const fields = parseGoStruct(jsonBody(call), { name: '', fields: { upload: 'int64', download: 'int64' } });
  desk.setTraffic(emailIn(params), numberIn(fields, 'upload'), numberIn(fields, 'download'));
  return ok(null, UPDATED);
}

function links(panel: Panel, call: Call, params: Record<string, string>): Reply {
  const client = panel.store.client(emailIn(params));
  return ok(client ? linksOf(panel, client, hostOf(call)) : []);
}

function subLinks(panel: Panel, call: Call, params: Record<string, string>): Reply {
  const clients = panel.store.clients().filter((client) => client.subId === params.subId);
  return ok(clients.flatMap((client) => linksOf(panel, client, hostOf(call))));
}

function onlines({ store, now }: Panel): Reply {
  const since = now() - ONLINE_MS;
  return ok(
    store
      .clients()
      .filter((client) => client.enable && client.lastOnline > since)
      .map(({ email }) => email),
  );
}

function lastOnline({ store }: Panel): Reply {
  return ok(Object.fromEntries(store.clients().map((client) => [client.email, client.lastOnline])));
}

const emailIn = (params: Record<string, string>): string => params.email ?? '';
