import { sql } from '@mikro-orm/core';
import type fc from 'fast-check';
import type { ModelShop } from './model-shop.ts';
import type { ModelOrder, ShopModel } from './shop-model.ts';

/** What a command has in hand. */
export type Scene = { model: ShopModel; real: ModelShop; customers: readonly number[] };
type Act = (scene: Scene) => Promise<void>;

/** The real side, and how often each command ran. */
export type Real = { shop: ModelShop; customers: readonly number[]; ran: Map<string, number> };
/** One command as fast-check runs it. */
export type Command = fc.AsyncCommand<ShopModel, Real>;

/** A tap, a payment, a fault of the world: by its name in reports, and only where there is an order if it needs one. */
export class Named implements Command {
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

/** One of the orders there are. */
export const orderOf = (model: ShopModel, no: number): ModelOrder => {
  const order = model.orders[no % model.orders.length];
  if (!order) throw new Error('there is no order');
  return order;
};

/** No server is out of sale. */
export const allSell = async (real: ModelShop): Promise<boolean> => {
  const out = await real.rows(sql`select id from servers where health_status not in ('healthy', 'warning')`);
  return out.length === 0;
};
