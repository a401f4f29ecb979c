import type { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { addressSureCard, customerCard } from './customer-cards.ts';
import { type At, actorOf, showStaff, turnTo } from './show-staff.ts';

/** A customer's subscription address that leaked is replaced; the staff never reads it. */
export function addressScreens(admin: Composer<ShopContext>, needs: AdminNeeds): void {
  onTap(admin, 'customer-address', (ctx, { customerId }) => ask({ ctx, needs }, customerId));
  onTap(admin, 'customer-address-yes', (ctx, tap) => renew({ ctx, needs }, tap));
}

async function ask(at: At, customerId: number): Promise<void> {
  const { delivery, desk } = at.needs.services;
  const [address, view] = [await delivery.addresses.address(customerId), await desk.customer(customerId)];
  if (!address || !view) return alertTap(at.ctx, at.ctx.t('refusal-no-address'));
  await turnTo(at, addressSureCard(at.ctx.t, view, address.mark));
}

async function renew(at: At, { customerId, mark }: { customerId: number; mark: string }): Promise<void> {
  const { ctx, needs } = at;
  const { delivery, desk } = needs.services;
  const answer = await delivery.addresses.renew({ customerId, mark, actorId: actorOf(at) });
  if (!answer.ok) return alertTap(ctx, ctx.t(`refusal-${answer.refusal.code}`));
  await answerTap(ctx, ctx.t('customer-address-done'));
  const view = await desk.customer(customerId);
  if (view) await showStaff(at, customerCard(ctx.t, view));
}
