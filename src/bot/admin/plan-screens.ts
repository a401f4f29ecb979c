import { Composer } from 'grammy';
import { type PlanType, wantsOwnInbound } from '../../model/provision-settings.ts';
import type { Result } from '../../model/result.ts';
import { POOL_ACTS } from '../../services/fleet/plan-places.ts';
import type { PlanView } from '../../services/fleet/views.ts';
import type { Tap } from '../callback-data.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { answerTap } from '../show.ts';
import { tidy } from '../views/fit-to.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { type Refusal, refuseWith } from './fleet-at.ts';
import { planCard, planDeleteCard, plansCard } from './plan-cards.ts';
import { poolCard, preferredCard } from './plan-place-cards.ts';
import { type At, actorOf, showStaff } from './show-staff.ts';

/** /plans: what is sold, and what can be changed without typing. */
export function planScreens(needs: AdminNeeds): Composer<ShopContext> {
  const admin = new Composer<ShopContext>();
  admin.command('plans', (ctx) => showPlans({ ctx, needs }, 0));
  onTap(admin, 'plans-admin', async (ctx, { page }) => {
    await answerTap(ctx);
    await showPlans({ ctx, needs }, page);
  });
  onTap(admin, 'plan', async (ctx, { planId }) => {
    await answerTap(ctx);
    await showPlan({ ctx, needs }, planId);
  });
  switches(admin, needs);
  places(admin, needs);
  onTap(admin, 'plan-move', (ctx, tap) => move({ ctx, needs }, tap));
  onTap(admin, 'plan-clone', (ctx, tap) => clone({ ctx, needs }, tap));
  onTap(admin, 'plan-delete', (ctx, { planId }) => askDelete({ ctx, needs }, planId));
  onTap(admin, 'plan-delete-yes', (ctx, { planId }) => remove({ ctx, needs }, planId));
  return admin;
}

/** Each names where it leads: two quick presses, or one handed in twice, are one change. */
function switches(admin: Composer<ShopContext>, needs: AdminNeeds): void {
  onTap(admin, 'plan-sale', (ctx, { planId, on }) => setOnSale({ ctx, needs }, planId, on === 1));
  onTap(admin, 'plan-auto', (ctx, { planId, on }) => setAuto({ ctx, needs }, planId, on === 1));
  onTap(admin, 'plan-renewable', (ctx, { planId, on }) => setRenewable({ ctx, needs }, planId, on === 1));
  onTap(admin, 'plan-rule', (ctx, { planId, on }) => setRule({ ctx, needs }, planId, on === 1));
  onTap(admin, 'plan-own', (ctx, { planId, on }) => setOwn({ ctx, needs }, planId, on === 1));
}

function places(admin: Composer<ShopContext>, needs: AdminNeeds): void {
  onTap(admin, 'plan-preferred', async (ctx, { planId, page }) => {
    await answerTap(ctx);
    await showPreferred({ ctx, needs }, planId, page);
  });
  onTap(admin, 'plan-pool', async (ctx, { planId, page }) => {
    await answerTap(ctx);
    await showPool({ ctx, needs }, planId, page);
  });
  onTap(admin, 'plan-prefer', (ctx, tap) => prefer({ ctx, needs }, tap));
  onTap(admin, 'plan-pool-change', (ctx, tap) => changePool({ ctx, needs }, tap));
}

export async function showPlans(at: At, page: number, note: string | null = null): Promise<void> {
  const plans = await at.needs.services.fleet.plans();
  await showStaff(at, plansCard(at.ctx.t, { plans, page, note }));
}

/** A card that is out of date draws what is there now: the list, where the plan is gone. */
async function showPlan(at: At, planId: number, note: string | null = null): Promise<void> {
  const plans = await at.needs.services.fleet.plans();
  const place = plans.findIndex((each) => each.planId === planId);
  const plan = plans[place];
  if (!plan) return showPlans(at, 0, at.ctx.t('refusal-plan-not-found'));
  const nonce = at.needs.ids.nonce();
  const bot = at.ctx.me.username;
  await showStaff(at, planCard(at.ctx.t, { plan, place, count: plans.length, nonce, bot, note }));
}

/** With the plan at hand, or with the list where it is gone. */
async function withPlan(at: At, planId: number, show: (plan: PlanView) => Promise<void>): Promise<void> {
  const plan = await at.needs.services.fleet.planDesk.plan(planId);
  await (plan ? show(plan) : showPlans(at, 0, at.ctx.t('refusal-plan-not-found')));
}

/** True = it was refused, and that was said. */
async function isRefused({ ctx }: At, result: Result<unknown, Refusal>): Promise<boolean> {
  if (!result.ok) await refuseWith(ctx, result.refusal);
  return !result.ok;
}

async function setOnSale(at: At, planId: number, onSale: boolean): Promise<void> {
  const { ctx, needs } = at;
  const changed = await needs.services.fleet.setOnSale({ planId, onSale, actorId: actorOf(at) });
  if (!changed.ok) await refuseWith(ctx, changed.refusal);
  else await answerTap(ctx, ctx.t(onSale ? 'plan-shown' : 'plan-hidden', { name: tidy(changed.value.name) }));
  await showPlan(at, planId);
}

