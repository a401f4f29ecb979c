import { numberIn, textIn, truthIn } from '../go-json.ts';
import { type Call, isForm } from '../panel-call.ts';
import type { Reply } from '../panel-reply.ts';
import { inboundFields } from './inbound-book.ts';
import {
  boundBody,
  boundFields,
  idIn,
  type LegacyPanel,
  type LegacyRoute,
  type Params,
  type Said,
  said,
  under,
} from './legacy-call.ts';
import { clearIpsIn, ipsIn } from './legacy-ip-routes.ts';
import { linksOnInbound, subLinks } from './legacy-links.ts';
import { type TrafficRow, textOf } from './legacy-records.ts';
import { inboundRecord, listedInbound, namedTraffic } from './legacy-shapes.ts';
import type { LegacyTraits } from './legacy-traits.ts';

const CREATED = 'Inbound has been successfully created.';
const UPDATED = 'Inbound has been successfully updated.';
const DELETED = 'Inbound has been successfully deleted.';
const CLIENT_UPDATED = 'Inbound client has been updated.';
const ADDED = 'Inbound client(s) have been added.';

/** `inbounds/**` of a version, below `panel/api/`; 2.6 has them a second time for its pages. */
export function inboundRoutes(traits: LegacyTraits): LegacyRoute[] {
  const { ui, byEmail, lastOnline, setEnable, links } = traits.routes;
  const all = [
    ...COMMON,
    ...(byEmail ? BY_EMAIL : []),
    ...(lastOnline ? LAST_ONLINE : []),
    ...(setEnable ? SET_ENABLE : []),
    ...(links ? LINKS : []),
  ];
  const copies = ui
    ? all.map((route) => ({
        ...route,
        method: 'POST' as const,
        path: route.path.replace('inbounds/', 'panel/inbound/'),
      }))
    : [];
  return [...all.map((route) => ({ ...route, path: `panel/api/${route.path}` })), ...copies];
}

const COMMON: LegacyRoute[] = [
  { method: 'GET', path: 'inbounds/list', handle: list },
  {
    method: 'GET',
    path: 'inbounds/get/:id',
    handle: (panel, _call, { id = '' }) => {
      const number = idIn(id, '');
      return said(
        inboundRecord(
          panel,
          under('Obtain', () => panel.inbounds.known(number)),
        ),
      );
    },
  },
  { method: 'POST', path: 'inbounds/add', handle: add },
  { method: 'POST', path: 'inbounds/update/:id', handle: update },
  {
    method: 'POST',
    path: 'inbounds/del/:id',
    handle: (panel, _call, { id = '' }) => {
      const number = idIn(id, DELETED);
      panel.inbounds.remove(number);
      return said(number, DELETED);
    },
  },
  { method: 'POST', path: 'inbounds/addClient', handle: addClient },
  { method: 'POST', path: 'inbounds/updateClient/:clientId', handle: updateClient },
  {
    method: 'POST',
    path: 'inbounds/:id/delClient/:clientId',
    handle: (panel, _call, { id = '', clientId = '' }) => {
      panel.clients.remove(idIn(id, UPDATED), clientId);
      return said(null, 'Inbound client has been deleted.');
    },
  },
  {
    method: 'GET',
    path: 'inbounds/getClientTraffics/:email',
    handle: (panel, _call, { email = '' }) => {
      const found = under('Error getting traffics.', () => panel.traffic.find(email));
      return said(found && namedTraffic(panel, found.row, found.client));
    },
  },
  {
    method: 'GET',
    path: 'inbounds/getClientTrafficsById/:id',
    handle: (panel, _call, { id = '' }) =>
      said(panel.traffic.byUuid(id).map(({ row, client }) => namedTraffic(panel, row, client))),
  },
  {
    method: 'POST',
    path: 'inbounds/:id/resetClientTraffic/:email',
    handle: (panel, _call, { id = '', email = '' }) => {
      panel.traffic.reset(idIn(id, UPDATED), email);
      return said(null, 'Traffic has been reset.');
    },
  },
  {
    method: 'POST',
    path: 'inbounds/resetAllTraffics',
    handle: (panel) => {
      panel.traffic.resetInbounds();
      return said(null, 'All traffic has been reset.');
    },
  },
  {
    method: 'POST',
    path: 'inbounds/resetAllClientTraffics/:id',
    handle: (panel, _call, { id = '' }) => {
      panel.traffic.resetClients(idIn(id, UPDATED));
      return said(null, 'All traffic from the client has been reset.');
    },
  },
  {
    method: 'POST',
    path: 'inbounds/delDepletedClients/:id',
    handle: (panel, _call, { id = '' }) => {
      panel.traffic.removeDepleted(idIn(id, UPDATED));
      return said(null, 'All depleted clients are deleted.');
    },
  },
  {
    method: 'POST',
    path: 'inbounds/updateClientTraffic/:email',
    handle: (panel, call, { email = '' }) => {
      const fields = boundFields(call);
      panel.traffic.set(email, numberIn(fields, 'upload'), numberIn(fields, 'download'));
      return said(null, CLIENT_UPDATED);
    },
  },
  { method: 'POST', path: 'inbounds/onlines', handle: ({ traffic }) => said(traffic.online()) },
  { method: 'POST', path: 'inbounds/clientIps/:email', handle: ipsIn },
  {
    method: 'POST',
    path: 'inbounds/clearClientIps/:email',
    handle: clearIpsIn,
  },
];

