import type { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { answerTap } from '../show.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { refuseWith } from './fleet-at.ts';
import { linksCard, linksSureCard } from './link-cards.ts';
import { showFirst } from './server-screens.ts';
import { type At, actorOf, showStaff } from './show-staff.ts';

/** [Read links anew] of a server: asked first, then how far it is. */
export function linkScreens(admin: Composer<ShopContext>, needs: AdminNeeds): void {
  onTap(admin, 'server-links', async (ctx, { serverId }) => {
    await answerTap(ctx);
    await showLinks({ ctx, needs }, serverId, 'sure');
  });
  onTap(admin, 'server-links-look', async (ctx, { serverId }) => {
    await answerTap(ctx);
    await showLinks({ ctx, needs }, serverId, 'state');
  });
  onTap(admin, 'server-links-yes', async (ctx, { serverId }) => {
    const { serverDesk } = needs.services.fleet;
    const answer = await serverDesk.readLinks({ serverId, actorId: actorOf({ ctx }) });
    if (answer.ok) await answerTap(ctx);
    else await refuseWith(ctx, answer.refusal);
    await showLinks({ ctx, needs }, serverId, 'state');
  });
}

/** What is being read already, or concerns nobody, is not asked for; a server that is gone leads to the list. */
async function showLinks(at: At, serverId: number, wish: 'sure' | 'state'): Promise<void> {
  const { serverDesk } = at.needs.services.fleet;
  const server = await serverDesk.server(serverId);
  if (server === null) return showFirst(at);
  const links = await serverDesk.links(serverId);
  const isQuiet = links.running > 0 && links.behind === links.tried;
  const card = wish === 'sure' && isQuiet ? linksSureCard : linksCard;
  await showStaff(at, card(at.ctx.t, server, links));
}
