import { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { answerTap } from '../show.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { refuseWith } from './fleet-at.ts';
import { inboundCard, inboundsCard } from './inbound-cards.ts';
import { ownInboundsCard } from './own-cards.ts';
import { serversCard } from './server-cards.ts';
import { type At, actorOf, showStaff } from './show-staff.ts';

/** /inbounds: what is sold on them, and what can be changed without typing. */
export function inboundScreens(needs: AdminNeeds): Composer<ShopContext> {
  const admin = new Composer<ShopContext>();
  admin.command('inbounds', (ctx) => showFirstInbounds({ ctx, needs }));
  onTap(admin, 'inbound-servers', async (ctx, { page }) => {
    await answerTap(ctx);
    await showServersOf({ ctx, needs }, page);
  });
  onTap(admin, 'inbounds', async (ctx, { serverId, page }) => {
    await answerTap(ctx);
    await showInbounds({ ctx, needs }, serverId, page);
  });
  onTap(admin, 'inbound', async (ctx, { inboundId }) => {
    await answerTap(ctx);
    await showInbound({ ctx, needs }, inboundId);
  });
  onTap(admin, 'inbound-default', (ctx, { inboundId }) => makeDefault({ ctx, needs }, inboundId));
  onTap(admin, 'inbound-sell', (ctx, { inboundId, on }) => sell({ ctx, needs }, inboundId, on === 1));
  return admin;
}

/** The server is asked for where there are several. */
export async function showFirstInbounds(at: At): Promise<void> {
  const servers = await at.needs.services.fleet.servers();
  const [first, second] = servers;
  if (first && !second) await showStaff(at, inboundsCard(at.ctx.t, first, 0));
  else await showServersOf(at, 0);
}

async function showServersOf(at: At, page: number): Promise<void> {
  const servers = await at.needs.services.fleet.servers();
  await showStaff(at, serversCard(at.ctx.t, { servers, page, to: 'inbounds' }));
}

async function showInbounds(at: At, serverId: number, page: number): Promise<void> {
  const server = await at.needs.services.fleet.serverDesk.server(serverId);
  if (server) await showStaff(at, inboundsCard(at.ctx.t, server, page));
  else await showFirstInbounds(at);
}

async function showInbound(at: At, inboundId: number): Promise<void> {
  const inbound = await at.needs.services.fleet.inboundDesk.inbound(inboundId);
  const server = inbound?.isSource ? await at.needs.services.fleet.serverDesk.server(inbound.serverId) : null;
  if (server) await showStaff(at, ownInboundsCard(at.ctx.t, server));
  else if (inbound) await showStaff(at, inboundCard(at.ctx.t, inbound));
  else await showFirstInbounds(at);
}

async function makeDefault(at: At, inboundId: number): Promise<void> {
  const { ctx, needs } = at;
  const answer = await needs.services.fleet.inboundDesk.makeDefault({ inboundId, actorId: actorOf(at) });
  if (answer.ok) await answerTap(ctx, ctx.t('inbound-now-default'));
  else await refuseWith(ctx, answer.refusal);
  await showInbound(at, inboundId);
}

async function sell(at: At, inboundId: number, isOn: boolean): Promise<void> {
  const { ctx, needs } = at;
  const edit = { inboundId, field: 'provisioningEnabled', value: isOn, shown: !isOn } as const;
  const answer = await needs.services.fleet.inboundDesk.edit({ ...edit, actorId: actorOf(at) });
  if (!answer.ok) await refuseWith(ctx, answer.refusal);
  else await answerTap(ctx, ctx.t(isOn ? 'inbound-now-sold' : 'inbound-now-stopped'));
  await showInbound(at, inboundId);
}
