import { sql } from '@mikro-orm/core';
import { expect } from 'vitest';
import type { ModelShop } from './model-shop.ts';
import { allSell, Named, orderOf, type Scene } from './named-command.ts';
import type { Answer, Fate, ModelOrder, ShopModel } from './shop-model.ts';

/** An answer that the model leaves open is whatever the shop said. */
const expectAnswer = (said: boolean, expected: Answer, what: string): void => {
  if (expected !== 'either') expect(said ? 'yes' : 'no', what).toBe(expected);
};

export type Wish = { who: number; plan: number; quantity: number };
const wordsOf = ({ who, plan, quantity }: Wish) => `customer ${who}, plan ${plan}, ${quantity} units`;

/** A tap on a plan. */
export const buy = (wish: Wish) =>
  new Named(`Buy(${wordsOf(wish)})`, async (scene) => void (await place(scene, wish)));

/** The usual way: an order and its money at once. */
export const sale = (wish: Wish, told: boolean) =>
  new Named(`Sale(${wordsOf(wish)}, ${tellingOf(told)})`, async (scene) => {
    const order = await place(scene, wish);
    if (order) await payOrder(scene, { order, told });
  });

let taps = 0;

/** null = the shop refused. */
async function place(
  { model, real, customers }: Scene,
  { who, plan, quantity }: Wish,
): Promise<ModelOrder | null> {
  const customerId = customers[who] ?? 0;
  const wish = { customerId, plan, quantity };
  const expected = model.sells(wish, await allSell(real));
  const nonce = `tap-${++taps}`.padEnd(8, '0');
  const planId = real.plans[plan] ?? 0;
  const answer = await real.survive(({ checkout }) =>
    checkout.placeOrder({ nonce, customerId, planId, quantity }),
  );
  expectAnswer(answer.ok, expected, 'an order is placed');
  return answer.ok ? model.sold({ ...wish, id: answer.value.orderId }, real.now) : null;
}

const tellingOf = (told: boolean) => (told ? 'told' : 'update lost');

/** Telegram asks, takes the money, and tells of it or not. */
export const pay = (no: number, told: boolean) =>
  new Named(
    `Pay(${no}, ${tellingOf(told)})`,
    (scene) => payOrder(scene, { order: orderOf(scene.model, no), told }),
    true,
  );

async function payOrder({ model, real }: Scene, { order, told }: Payment): Promise<void> {
  const terms = await real.payloadOf(order.id);
  const admitted = await real.survive(({ checkout }) => checkout.admitPayment(terms));
  expect(admitted.ok, 'the pre-checkout').toBe(model.admits(order, real.now));
  if (!admitted.ok) return;
  model.admitted(order, real.now);
  await takeMoney(model, real, { order, told });
}

/** Money that Telegram took all the same: for an order that is over, or a second time. */
export const payUnasked = (name: string) => (no: number, told: boolean) =>
  new Named(
    `${name}(${no}, ${tellingOf(told)})`,
    ({ model, real }) => takeMoney(model, real, { order: orderOf(model, no), told }),
    true,
  );

let charges = 0;

type Payment = { order: ModelOrder; told: boolean };

async function takeMoney(model: ShopModel, real: ModelShop, { order, told }: Payment): Promise<void> {
  const chargeId = `charge-${++charges}`;
  const charge = real.stars.take({ ...(await real.payloadOf(order.id)), chargeId });
  model.took({ id: chargeId, stars: Number(charge.amount) }, order);
  if (!told) return;
  const sells = await allSell(real);
  await real.survive(({ checkout }) => checkout.confirmPayment(charge));
  await learn(model, real, { chargeId, sells });
}

/** The shop knows of this money now: what it made of it is what it should have made. */
export async function learn(
  model: ShopModel,
  real: ModelShop,
  { chargeId, sells }: { chargeId: string; sells: boolean },
): Promise<void> {
  const [row] = await real.rows<{ status: string }>(
    sql`select status from charges where charge_id = ${chargeId}`,
  );
  expect(row, `money ${chargeId} is known`).toBeDefined();
  const fate: Fate = row?.status === 'settled' ? 'kept' : 'back';
  expectAnswer(
    fate === 'kept',
    model.keeps(model.charge(chargeId).order, sells),
    `money ${chargeId} is kept`,
  );
  model.booked({ id: chargeId, fate }, real.now);
}

/** The same payment is told once more. */
export const duplicate = (no: number) =>
  new Named(
    `DupPay(${no})`,
    async ({ model, real }) => {
      const known = model.charges.filter(({ fate }) => fate !== null);
      const charge = known[no % known.length];
      if (!charge) return;
      const told = { ...(await real.payloadOf(charge.order.id)), chargeId: charge.id };
      const confirmed = await real.survive(({ checkout }) => checkout.confirmPayment(told));
      expect(confirmed.outcome).toBe('seen');
    },
    true,
  );
