/** An order as anybody would think of it; `heldUntil` in ms of business time. */
export type ModelOrder = {
  readonly id: string;
  readonly customerId: number;
  readonly plan: number;
  readonly quantity: number;
  state: 'open' | 'over' | 'paid' | 'refunded';
  heldUntil: number;
  /** ms of business time; null = not paid. */
  paidAt: number | null;
  /** Units whose share of the price went to the balance. */
  credited: number;
};

type Placed = Pick<ModelOrder, 'id' | 'customerId' | 'plan' | 'quantity'>;

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
const DAY = 24 * 60 * 60_000;
/** Of every plan, in minor units. */
const UNIT_PRICE = 500;

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

  sold(placed: Placed, now: number): ModelOrder {
    const order: ModelOrder = {
      ...placed,
      state: 'open',
      heldUntil: now + RESERVATION,
      paidAt: null,
      credited: 0,
    };
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
  booked(charge: { id: string; fate: Fate }, now: number): void {
    const known = this.charge(charge.id);
    if (known.fate === null && charge.fate === 'kept')
      Object.assign(known.order, { state: 'paid', paidAt: now });
    known.fate ??= charge.fate;
  }

  /** Telegram returns whole charges only: where a part went to the balance before, the rest goes there too. */
  refunded(order: ModelOrder): void {
    order.state = 'refunded';
    if (order.credited > 0) order.credited = order.quantity;
    else this.returnCharges(order);
  }

  /** So many units were not delivered and never will be. */
  gaveBack(order: ModelOrder, { units, to }: { units: number; to: 'original' | 'wallet' }): void {
    const whole = to === 'original' && units === order.quantity;
    if (whole) this.returnCharges(order);
    else order.credited += units;
    if (whole || order.credited === order.quantity) order.state = 'refunded';
  }

  /** Minor units of the shop's currency on balances. */
  get onBalances(): number {
    return this.orders.reduce((sum, { credited }) => sum + credited * UNIT_PRICE, 0);
  }

  /** From then on the shop gives back by itself what is not delivered. */
  isOverdue({ paidAt }: ModelOrder, now: number): boolean {
    return paidAt !== null && now - paidAt >= DAY;
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

  private returnCharges(order: ModelOrder): void {
    for (const charge of this.charges) if (charge.order === order && charge.fate) charge.fate = 'back';
  }

  /** The seat of a refunded unit is free as soon as its panel has let it go, and no sooner. */
  private hasSeats({ plan, quantity }: { plan: number; quantity: number }, allSell: boolean): Answer {
    const limit = this.limits[plan] ?? 0;
    const held = (states: readonly ModelOrder['state'][]) =>
      this.orders
        .filter((order) => order.plan === plan && states.includes(order.state))
        .reduce((sum, order) => sum + order.quantity - order.credited, 0);
    if (held(['open', 'paid']) + quantity > limit) return 'no';
    return allSell && held(['open', 'paid', 'refunded']) + quantity <= limit ? 'yes' : 'either';
  }
}
