import { wishOf } from './client-desk.ts';
import { parseGoStruct, textIn, truthIn } from './go-json.ts';
import {
  checkPort,
  clientsInside,
  type Issue,
  inboundFields,
  inboundFieldsOfForm,
  inboundOf,
  issuesOf,
  ownTag,
} from './inbound-desk.ts';
import { type Call, isForm, jsonBody, looseBody, type Panel, type Route } from './panel-call.ts';
import type { Fields, Inbound } from './panel-records.ts';
import { failed, NOT_FOUND_TEXT, ok, Refused, type Reply } from './panel-reply.ts';
import { clientTraffic, inboundOption, inboundRecord } from './wire-shapes.ts';

/** `panel/api/inbounds/**`. The client routes of older panels are gone: 404. */
export const INBOUND_ROUTES: Route[] = [
  {
    method: 'GET',
    path: 'inbounds/list',
    handle: (panel) => ok(panel.store.inbounds().map((one) => listed(panel, one))),
  },
  { method: 'GET', path: 'inbounds/list/slim', handle: listSlim },
  {
    method: 'GET',
    path: 'inbounds/options',
    handle: (panel) => ok(panel.store.inbounds().map(inboundOption)),
  },
  { method: 'GET', path: 'inbounds/get/:id', handle: getOne },
  { method: 'POST', path: 'inbounds/add', handle: add },
  { method: 'POST', path: 'inbounds/update/:id', handle: update },
  { method: 'POST', path: 'inbounds/setEnable/:id', handle: setEnable },
  { method: 'POST', path: 'inbounds/del/:id', handle: remove },
];

const UPDATED = 'Inbound has been successfully updated.';

const listed = (panel: Panel, inbound: Inbound): Fields => ({
  ...withStats(panel, inbound),
  originNodeGuid: panel.store.identity.panelGuid,
});

function withStats({ store }: Panel, inbound: Inbound): Fields {
  const clients = store.clientsOf(inbound.id);
  const stats = clients.filter((client) => client.lastInboundId === inbound.id).map(clientTraffic);
  return inboundRecord(inbound, clients, stats);
}

function listSlim(panel: Panel): Reply {
  const slim = panel.store.inbounds().map((inbound) => {
    const full = listed(panel, inbound);
    if (!('clients' in Object(full.settings))) return full;
    const clients = panel.store
      .clientsOf(inbound.id)
      .map(({ email, enable, comment }) => ({ email, enable, comment }));
    return { ...full, settings: { ...inbound.settings, clients } };
  });
  return ok(slim);
}

function getOne(panel: Panel, _call: Call, params: Record<string, string>): Reply {
  const inbound = panel.store.inbound(idIn(params));
  if (!inbound) throw new Refused(NOT_FOUND_TEXT, 'Obtain');
  return ok(withStats(panel, inbound));
}

function add(panel: Panel, call: Call): Reply {
  const body = checkedBody(call);
  if ('issues' in body) return invalid(body.issues, body.message);
  const { store, desk } = panel;
  const described = inboundOf(body.fields, 0);
  checkPort(store, described);
  const inbound = { ...described, id: store.nextId('inbounds') };
  store.saveInbound({ ...inbound, tag: inbound.tag || ownTag(inbound) });
  for (const client of clientsInside(body.fields)) desk.add(wishOf(client, 'Client'), [inbound.id]);
  return ok(answered(panel, inbound.id, body.fields), 'Inbound has been successfully created.');
}

function update(panel: Panel, call: Call, params: Record<string, string>): Reply {
  const body = checkedBody(call);
  if ('issues' in body) return invalid(body.issues, body.message);
  const { store } = panel;
  const before = knownInbound(panel, idIn(params));
  const inbound = inboundOf(body.fields, before.id);
  checkPort(store, inbound);
  const isOwn = inbound.tag === '' || inbound.tag === ownTag(before);
  store.saveInbound({ ...inbound, tag: isOwn ? ownTag(inbound) : inbound.tag });
  return ok(answered(panel, inbound.id, body.fields), UPDATED);
}

function setEnable(panel: Panel, call: Call, params: Record<string, string>): Reply {
  const inbound = knownInbound(panel, idIn(params));
  const fields = parseGoStruct(jsonBody(call), { name: '', fields: { enable: 'bool' } });
  panel.store.saveInbound({ ...inbound, enable: truthIn(fields, 'enable') });
  return ok(null, UPDATED);
}

/** An unknown id is a success too. */
function remove({ store }: Panel, _call: Call, params: Record<string, string>): Reply {
  const id = idIn(params);
  store.removeInbound(id);
  for (const client of store.clientsOf(id)) {
    store.saveClient({ ...client, inboundIds: client.inboundIds.filter((other) => other !== id) });
  }
  return ok(id, 'Inbound has been successfully deleted.');
}

function knownInbound({ store }: Panel, id: number): Inbound {
  const inbound = store.inbound(id);
  if (!inbound) throw new Refused(NOT_FOUND_TEXT);
  return inbound;
}

type CheckedBody = { fields: Fields } | { issues: Issue[]; message: string };

function checkedBody(call: Call): CheckedBody {
  try {
    const fields = isForm(call) ? inboundFieldsOfForm(looseBody(call) ?? {}) : inboundFields(jsonBody(call));
    const issues = issuesOf(fields);
    if (issues.length === 0) return { fields };
    return { issues, message: issues.map(({ message }) => message).join('\n') };
  } catch (refused) {
    if (refused instanceof Refused) return { issues: [], message: refused.message };
    throw refused;
  }
}

const invalid = (issues: Issue[], message: string): Reply =>
  failed('request body failed validation', { issues, message });

/** A write answers without statistics, and with the node's id only where the caller sent it. */
function answered({ store }: Panel, id: number, fields: Fields): Fields {
  const inbound = store.inbound(id);
  if (!inbound) return {};
  const originNodeGuid = textIn(fields, 'originNodeGuid');
  return {
    ...inboundRecord(inbound, store.clientsOf(id), null),
    ...(originNodeGuid === '' ? {} : { originNodeGuid }),
  };
}

function idIn(params: Record<string, string>): number {
  const text = params.id ?? '';
  if (!/^[+-]?\d+$/.test(text)) throw new Refused(`strconv.Atoi: parsing "${text}": invalid syntax`, '');
  return Number(text);
}
