import { ok, type Result, refuse } from '../../model/result.ts';
import { Server } from '../../model/server.ts';
import { moveTo } from '../../model/server-place.ts';
import { takeLaneAway } from '../lanes/lane-statements.ts';
import { panelAccess, sealCredentials, sealProxy } from '../lanes/panel-access.ts';
import { type PanelAccess, type PanelCredentials, PanelFault } from '../ports/panel.ts';
import {
  awayOf,
  enterAnew,
  type Met,
  type PanelAway,
  type PanelLook,
  type ServerAct,
} from './check-server.ts';
import type { FleetNeeds } from './needs.ts';
import type { ServerNotFound } from './plan-places.ts';
import { type NotSamePanel, otherServer, whoIsThere } from './same-panel.ts';

/** How a panel is reached that has moved; what is left out stays as it is. */
export type PanelWay = {
  url: string;
  allowHttp: boolean;
  /** null = the system's authorities decide. */
  pinnedSha256?: string | null;
  credentials?: PanelCredentials;
  /** null = straight. */
  proxyUrl?: string | null;
};
/** `sure` = the owner says that it is the same panel, where nobody else can tell. */
export type NewAddress = ServerAct & { way: PanelWay; sure?: boolean };
/** `pinnedSha256` null = the system's authorities decide from now on. */
export type NewCertificate = ServerAct & { pinnedSha256: string | null };

/**
 * Enters the panel at another address, and stores it only if that works and it is the same panel: what was sold there
 * is looked after at the new place from then on, and nothing that is still on its way to the old one counts any more.
 */
export async function changeAddress(
  needs: FleetNeeds,
  { serverId, way, actorId, signal, sure = false }: NewAddress,
): Promise<Result<PanelLook, ServerNotFound | PanelAway | NotSamePanel>> {
  let left: PanelAccess | null = null;
  const changed = await enterAnew<NotSamePanel>(needs, serverId, {
    signal,
    access: (server) => accessBy(panelAccess(server, needs.vault), way),
    hinder: (met) => whoIsThere(needs, met, sure),
    begin: async (em, met) => {
      await takeLaneAway(em, serverId);
      return otherServer(em, met);
    },
    store: (_em, server, met) => {
      left = panelAccess(server, needs.vault);
      const act = placeAnew(needs, server, { met, way });
      return act && { actorId, action: 'server.address', ...act };
    },
  });
  if (changed.ok && left !== null) needs.panel.forget(left);
  return changed;
}

/** Enters the panel by another pin of its certificate, or by none, and stores that only if it works. */
export const changeCertificate = (
  needs: FleetNeeds,
  { serverId, pinnedSha256, actorId, signal }: NewCertificate,
): Promise<Result<PanelLook, ServerNotFound | PanelAway>> =>
  enterAnew(needs, serverId, {
    signal,
    access: (server) => ({ ...panelAccess(server, needs.vault), pinnedSha256 }),
    store: (_em, server) => {
      if (server.pinnedSha256 === pinnedSha256) return null;
      const before = { pinned: server.pinnedSha256 !== null };
      moveTo(server, { url: server.panelUrl, allowHttp: server.allowHttp, pinnedSha256, guid: null });
      return { actorId, action: 'server.certificate', before, after: { pinned: pinnedSha256 !== null } };
    },
  });

/** SHA-256 of what a server's panel shows, or what is shown at the address where it is to be; nothing is sent there. */
export async function shownCertificate(
  needs: FleetNeeds,
  { serverId, way }: { serverId: number; way: PanelWay | null },
): Promise<Result<string, ServerNotFound | PanelAway>> {
  const server = await needs.work.read().findOne(Server, { id: serverId, retiredAt: null });
  if (!server) return refuse({ code: 'server-not-found' });
  const access = panelAccess(server, needs.vault);
  return certificateAt(needs, way ? accessBy(access, way) : access);
}

/** The same of a panel that is no server yet. */
async function certificateAt({ panel }: FleetNeeds, access: PanelAccess): Promise<Result<string, PanelAway>> {
  try {
    return ok(await panel.shownCertificate(access));
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    return refuse(awayOf(fault));
  }
}

/** A pin says nothing of an address without a certificate. */
function accessBy(access: PanelAccess, { url, allowHttp, ...way }: PanelWay): PanelAccess {
  const {
    pinnedSha256 = access.pinnedSha256,
    credentials = access.credentials,
    proxyUrl = access.proxyUrl,
  } = way;
  const pin = url.startsWith('http:') ? null : pinnedSha256;
  return { ...access, url, allowHttp, pinnedSha256: pin, credentials, proxyUrl };
}

/** null = all of it is so already. */
function placeAnew(needs: FleetNeeds, server: Server, { met, way }: { met: Met; way: PanelWay }) {
  const [was, access] = [panelAccess(server, needs.vault), met.access];
  if (JSON.stringify(wayOf(was)) === JSON.stringify(wayOf(access))) return null;
  const before = told(server);
  const { url, allowHttp, pinnedSha256 } = access;
  moveTo(server, { url, allowHttp, pinnedSha256, guid: met.identity.guid });
  if (way.credentials) server.enterWith(sealCredentials(needs.vault, server.id, way.credentials));
  if (way.proxyUrl !== undefined)
    server.reachThrough(way.proxyUrl === null ? null : sealProxy(needs.vault, server.id, way.proxyUrl));
  return { before, after: { ...told(server), ...(way.credentials && { kind: way.credentials.kind }) } };
}

const wayOf = ({ url, allowHttp, pinnedSha256, credentials, proxyUrl = null }: PanelAccess) =>
  [url, allowHttp, pinnedSha256, credentials, proxyUrl] as const;

/** The path is part of the panel's lock, and these entries stay for good. */
const told = ({ panelUrl, pinnedSha256, panelProxyHost }: Server) => ({
  url: new URL(panelUrl).origin,
  pinned: pinnedSha256 !== null,
  proxy: panelProxyHost,
});
