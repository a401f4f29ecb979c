import type { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { driftCard, orphansSureCard } from './drift-cards.ts';
import { inTime, writeLimit } from './in-time.ts';
import { serversCard } from './server-cards.ts';
import { type At, actorOf, showStaff, turnTo } from './show-staff.ts';

/** How a panel differs from the shop, and what the staff has done about it; also behind the buttons of alerts. */
export function driftScreens(admin: Composer<ShopContext>, needs: AdminNeeds): void {
  onTap(admin, 'server-drift', async (ctx, { serverId }) => {
    await answerTap(ctx);
    await showDrift({ ctx, needs }, serverId);
  });
  onTap(admin, 'server-orphans', (ctx, { serverId }) => askRemove({ ctx, needs }, serverId));
  onTap(admin, 'server-orphans-yes', (ctx, { serverId }) => remove({ ctx, needs }, serverId));
  onTap(admin, 'server-put-back', (ctx, { serverId }) => putBack({ ctx, needs }, serverId));
  onTap(admin, 'server-edits', async (ctx, { serverId, on }) => {
    const policy = on === 1 ? 'ours' : 'report';
    const edit = { serverId, actorId: actorOf({ ctx }), policy } as const;
    const answer = await needs.services.upkeep.setDriftPolicy(edit);
    await answerTap(ctx, ctx.t(answer.ok ? `edits-${policy}` : `refusal-${answer.refusal.code}`));
    await showDrift({ ctx, needs }, serverId);
  });
}

/** A server that is gone meanwhile leads to the list. */
async function showDrift(at: At, serverId: number, note: string | null = null): Promise<void> {
  const { ctx, needs } = at;
  const view = await needs.services.upkeep.driftView(serverId);
  if (view) return showStaff(at, driftCard(ctx.t, view, note));
  const servers = await needs.services.fleet.servers();
  const gone = ctx.t('refusal-server-not-found');
  await showStaff(at, serversCard(ctx.t, { servers, page: 0, to: 'server', note: gone }));
}

/** Nothing is deleted before the second press. */
async function askRemove(at: At, serverId: number): Promise<void> {
  await answerTap(at.ctx);
  const view = await at.needs.services.upkeep.driftView(serverId);
  const sure = view && orphansSureCard(at.ctx.t, view);
  await (sure ? showStaff(at, sure) : showDrift(at, serverId));
}

async function remove(at: At, serverId: number): Promise<void> {
  const { ctx, needs } = at;
  const { removed } = await needs.services.upkeep.removeOrphans({ serverId, actorId: actorOf(at) });
  await alertTap(ctx, ctx.t('orphans-removed', { count: removed }));
  await showDrift(at, serverId);
}

const LATE = { ok: false, refusal: { code: 'panel-unusable', kind: 'ambiguous' } } as const;

async function putBack(at: At, serverId: number): Promise<void> {
  const { ctx, needs } = at;
  await turnTo(at, { text: ctx.t('server-syncing') });
  const act = { serverId, actorId: actorOf(at), signal: writeLimit() };
  const answer = await inTime(needs.services.upkeep.putAllBack(act), LATE);
  if (answer.ok) return showDrift(at, serverId, ctx.t('put-back-done', { count: answer.value.clients }));
  const { refusal } = answer;
  const words = refusal.code === 'panel-unusable' ? `panel-fault-${refusal.kind}` : `refusal-${refusal.code}`;
  await showDrift(at, serverId, ctx.t(words));
}