async function setAuto(at: At, planId: number, isAuto: boolean): Promise<void> {
  const { ctx, needs } = at;
  const edit = { planId, field: 'autoProvision', value: isAuto, shown: !isAuto } as const;
  const changed = await needs.services.fleet.planDesk.edit({ ...edit, actorId: actorOf(at) });
  if (!(await isRefused(at, changed))) {
    await answerTap(ctx, ctx.t(isAuto ? 'plan-now-auto' : 'plan-now-by-hand'));
  }
  await showPlan(at, planId);
}

async function setRenewable(at: At, planId: number, isRenewable: boolean): Promise<void> {
  const { ctx, needs } = at;
  const edit = { planId, field: 'renewable', value: isRenewable, shown: !isRenewable } as const;
  const changed = await needs.services.fleet.planDesk.edit({ ...edit, actorId: actorOf(at) });
  if (!(await isRefused(at, changed))) {
    await answerTap(ctx, ctx.t(isRenewable ? 'plan-now-renewable' : 'plan-now-once'));
  }
  await showPlan(at, planId);
}

/** What becomes of the rest at a renewal; orders that are placed keep the rule that they were shown. */
async function setRule(at: At, planId: number, isKept: boolean): Promise<void> {
  const { ctx, needs } = at;
  const [value, shown] = isKept ? (['keep', 'drop'] as const) : (['drop', 'keep'] as const);
  const edit = { planId, field: 'renewalRule', value, shown } as const;
  const changed = await needs.services.fleet.planDesk.edit({ ...edit, actorId: actorOf(at) });
  if (!(await isRefused(at, changed))) {
    await answerTap(ctx, ctx.t(isKept ? 'plan-now-keep' : 'plan-now-drop'));
  }
  await showPlan(at, planId);
}

async function setOwn(at: At, planId: number, isOwn: boolean): Promise<void> {
  const { ctx, needs } = at;
  await withPlan(at, planId, async ({ type }) => {
    const edit = { planId, field: 'type', value: typeFor(type, isOwn), shown: type } as const;
    const changed = await needs.services.fleet.planDesk.edit({ ...edit, actorId: actorOf(at) });
    if (!(await isRefused(at, changed))) {
      await answerTap(ctx, ctx.t(isOwn ? 'plan-now-own' : 'plan-now-shared'));
    }
    await showPlan(at, planId);
  });
}

/** A type that is of this kind already stays what it is. */
function typeFor(type: PlanType, isOwn: boolean): PlanType {
  if (wantsOwnInbound(type) === isOwn) return type;
  return isOwn ? 'dedicated' : 'shared';
}

async function move(at: At, { planId, from, to }: Tap<'plan-move'>): Promise<void> {
  const request = { planId, from, to, actorId: actorOf(at) };
  const moved = await at.needs.services.fleet.planDesk.move(request);
  if (!(await isRefused(at, moved))) await answerTap(at.ctx);
  await showPlan(at, planId);
}

async function clone(at: At, { planId, nonce }: Tap<'plan-clone'>): Promise<void> {
  const { ctx, needs } = at;
  await withPlan(at, planId, async ({ name }) => {
    const copy = { planId, name: ctx.t('plan-copy-name', { name }), createKey: nonce, actorId: actorOf(at) };
    const made = await needs.services.fleet.planDesk.clone(copy);
    if (!(await isRefused(at, made))) await answerTap(ctx, ctx.t('plan-cloned'));
    await showPlan(at, made.ok ? made.value.planId : planId);
  });
}

/** Nothing is deleted before the second press. */
async function askDelete(at: At, planId: number): Promise<void> {
  await answerTap(at.ctx);
  await withPlan(at, planId, (plan) => showStaff(at, planDeleteCard(at.ctx.t, plan)));
}

async function remove(at: At, planId: number): Promise<void> {
  const { ctx, needs } = at;
  const deleted = await needs.services.fleet.planDesk.delete({ planId, actorId: actorOf(at) });
  if (!deleted.ok) {
    await refuseWith(ctx, deleted.refusal);
    return showPlan(at, planId);
  }
  await answerTap(ctx, ctx.t('plan-deleted', { name: tidy(deleted.value.name) }));
  await showPlans(at, 0);
}

async function showPreferred(at: At, planId: number, page: number): Promise<void> {
  await withPlan(at, planId, async (plan) => {
    const server = await at.needs.services.fleet.serverDesk.server(plan.serverId);
    await showStaff(at, preferredCard(at.ctx.t, { plan, choices: server?.inbounds ?? [], page }));
  });
}

async function prefer(at: At, { planId, inboundId }: Tap<'plan-prefer'>): Promise<void> {
  const preference = { planId, inboundId: inboundId || null, actorId: actorOf(at) };
  const changed = await at.needs.services.fleet.planDesk.prefer(preference);
  if (!(await isRefused(at, changed))) await answerTap(at.ctx, at.ctx.t('plan-now-preferred'));
  await showPlan(at, planId);
}

async function showPool(at: At, planId: number, page: number): Promise<void> {
  await withPlan(at, planId, async (plan) => {
    const choices = await at.needs.services.fleet.servers();
    await showStaff(at, poolCard(at.ctx.t, { plan, choices, page }));
  });
}

async function changePool(at: At, { planId, serverId, act: word }: Tap<'plan-pool-change'>): Promise<void> {
  const act = POOL_ACTS.find((each) => each === word);
  if (!act) return answerTap(at.ctx, at.ctx.t('stale-button'));
  const change = { planId, serverId, act, actorId: actorOf(at) };
  const changed = await at.needs.services.fleet.planDesk.changePool(change);
  if (!(await isRefused(at, changed))) await answerTap(at.ctx);
  await showPool(at, planId, 0);
}
