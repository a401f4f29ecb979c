import { wishOf } from './client-wish.ts';
import { parseGoStruct, textIn, truthIn } from './go-json.ts';
import { hostsOfNew } from './host-routes.ts';
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
import type { PanelStore } from './panel-store.ts';
import { clientTraffic, inboundOption, inboundRecord, without } from './wire-shapes.ts';

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
    handle: ({ store, traits }) =>
      ok(store.inbounds().map((inbound) => without(inboundOption(inbound), traits.missing.option))),
  },
  { method: 'GET', path: 'inbounds/get/:id', handle: getOne },
  { method: 'POST', path: 'inbounds/add', handle: add },
  { method: 'POST', path: 'inbounds/update/:id', handle: update },
  { method: 'POST', path: 'inbounds/setEnable/:id', handle: setEnable },
  { method: 'POST', path: 'inbounds/del/:id', handle: remove },
];

const CREATED = 'Inbound has been successfully created.';
const UPDATED = 'Inbound has been successfully updated.';

function listed({ store, traits }: Panel, inbound: Inbound): Fields {
  const whole = { ...withStats(store, inbound), originNodeGuid: store.identity.panelGuid };
  return without(whole, traits.missing.inbound);
}

function withStats(store: PanelStore, inbound: Inbound): Fields {
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
  const { store, traits } = panel;
  const counters = traits.countersOfOneInbound ? {} : { clientStats: null };
  return ok(without({ ...withStats(store, inbound), ...counters }, traits.missing.inbound));
}

function add(panel: Panel, call: Call): Reply {
  const body = checkedBody(panel, call, CREATED);
  if ('issues' in body) return invalid(body.issues, body.message);
  const { store, desk, traits } = panel;
  desk.checkSettings();
  const described = inboundOf(body.fields, 0, traits);
  checkPort(panel, described);
  const clients = clientsInside(body.fields, described.brokenSettings !== undefined);
  const inbound = { ...described, id: store.nextId('inbounds'), startedFilled: clients.length > 0 };
  store.saveInbound({ ...inbound, tag: inbound.tag || ownTag(inbound, traits) });
  hostsOfNew(panel, inbound);
  for (const client of clients) desk.add(wishOf(client, 'Client'), [inbound.id]);
  return ok(answered(panel, inbound.id, body.fields), CREATED);
}

function update(panel: Panel, call: Call, params: Record<string, string>): Reply {
  const body = checkedBody(panel, call, UPDATED);
  if ('issues' in body) return invalid(body.issues, body.message);
  const { store, traits } = panel;
  const before = knownInbound(panel, idIn(params));
  const inbound = { ...inboundOf(body.fields, before.id, traits), startedFilled: before.startedFilled };
  checkPort(panel, inbound);
  const isOwn = inbound.tag === '' || inbound.tag === ownTag(before, traits);
  const own = traits.knowsCarriers ? ownTag(inbound, traits) : before.tag;
  store.saveInbound({ ...inbound, tag: isOwn ? own : inbound.tag });
  return ok(answered(panel, inbound.id, body.fields), UPDATED);
}

function setEnable(panel: Panel, call: Call, params: Record<string, string>): Reply {
  const inbound = knownInbound(panel, idIn(params));
  const fields = parseGoStruct(jsonBody(call), { name: '', fields: { enable: 'bool' } });
  panel.store.saveInbound({ ...inbound, enable: truthIn(fields, 'enable') });
  return ok(null, UPDATED);
}

/** From some generation on an unknown id is a success too. */
function remove(panel: Panel, _call: Call, params: Record<string, string>): Reply {
  const id = idIn(params);
  const { store, traits } = panel;
  if (!traits.removesUnknownInbounds) knownInbound(panel, id);
  store.removeInbound(id);
  for (const host of store.hosts()) if (host.inboundId === id) store.removeHost(host);
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

/** @throws {Refused} where the generation has no list of issues; `done` is what it says then before the reason. */
function checkedBody({ traits }: Panel, call: Call, done: string): CheckedBody {
  try {
    const fields = isForm(call) ? inboundFieldsOfForm(looseBody(call) ?? {}) : inboundFields(jsonBody(call));
    const issues = traits.checksInbounds ? issuesOf(fields) : [];
    if (issues.length === 0) return { fields };
    return { issues, message: issues.map(({ message }) => message).join('\n') };
  } catch (refused) {
    return unreadable(refused, traits.checksInbounds, done);
  }
}

function unreadable(refused: unknown, isIssue: boolean, done: string): CheckedBody {
  if (!(refused instanceof Refused)) throw refused;
  if (!isIssue) throw new Refused(refused.message, done);
  return { issues: [], message: refused.message };
}

const invalid = (issues: Issue[], message: string): Reply =>
  failed('request body failed validation', { issues, message });

/** A write answers without statistics, and with the node's id only where the caller sent it. */
function answered({ store, traits }: Panel, id: number, fields: Fields): Fields {
  const inbound = store.inbound(id);
  if (!inbound) return {};
  const originNodeGuid = textIn(fields, 'originNodeGuid');
  const whole = {
    ...inboundRecord(inbound, store.clientsOf(id), null),
    ...(originNodeGuid === '' ? {} : { originNodeGuid }),
  };
  return without(whole, traits.missing.inbound);
}

function idIn(params: Record<string, string>): number {
  const text = params.id ?? '';
  if (!/^[+-]?\d+$/.test(text)) throw new Refused(`strconv.Atoi: parsing "${text}": invalid syntax`, '');
  return Number(text);
}
