import { sql } from '@mikro-orm/core';
import { expect } from 'vitest';
import { OWNER } from '../support/shop-process.ts';
import type { ModelShop } from './model-shop.ts';
import { Named, orderOf } from './named-command.ts';
import type { ModelOrder } from './shop-model.ts';
import { endedUnits } from './time-commands.ts';

/** An admin ends what is not delivered yet: all of it, or one unit. */
export const giveBack = (no: number, one: boolean, to: 'original' | 'wallet') =>
  new Named(
    `GiveBack(${no}, ${one ? 'one unit' : 'all'}, ${to})`,
    async ({ model, real }) => {
      const order = orderOf(model, no);
      const unitIds = await openUnits(real, order);
      const request = { orderId: order.id, reason: 'customer', actorId: OWNER, to } as const;
      const { deaths } = real;
      const answer = await real.survive(({ checkout }) =>
        checkout.giveBack(one ? { ...request, unitIds: unitIds.slice(0, 1) } : request),
      );
      const units = order.state === 'paid' ? (await endedUnits(real, order)) - order.credited : 0;
      if (deaths === real.deaths) expect(answer.ok, 'something is given back').toBe(units > 0);
      if (units > 0) model.gaveBack(order, { units, to });
    },
    true,
  );

/** Units that are paid and not delivered. */
export async function openUnits(real: ModelShop, { id }: ModelOrder): Promise<string[]> {
  const rows = await real.rows<{ id: string }>(sql`
    select unit.id from order_server_clients unit join order_items item on item.id = unit.order_item_id
     where item.order_id = ${id} and unit.provision_status in ('pending', 'provisioning', 'failed')
     order by unit.unit_no`);
  return rows.map((row) => row.id);
}

/** An admin gives an order's money back, whole. */
export const refund = (no: number) =>
  new Named(
    `Refund(${no})`,
    async ({ model, real }) => {
      const order = orderOf(model, no);
      const deaths = real.deaths;
      const answer = await real.survive(({ checkout }) =>
        checkout.refundOrder({ orderId: order.id, actorId: OWNER }),
      );
      // Who asks again after a death hears that it is refunded already.
      if (deaths === real.deaths) expect(answer.ok, 'the refund').toBe(order.state === 'paid');
      if (order.state === 'paid') model.refunded(order);
    },
    true,
  );
