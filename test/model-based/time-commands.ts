import { sql } from '@mikro-orm/core';
import { expect } from 'vitest';
import type { Period } from '../../src/model/values/period.ts';
import type { ModelShop } from './model-shop.ts';
import { allSell, Named } from './named-command.ts';
import { learn } from './sale-commands.ts';
import type { ModelOrder, ShopModel } from './shop-model.ts';

/** Time passes, and everything that time starts is done. */
export const pass = (name: string, period: Period) =>
  new Named(name, async ({ model, real }) => {
    real.pass(period);
    await sweep(model, real);
  });

/** One round of the jobs, and what the model makes of it. */
export async function sweep(model: ShopModel, real: ModelShop): Promise<void> {
  const sells = await allSell(real);
  await real.sweep();
  for (const { id, fate } of model.charges) {
    if (fate === null) await learn(model, real, { chargeId: id, sells });
  }
  await follow(model, real);
}

/** A process that has just started ends no order: which of those that are over have ended, the shop says. */
async function follow(model: ShopModel, real: ModelShop): Promise<void> {
  for (const order of model.orders) {
    if (order.state === 'open') await followEnd(order, real);
    if (order.state === 'paid') await followDeadline(order, model, real);
  }
}

async function followEnd(order: ModelOrder, real: ModelShop): Promise<void> {
  const [row] = await real.rows<{ status: string }>(sql`select status from orders where id = ${order.id}`);
  if (row?.status !== 'expired') return;
  expect(order.heldUntil, 'an order ends after its hold').toBeLessThanOrEqual(real.now);
  order.state = 'over';
}

/** What is not delivered within a day goes back by itself, and not sooner. */
async function followDeadline(order: ModelOrder, model: ShopModel, real: ModelShop): Promise<void> {
  const units = (await endedUnits(real, order)) - order.credited;
  if (units === 0) return;
  expect(model.isOverdue(order, real.now), 'units are given back after a day').toBe(true);
  model.gaveBack(order, { units, to: 'original' });
}

/** Units that were given up, their money back. */
export async function endedUnits(real: ModelShop, { id }: ModelOrder): Promise<number> {
  const rows = await real.rows(sql`
    select unit.id from order_server_clients unit join order_items item on item.id = unit.order_item_id
     where item.order_id = ${id} and unit.provision_status = 'cancelled'`);
  return rows.length;
}
