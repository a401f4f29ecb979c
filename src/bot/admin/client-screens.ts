import type { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { clientCard, clientSureCard, GIFT_DAYS, type SureAct } from './client-cards.ts';
import { type At, actorOf, showStaff, turnTo } from './show-staff.ts';

type Answer = { ok: true } | { ok: false; refusal: { code: string } };

/** One access as the staff sees it: switch off and on, give days, renew, have it renewed by itself. */
export function clientScreens(admin: Composer<ShopContext>, needs: AdminNeeds): void {
  onTap(admin, 'client', (ctx, { clientId }) => open({ ctx, needs }, clientId));
  onTap(admin, 'client-suspend', (ctx, { clientId }) => ask({ ctx, needs }, clientId, 'suspend'));
  onTap(admin, 'client-extend', (ctx, { clientId }) => ask({ ctx, needs }, clientId, 'extend'));
  onTap(admin, 'client-renew', (ctx, { clientId }) => ask({ ctx, needs }, clientId, 'renew'));
  onTap(admin, 'client-unbind', (ctx, { clientId }) => ask({ ctx, needs }, clientId, 'unbind'));
  onTap(admin, 'client-unbind-yes', (ctx, { clientId }) => unbind({ ctx, needs }, clientId));
  onTap(admin, 'client-auto', (ctx, { clientId, on }) =>
    ask({ ctx, needs }, clientId, on === 1 ? 'auto-on' : 'auto-off'),
  );
  onTap(admin, 'client-auto-yes', (ctx, { clientId, on }) => switchAuto({ ctx, needs }, clientId, on === 1));
  const { lifecycle } = needs.services;
  onTap(admin, 'client-suspend-yes', async (ctx, { clientId }) => {
    const at = { ctx, needs };
    const request = { clientId, actorId: actorOf(at), reason: 'admin' as const };
    await tell(at, await lifecycle.suspend(request), { clientId, done: 'client-done-suspend' });
  });
  onTap(admin, 'client-resume', async (ctx, { clientId }) => {
    const at = { ctx, needs };
    const answer = await lifecycle.resume({ clientId, actorId: actorOf(at) });
    await tell(at, answer, { clientId, done: 'client-done-resume' });
  });
  onTap(admin, 'client-extend-yes', async (ctx, tap) => {
    const at = { ctx, needs };
    if (await hasChanged(at, tap)) return;
    const answer = await lifecycle.extend({ clientId: tap.clientId, actorId: actorOf(at), days: GIFT_DAYS });
    await tell(at, answer, { ...tap, done: 'client-done-extend' });
  });
  onTap(admin, 'client-renew-yes', async (ctx, tap) => {
    const at = { ctx, needs };
    if (await hasChanged(at, tap)) return;
    const answer = await lifecycle.renew({ clientId: tap.clientId, actorId: actorOf(at) });
    await tell(at, answer, { ...tap, done: 'client-done-renew' });
  });
}

async function open(at: At, clientId: number): Promise<void> {
  const access = await at.needs.services.desk.access(clientId);
  if (access) return turnTo(at, clientCard(at.ctx.t, access));
  await alertTap(at.ctx, at.ctx.t('refusal-access-not-found'));
}

async function ask(at: At, clientId: number, act: SureAct): Promise<void> {
  const access = await at.needs.services.desk.access(clientId);
  if (access) return turnTo(at, clientSureCard(at.ctx.t, access, act));
  await alertTap(at.ctx, at.ctx.t('refusal-access-not-found'));
}

/** Time is given once for one question, however often its button is pressed or handed in. */
async function hasChanged(at: At, { clientId, rev }: { clientId: number; rev: number }): Promise<boolean> {
  const access = await at.needs.services.desk.access(clientId);
  if (!access || access.rev === rev) return false;
  await alertTap(at.ctx, at.ctx.t('refusal-changed-since'));
  await showStaff(at, clientCard(at.ctx.t, access));
  return true;
}

async function switchAuto(at: At, clientId: number, isOn: boolean): Promise<void> {
  const { renewals } = at.needs.services.checkout;
  const answer = await renewals.setAutoFor({ clientId, isOn, actorId: actorOf(at) });
  await tell(at, answer, { clientId, done: isOn ? 'client-done-auto-on' : 'client-done-auto-off' });
}

async function unbind(at: At, clientId: number): Promise<void> {
  const { importDesk } = at.needs.services.fleet;
  const answer = await importDesk.unbind({ clientId, actorId: actorOf(at) });
  await tell(at, answer, { clientId, done: 'client-done-unbind' });
}

async function tell(at: At, answer: Answer, of: { clientId: number; done: string }): Promise<void> {
  const { ctx, needs } = at;
  if (answer.ok) await answerTap(ctx, ctx.t(of.done));
  else await alertTap(ctx, ctx.t(`refusal-${answer.refusal.code}`));
  const access = await needs.services.desk.access(of.clientId);
  if (access) await showStaff(at, clientCard(ctx.t, access));
}