const BY_EMAIL: LegacyRoute[] = [
  {
    method: 'POST',
    path: 'inbounds/:id/delClientByEmail/:email',
    handle: (panel, _call, { id = '', email = '' }) => {
      under('Failed to delete client by email', () => panel.clients.removeByEmail(idIn(id, UPDATED), email));
      return said(null, 'Client deleted successfully');
    },
  },
];

const LAST_ONLINE: LegacyRoute[] = [
  {
    method: 'POST',
    path: 'inbounds/lastOnline',
    handle: ({ store }) =>
      said(Object.fromEntries(store.rows().map(({ email, lastOnline }) => [email, lastOnline]))),
  },
];

const SET_ENABLE: LegacyRoute[] = [
  {
    method: 'POST',
    path: 'inbounds/setEnable/:id',
    handle: (panel, call, { id = '' }) => {
      panel.inbounds.setEnable(idIn(id, UPDATED), truthIn(boundFields(call), 'enable'));
      return said(null, UPDATED);
    },
  },
];

const LINKS: LegacyRoute[] = [
  {
    method: 'GET',
    path: 'inbounds/getSubLinks/:subId',
    handle: (panel, call, { subId = '' }) => said(subLinks(panel, subId, hostIn(call))),
  },
  {
    method: 'GET',
    path: 'inbounds/getClientLinks/:id/:email',
    handle: clientLinks,
  },
];

function clientLinks(panel: LegacyPanel, call: Call, { id = '', email = '' }: Params): Said {
  const inbound = panel.inbounds.known(idIn(id, 'Obtain'));
  const clients = panel.store.clientsOf(inbound).filter((client) => textOf(client, 'email') === email);
  return said(
    clients.slice(0, 1).flatMap((client) => linksOnInbound(panel, { inbound, client }, hostIn(call))),
  );
}

function list(panel: LegacyPanel): Said {
  const byId = panel.store.rows().sort((a, b) => a.id - b.id);
  const rows = Map.groupBy<number, TrafficRow>(byId, ({ inboundId }) => inboundId);
  return said(
    panel.store.inbounds().map((inbound) => listedInbound(panel, inbound, rows.get(inbound.id) ?? [])),
  );
}

function add(panel: LegacyPanel, call: Call): Said {
  const fields = under(CREATED, () => inboundFields(boundBody(call), isForm(call)));
  return said(inboundRecord(panel, panel.inbounds.add(fields)), CREATED);
}

function update(panel: LegacyPanel, call: Call, { id = '' }: Params): Said {
  const number = idIn(id, UPDATED);
  const fields = under(UPDATED, () => inboundFields(boundBody(call), isForm(call)));
  return said(inboundRecord(panel, panel.inbounds.update(number, fields)), UPDATED);
}

function addClient(panel: LegacyPanel, call: Call): Said {
  const { id, settings } = additionIn(call);
  panel.clients.add(id, settings);
  return said(null, ADDED);
}

/** An addition in two halves: what reads is done at once, what writes when the second half is called. @throws {Refused} */
export function halvedAddition(panel: LegacyPanel, call: Call): { inboundId: number; finish: () => Said } {
  const { id, settings } = additionIn(call);
  const write = panel.clients.prepareAdd(id, settings);
  const finish = () => {
    write();
    return said(null, ADDED);
  };
  return { inboundId: id, finish };
}

function updateClient(panel: LegacyPanel, call: Call, { clientId = '' }: Params): Said | Reply {
  const { id, settings } = additionIn(call);
  panel.clients.update(clientId, id, settings);
  return said(null, CLIENT_UPDATED);
}

/** The inbound and the settings that a body of clients has. @throws {Refused} */
export function additionIn(call: Call): { id: number; settings: string } {
  const fields = under(UPDATED, () => inboundFields(boundBody(call), isForm(call)));
  return { id: numberIn(fields, 'id'), settings: textIn(fields, 'settings') };
}

/** The host that links point at: the one that the caller named. */
const hostIn = (call: Call): string => (call.headers.host ?? '').replace(/:\d+$/, '');
