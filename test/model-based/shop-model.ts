/** An order as anybody would think of it; `heldUntil` in ms of business time. */
export type ModelOrder = {
  readonly id: string;
  readonly customerId: number;
  readonly plan: number;
  readonly quantity: number;
  state: 'open' | 'over' | 'paid' | 'refunded';
  heldUntil: number;
};

/** Where money ends: with the shop, or back with its payer. */
export type Fate = 'kept' | 'back';
type ModelCharge = {
  readonly id: string;
  readonly stars: number;
  readonly order: ModelOrder;
  fate: Fate | null;
};

/** `either` = it hangs on something the model does not follow: a seat that is just being given back. */
export type Answer = 'yes' | 'no' | 'either';

const MOST_OPEN_ORDERS = 3;
const RESERVATION = 30 * 60_000;
const PAYMENT_TIME = 10 * 60_000;

/** What the shop promises, as simple as it can be said: no panel, no lane, no process, no step between. */
export class ShopModel {
  readonly orders: ModelOrder[] = [];
  readonly charges: ModelCharge[] = [];
  /** Units that somebody deleted or changed at the panel behind the shop's back. */
  readonly tampered = new Set<string>();
  private readonly limits: readonly number[];

  /** How many seats each plan has. */
  constructor(limits: readonly number[]) {
    this.limits = limits;
  }

  /** Whether the shop has to sell; `allSell` = no server is out of sale. */
  sells(wish: { customerId: number; plan: number; quantity: number }, allSell: boolean): Answer {
    const open = this.orders.filter(
      ({ customerId, state }) => customerId === wish.customerId && state === 'open',
    );
    return open.length >= MOST_OPEN_ORDERS ? 'no' : this.hasSeats(wish, allSell);
  }

  sold(placed: Omit<ModelOrder, 'state' | 'heldUntil'>, now: number): ModelOrder {
    const order: ModelOrder = { ...placed, state: 'open', heldUntil: now + RESERVATION };
    this.orders.push(order);
    return order;
  }

  /** Telegram asks before it takes the money. */
  admits({ state, heldUntil }: ModelOrder, now: number): boolean {
    return state === 'open' && now < heldUntil;
  }

  admitted(order: ModelOrder, now: number): void {
    order.heldUntil = Math.max(order.heldUntil, now + PAYMENT_TIME);
  }

  /** Telegram took money for this order; nobody has told the shop yet. */
  took(charge: { id: string; stars: number }, order: ModelOrder): void {
    this.charges.push({ ...charge, order, fate: null });
  }

  /** What has to become of money of which the shop learns now. */
  keeps({ state, plan, quantity }: ModelOrder, allSell: boolean): Answer {
    if (state === 'open') return 'yes';
    return state === 'over' ? this.hasSeats({ plan, quantity }, allSell) : 'no';
  }

  /** The shop has decided; said before, it changes nothing. */
  booked(id: string, fate: Fate): void {
    const charge = this.charge(id);
    if (charge.fate === null && fate === 'kept') charge.order.state = 'paid';
    charge.fate ??= fate;
  }

  refunded(order: ModelOrder): void {
    order.state = 'refunded';
    for (const charge of this.charges) if (charge.order === order && charge.fate) charge.fate = 'back';
  }

  charge(id: string): ModelCharge {
    const found = this.charges.find((each) => each.id === id);
    if (!found) throw new Error(`nobody paid ${id}`);
    return found;
  }

  /** Stars that ended there. */
  total(fate: Fate): number {
    return this.charges.filter((charge) => charge.fate === fate).reduce((sum, { stars }) => sum + stars, 0);
  }

  /** The seat of a refunded unit is free as soon as its panel has let it go, and no sooner. */
  private hasSeats({ plan, quantity }: { plan: number; quantity: number }, allSell: boolean): Answer {
    const limit = this.limits[plan] ?? 0;
    const held = (states: readonly ModelOrder['state'][]) =>
      this.orders
        .filter((order) => order.plan === plan && states.includes(order.state))
        .reduce((sum, order) => sum + order.quantity, 0);
    if (held(['open', 'paid']) + quantity > limit) return 'no';
    return allSell && held(['open', 'paid', 'refunded']) + quantity <= limit ? 'yes' : 'either';
  }
}
