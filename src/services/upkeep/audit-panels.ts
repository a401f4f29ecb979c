import { Server } from '../../model/server.ts';
import { lookAtPanel, type PanelLook } from './look-at-panel.ts';
import type { UpkeepNeeds } from './needs.ts';

/** How one panel compares with what was sold there. */
export type PanelAudit = PanelLook & { serverId: number; server: string };

/** Asks every panel of the shop for its list and its clients, and compares; changes nothing. */
export async function auditPanels(needs: UpkeepNeeds): Promise<PanelAudit[]> {
  const servers = await needs.work.read().find(Server, { retiredAt: null }, { orderBy: { id: 'asc' } });
  const audits: PanelAudit[] = [];
  for (const server of servers) {
    const look = await lookAtPanel(needs, server, { closely: true });
    audits.push({ ...look, serverId: server.id, server: server.name });
  }
  return audits;
}
