import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../model/customer.ts';
import { type Order, OrderItem } from '../../model/order.ts';
import { alertStaff } from '../messages/queue-message.ts';
import type { CheckoutNeeds } from './needs.ts';

/**
 * Puts a paid order aside for the staff where its plan is confirmed by hand (SPEC 4), and tells them; answers whether
 * it did. The plan is asked at the moment of the payment: a switch of it later changes nothing for this order.
 */
export async function holdForApproval(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  order: Order,
): Promise<boolean> {
  const item = await em.findOneOrFail(OrderItem, { order: order.id }, { populate: ['plan'] });
  if (item.plan.autoProvision) return false;
  const now = needs.clock.now();
  order.hold(now);
  await em.flush();
  const customer = await em.findOneOrFail(Customer, order.customer.id);
  await alertStaff(
    em,
    { shop: needs.shop, now },
    {
      key: `approval-wanted:${order.id}:${now.getTime()}`,
      data: {
        code: 'approval-wanted',
        orderId: order.id,
        plan: item.planName,
        person: customer.name,
        stars: order.totalStars,
      },
    },
  );
  return true;
}
