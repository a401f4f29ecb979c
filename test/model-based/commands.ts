import { sql } from '@mikro-orm/core';
import fc from 'fast-check';
import { expect } from 'vitest';
import { type Period, seconds } from '../../src/model/values/period.ts';
import { OWNER } from '../support/shop-process.ts';
import { type ModelShop, SLOW_MS } from './model-shop.ts';
import type { Death } from './mortal.ts';
import type { Answer, Fate, ModelOrder, ShopModel } from './shop-model.ts';

type Scene = { model: ShopModel; real: ModelShop; customers: readonly number[] };
type Act = (scene: Scene) => Promise<void>;

export type Real = { shop: ModelShop; customers: readonly number[]; ran: Map<string, number> };
type Command = fc.AsyncCommand<ShopModel, Real>;

/** A tap, a payment, a fault of the world: by its name in reports, and only where there is an order if it needs one. */
class Named implements Command {
  private readonly name: string;
  private readonly needsOrder: boolean;
  private readonly act: Act;

  constructor(name: string, act: Act, needsOrder = false) {
    this.name = name;
    this.act = act;
    this.needsOrder = needsOrder;
  }

  check(model: Readonly<ShopModel>): boolean {
    return !this.needsOrder || model.orders.length > 0;
  }

  async run(model: ShopModel, { shop: real, customers, ran }: Real): Promise<void> {
    const kind = this.name.split('(')[0] ?? '';
    ran.set(kind, (ran.get(kind) ?? 0) + 1);
    await this.act({ model, real, customers });
  }

  toString(): string {
    return this.name;
  }
}

const orderOf = (model: ShopModel, no: number): ModelOrder => {
  const order = model.orders[no % model.orders.length];
  if (!order) throw new Error('there is no order');
  return order;
};

const allSell = async (real: ModelShop): Promise<boolean> => {
  const out = await real.rows(sql`select id from servers where health_status not in ('healthy', 'warning')`);
  return out.length === 0;
};

/** An answer that the model leaves open is whatever the shop said. */
const expectAnswer = (said: boolean, expected: Answer, what: string): void => {
  if (expected !== 'either') expect(said ? 'yes' : 'no', what).toBe(expected);
};

type Wish = { who: number; plan: number; quantity: number };
const wordsOf = ({ who, plan, quantity }: Wish) => `customer ${who}, plan ${plan}, ${quantity} units`;

const buy = (wish: Wish) =>
  new Named(`Buy(${wordsOf(wish)})`, async (scene) => void (await place(scene, wish)));

/** The usual way: an order and its money at once. */
const sale = (wish: Wish, told: boolean) =>
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
const pay = (no: number, told: boolean) =>
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
const payUnasked = (name: string) => (no: number, told: boolean) =>
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
async function learn(
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
  model.booked(chargeId, fate);
}

/** The same payment is told once more. */
const duplicate = (no: number) =>
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

/** Time passes, and everything that time starts is done. */
const pass = (name: string, period: Period) =>
  new Named(name, async ({ model, real }) => {
    real.pass(period);
    await sweep(model, real);
  });

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
  const open = model.orders.filter(({ state }) => state === 'open');
  for (const order of open) {
    const [row] = await real.rows<{ status: string }>(sql`select status from orders where id = ${order.id}`);
    if (row?.status !== 'expired') continue;
    expect(order.heldUntil, 'an order ends after its hold').toBeLessThanOrEqual(real.now);
    order.state = 'over';
  }
}

const refund = (no: number) =>
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

/** Somebody works at the panel behind the shop's back. */
const tamper = (name: string, no: number, hand: (real: ModelShop, unit: TamperedUnit) => Promise<void>) =>
  new Named(
    `${name}(${no})`,
    async ({ model, real }) => {
      const order = orderOf(model, no);
      const [unit] = await real.rows<TamperedUnit>(sql`
        select unit.id, client.email, inbound.server_id as "serverId"
          from order_server_clients unit join order_items item on item.id = unit.order_item_id
          join server_clients client on client.id = unit.server_client_id
          join server_inbounds inbound on inbound.id = client.inbound_id
         where item.order_id = ${order.id} order by unit.unit_no limit 1`);
      if (!unit) return;
      const panel = real.panelAt(real.servers.indexOf(unit.serverId));
      if (!(await panel.clients()).some(({ email }) => email === unit.email)) return;
      model.tampered.add(unit.id);
      await hand(real, unit);
    },
    true,
  );

