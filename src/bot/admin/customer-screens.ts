import type { Composer } from 'grammy';
import type { CustomerView } from '../../services/staff/views.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import { fitTo } from '../views/fit-to.ts';
import type { Screen } from '../views/screen.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { customerAccessesCard, customerCard, customersCard, suspendSureCard } from './customer-cards.ts';
import { type At, actorOf, showStaff, turnTo } from './show-staff.ts';

const QUERY_LIMIT = 64;

/** /customers: find, look at, stop and let go on (SPEC 158); writing and searching are wizards. */
export function customerScreens(admin: Composer<ShopContext>, needs: AdminNeeds): void {
  admin.command('customers', (ctx) =>
    showCustomers({ ctx, needs }, { query: fitTo(ctx.match.trim(), QUERY_LIMIT), page: 0 }),
  );
  onTap(admin, 'customers', async (ctx, { page }) => {
    await answerTap(ctx);
    await showCustomers({ ctx, needs }, { query: '', page });
  });
  onTap(admin, 'customer', (ctx, { customerId }) =>
    turnToCustomer({ ctx, needs }, customerId, (view) => customerCard(ctx.t, view)),
  );
  onTap(admin, 'customer-accesses', async (ctx, { customerId, page }) => {
    const list = await needs.services.desk.accesses(customerId, page);
    await turnToCustomer({ ctx, needs }, customerId, (view) => customerAccessesCard(ctx.t, view, list));
  });
  onTap(admin, 'customer-suspend', (ctx, { customerId }) =>
    turnToCustomer({ ctx, needs }, customerId, (view) => suspendSureCard(ctx.t, view)),
  );
  onTap(admin, 'customer-suspend-yes', (ctx, { customerId }) =>
    switchCustomer({ ctx, needs }, customerId, 'suspend'),
  );
  onTap(admin, 'customer-unsuspend', (ctx, { customerId }) =>
    switchCustomer({ ctx, needs }, customerId, 'unsuspend'),
  );
}

/** The newest customers, or those that a query finds; `query` empty = all. */
export async function showCustomers(at: At, asked: { query: string; page: number }): Promise<void> {
  const list = await at.needs.services.desk.find(asked);
  await showStaff(at, customersCard(at.ctx.t, list, asked.query));
}

async function turnToCustomer(
  at: At,
  customerId: number,
  draw: (view: CustomerView) => Screen,
): Promise<void> {
  const view = await at.needs.services.desk.customer(customerId);
  if (view) return turnTo(at, draw(view));
  await alertTap(at.ctx, at.ctx.t('refusal-person-unknown'));
}

async function switchCustomer(at: At, customerId: number, act: 'suspend' | 'unsuspend'): Promise<void> {
  const { ctx, needs } = at;
  const answer = await needs.services.desk[act]({ customerId, actorId: actorOf(at) });
  if (!answer.ok) return alertTap(ctx, ctx.t(`refusal-${answer.refusal.code}`));
  await answerTap(ctx, ctx.t(`customer-done-${act}`, { count: answer.value.accesses }));
  const view = await needs.services.desk.customer(customerId);
  if (view) await showStaff(at, customerCard(ctx.t, view));
}
