import type { Composer } from 'grammy';
import type { PlanView } from '../../services/fleet/views.ts';
import type { CustomerView } from '../../services/staff/views.ts';
import type { Tap } from '../callback-data.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap, say } from '../show.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { grantDoneCard, grantPeopleCard, grantPlansCard, grantSureCard } from './grant-cards.ts';
import { type At, actorOf, showStaff } from './show-staff.ts';

/** `/grant <person> <plan>` and [Give access]: one access for nothing, asked once more before it is given (SPEC 222). */
export function grantScreens(admin: Composer<ShopContext>, needs: AdminNeeds): void {
  admin.command('grant', (ctx) => grantCommand({ ctx, needs }, ctx.match));
  onTap(admin, 'grant-people', async (ctx, { page }) => {
    await answerTap(ctx);
    await showPeople({ ctx, needs }, page);
  });
  onTap(admin, 'grant', (ctx, { customerId, page }) =>
    withPerson({ ctx, needs }, customerId, async (person) => {
      await answerTap(ctx);
      await showPlans({ ctx, needs }, { person, page });
    }),
  );
  onTap(admin, 'grant-plan', (ctx, { customerId, planId }) =>
    withPerson({ ctx, needs }, customerId, (person) => ask({ ctx, needs }, person, planId)),
  );
  onTap(admin, 'grant-yes', (ctx, tap) => give({ ctx, needs }, tap));
}

/** The first word is the person, the rest the plan by name or number; what is left out is asked for by buttons. */
async function grantCommand(at: At, typed: string): Promise<void> {
  const [, who = '', what = ''] = /^(\S*)\s*(.*)$/s.exec(typed.trim()) ?? [];
  if (who === '') return showPeople(at, 0);
  const { staff, desk } = at.needs.services;
  const found = await staff.find(who);
  if (!found.ok) return say(at.ctx, { text: at.ctx.t(`refusal-${found.refusal.code}`) });
  const person = await desk.customer(found.value.customerId);
  if (!person) return say(at.ctx, { text: at.ctx.t('refusal-person-unknown') });
  if (what === '') return showPlans(at, { person, page: 0 });
  const [plan, other] = (await plansOnSale(at)).filter((each) => isNamed(each, what));
  if (plan && !other) return showSure(at, person, plan);
  const note = at.ctx.t(plan ? 'grant-plan-ambiguous' : 'grant-plan-unknown');
  await showPlans(at, { person, page: 0, note });
}

const isNamed = ({ planId, name }: PlanView, what: string): boolean =>
  String(planId) === what || name.trim().toLowerCase() === what.trim().toLowerCase();

async function plansOnSale({ needs }: At): Promise<PlanView[]> {
  return (await needs.services.fleet.plans()).filter(({ onSale }) => onSale);
}

async function showPeople(at: At, page: number): Promise<void> {
  const list = await at.needs.services.desk.find({ query: '', page });
  await showStaff(at, grantPeopleCard(at.ctx.t, list));
}

type Choice = { person: CustomerView; page: number; note?: string };

async function showPlans(at: At, { person, page, note }: Choice): Promise<void> {
  const plans = await plansOnSale(at);
  await showStaff(at, grantPlansCard(at.ctx.t, { person, plans, page, note: note ?? null }));
}

async function withPerson(
  at: At,
  customerId: number,
  then: (person: CustomerView) => Promise<void>,
): Promise<void> {
  const person = await at.needs.services.desk.customer(customerId);
  await (person ? then(person) : alertTap(at.ctx, at.ctx.t('refusal-person-unknown')));
}

async function ask(at: At, person: CustomerView, planId: number): Promise<void> {
  const plan = (await plansOnSale(at)).find((each) => each.planId === planId);
  if (plan) {
    await answerTap(at.ctx);
    return showSure(at, person, plan);
  }
  await alertTap(at.ctx, at.ctx.t('refusal-grant-plan-off'));
  await showPlans(at, { person, page: 0 });
}

async function showSure(at: At, person: CustomerView, plan: PlanView): Promise<void> {
  const seatsLeft = await at.needs.services.checkout.seatsLeft(plan.planId);
  const nonce = at.needs.ids.nonce();
  await showStaff(at, grantSureCard(at.ctx.t, { person, plan, seatsLeft, nonce }));
}

async function give(at: At, { customerId, planId, nonce }: Tap<'grant-yes'>): Promise<void> {
  const { ctx, needs } = at;
  const grant = { customerId, planId, nonce, actorId: actorOf(at) };
  const given = await needs.services.checkout.grantOrder(grant);
  if (!given.ok) return alertTap(ctx, ctx.t(`refusal-${given.refusal.code}`));
  await answerTap(ctx);
  await showStaff(at, grantDoneCard(ctx.t, { customerId, orderId: given.value.orderId }));
}