type TamperedUnit = { id: string; email: string; serverId: number };

const panelOf = (real: ModelShop, { serverId }: TamperedUnit) => real.panelAt(real.servers.indexOf(serverId));

const block = (who: number) =>
  new Named(`Block(${who})`, async ({ real, customers }) => {
    await real.survive((process) => process.customers.markBlocked(customers[who] ?? 0));
  });

const kill = (death: Death) =>
  new Named(`Kill(${death.at} ${death.nth})`, async ({ real }) => real.kill(death));

/** What is drawn that much more often. */
const many = <Value>(times: number, arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value>[] =>
  Array.from({ length: times }, () => arbitrary);

const nth = fc.nat({ max: 20 });
const which = fc.nat({ max: 1 });
const wishes = fc.record({ who: which, plan: which, quantity: fc.constantFrom(1, 1, 1, 2, 3) });
const told = fc.oneof(
  { weight: 4, arbitrary: fc.constant(true) },
  { weight: 1, arbitrary: fc.constant(false) },
);
const deaths: fc.Arbitrary<Death> = fc.record({
  at: fc.constantFrom('moment', 'moment', 'before-call', 'after-call'),
  nth: fc.integer({ min: 1, max: 12 }),
});

/** As panels say it that refuse every new client because of what others left on them. */
const POISON = { kind: 'words', times: 1000, text: 'Something went wrong (malformed JSON)' };

const panelFault = (name: string, run: (real: ModelShop, no: number) => Promise<void>) =>
  which.map((no) => new Named(`${name}(${no})`, ({ real }) => run(real, no)));

/** Names of the commands, as reports count them. */
export const COMMAND_NAMES = [
  ...[
    'Sale',
    'Buy',
    'Pay',
    'PayTwice',
    'Late',
    'DupPay',
    'Sweep',
    'Wait',
    'Expire',
    'Refund',
    'Block',
    'Kill',
  ],
  ...['DeleteRemote', 'EditRemote', 'PanelDown', 'PanelUp', 'SlowWrite', 'LostAnswer', 'Poison', 'CoreStops'],
] as const;

/** Every command of RELIABILITY E9 that the shop of today knows; what a customer does comes most often. */
export const COMMANDS: readonly fc.Arbitrary<Command>[] = [
  ...many(
    6,
    fc.tuple(wishes, told).map((args) => sale(...args)),
  ),
  ...many(3, wishes.map(buy)),
  ...many(
    4,
    fc.tuple(nth, told).map((args) => pay(...args)),
  ),
  fc.tuple(nth, told).map((args) => payUnasked('PayTwice')(...args)),
  fc.tuple(nth, told).map((args) => payUnasked('Late')(...args)),
  nth.map(duplicate),
  ...many(3, fc.constant(pass('Sweep', seconds(30)))),
  fc.constant(pass('Wait', seconds(660))),
  fc.constant(pass('Expire', seconds(2100))),
  nth.map(refund),
  nth.map((no) => tamper('DeleteRemote', no, (real, unit) => panelOf(real, unit).wipe(unit.email))),
  nth.map((no) =>
    tamper('EditRemote', no, (real, unit) => panelOf(real, unit).edit(unit.email, { limitIp: 9 })),
  ),
  which.map(block),
  ...many(3, deaths.map(kill)),
  panelFault('PanelDown', (real, no) => real.panelAt(no).stop()),
  panelFault('PanelUp', (real, no) => real.heal(no)),
  panelFault('SlowWrite', (real, no) => real.faultAdds(no, { kind: 'late', ms: SLOW_MS })),
  panelFault('LostAnswer', (real, no) => real.faultAdds(no, { kind: 'drop-after-apply', times: 2 })),
  panelFault('Poison', (real, no) => real.faultAdds(no, POISON)),
  panelFault('CoreStops', (real, no) => real.panelAt(no).core('error', 'a bad key')),
];
