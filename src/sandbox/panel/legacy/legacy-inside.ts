import type { ClientChanges, PanelInside, Secret } from '../panel-inside.ts';
import type { Fields } from '../panel-records.ts';
import { NOT_FOUND_TEXT, Refused } from '../panel-reply.ts';
import type { LegacyPanel } from './legacy-call.ts';
import { type Entry, linksOnInbound } from './legacy-links.ts';
import { isOn, keyField, type LegacyInbound, numberOf, textOf } from './legacy-records.ts';
import { setTwoFactor } from './legacy-setting-routes.ts';
import { seedLegacy } from './seed-legacy.ts';

/** What the control doors see and do of a panel of the legacy family. */
export function legacyInside(panel: LegacyPanel): PanelInside {
  const { core, traffic, clients: book, store } = panel;
  return {
    identity: store.base,
    core: core.seen,
    poll: () => {
      core.poll();
      traffic.poll();
    },
    clients: (host) => entries(panel).map((entry) => clientRow(panel, entry, host)),
    inbounds: () => store.inbounds().map((inbound) => inboundRow(panel, inbound)),
    figures: () => ({ coreRestarts: core.restarts }),
    countTraffic: (email, up, down) => traffic.count(email, up, down),
    remove: (email) => {
      const { inbound, client } = known(panel, email);
      const left = store.clientsOf(inbound).filter((one) => one !== client);
      book.rewrite(inbound, left);
      core.drop(inbound.id, email);
      book.forget(email);
    },
    edit: (email, changes) => {
      const { inbound, client } = known(panel, email);
      const key = textOf(client, keyField(inbound.protocol));
      book.update(key, inbound.id, JSON.stringify({ clients: [{ ...client, ...inSettings(changes) }] }));
    },
    seed: (inboundId, { count }) => seedLegacy(panel, inboundId, count),
    inboundOf: (email) => store.row(email)?.inboundId,
    setTwoFactor: (secret) => setTwoFactor(panel, secret),
    secrets: () => secretsOf(panel),
  };
}

const entries = ({ store }: LegacyPanel): Entry[] =>
  store.inbounds().flatMap((inbound) => store.clientsOf(inbound).map((client) => ({ inbound, client })));

function known(panel: LegacyPanel, email: string): Entry {
  const entry = entries(panel).find(({ client }) => textOf(client, 'email') === email);
  if (!entry) throw new Refused(NOT_FOUND_TEXT);
  return entry;
}

/** `enable` is what the panel's poll made of it too; `works` says whether the client could connect now. */
function clientRow(panel: LegacyPanel, { inbound, client }: Entry, host: string): Fields {
  const email = textOf(client, 'email');
  const row = panel.store.row(email);
  return {
    email,
    inboundIds: [inbound.id],
    uuid: textOf(client, 'id'),
    password: textOf(client, 'password'),
    auth: textOf(client, 'auth'),
    subId: textOf(client, 'subId'),
    enable: isOn(client) && (row?.enable ?? false),
    totalGB: numberOf(client, 'totalGB'),
    expiryTime: numberOf(client, 'expiryTime'),
    limitIp: numberOf(client, 'limitIp'),
    tgId: numberOf(client, 'tgId'),
    comment: textOf(client, 'comment'),
    up: row?.up ?? 0,
    down: row?.down ?? 0,
    links: linksOnInbound(panel, { inbound, client }, host),
    works: panel.core.carries(inbound, email),
  };
}

const inboundRow = ({ store }: LegacyPanel, inbound: LegacyInbound): Fields => ({
  id: inbound.id,
  remark: inbound.remark,
  protocol: inbound.protocol,
  port: inbound.port,
  enable: inbound.enable,
  clients: store.clientsOf(inbound).length,
});

function inSettings({ uuid, ...others }: ClientChanges): Fields {
  return uuid === undefined ? others : { ...others, id: uuid };
}

function secretsOf(panel: LegacyPanel): Secret[] {
  return entries(panel).flatMap(({ inbound, client }) => {
    const own = ['id', 'password', 'auth', 'subId'].map((field) => textOf(client, field));
    const owner = numberOf(client, 'tgId') || null;
    return [...own, ...linksOnInbound(panel, { inbound, client }, 'localhost')]
      .filter(Boolean)
      .map((value) => ({ value, owner }));
  });
}
