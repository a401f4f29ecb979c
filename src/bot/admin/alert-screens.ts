import { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { answerTap } from '../show.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { alertsCard } from './alert-cards.ts';
import { refuseWith } from './fleet-at.ts';
import { type At, actorOf, showStaff } from './show-staff.ts';

/** [Alerts] of a server's card: what they begin at, and a while without them. */
export function alertScreens(needs: AdminNeeds): Composer<ShopContext> {
  const admin = new Composer<ShopContext>();
  onTap(admin, 'server-alerts', async (ctx, { serverId }) => {
    await answerTap(ctx);
    await show({ ctx, needs }, serverId);
  });
  onTap(admin, 'server-mute', (ctx, { serverId, hours }) => mute({ ctx, needs }, serverId, hours));
  return admin;
}

async function show(at: At, serverId: number, note: string | null = null): Promise<void> {
  const server = await at.needs.services.fleet.serverDesk.server(serverId);
  if (server) await showStaff(at, alertsCard(at.ctx.t, server, note));
  else await showStaff(at, { text: at.ctx.t('refusal-server-not-found') });
}

async function mute(at: At, serverId: number, forHours: number): Promise<void> {
  const { ctx, needs } = at;
  const answer = await needs.services.fleet.serverDesk.muteAlerts({
    serverId,
    forHours,
    actorId: actorOf(at),
  });
  if (!answer.ok) {
    await refuseWith(ctx, answer.refusal);
    return show(at, serverId);
  }
  await answerTap(ctx);
  const { held } = answer.value;
  const isNews = forHours === 0 && held > 0;
  await show(at, serverId, isNews ? ctx.t('alerts-unmuted-held', { count: held }) : null);
}
