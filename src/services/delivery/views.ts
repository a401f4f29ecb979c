import type { OrderPurpose } from '../../model/order.ts';
import type { ClientStatus } from '../../model/server-client.ts';
import type { CardStage } from '../../model/telegram.ts';
import type { Money } from '../../model/values/money.ts';
import type { Bytes } from '../../model/values/traffic.ts';

/** One access in My access. */
export type AccessView = {
  clientId: number;
  planName: string;
  server: string;
  country: string | null;
  status: ClientStatus;
  /** Why it is paused or ended, as the shop noted it; null = it is neither, or nobody said. */
  statusReason: string | null;
  /** null = never ends; of a pause: as if it ended now. */
  expiresAt: Date | null;
  /** When a pause that its customer asked for ends by itself; null or left out = it is not paused so. */
  pausedUntil?: Date | null;
  /** Its customer may pause it now, or in another period. */
  canPause?: boolean;
  /** Its plan lets it change the location, and has another one; left out = it does not. */
  hasPlaces?: boolean;
  /** It can have a new key where it is; left out = no. */
  canNewKey?: boolean;
  /** Within a week. */
  endsSoon: boolean;
  used: Bytes;
  /** null = unlimited. */
  limit: Bytes | null;
  /** When its traffic is used up if it goes on like this; null or left out = nothing can be said, or it lasts. */
  runsOutAt?: Date | null;
  /** It is tried for nothing, and nobody has paid for it yet; left out = it is bought. */
  isTrial?: boolean;
  /** Its plan is renewed, and it has a price and an end; left out = not. */
  isRenewable?: boolean;
  /** Its plan sells traffic for what runs; left out = it does not. */
  hasPacks?: boolean;
  /** Another plan is sold on its place, and it can be changed now; left out = not, or nobody looked. */
  hasOtherPlans?: boolean;
  /** Its plan sells devices for what runs; left out = not, or nobody looked. */
  hasDevices?: boolean;
  /** Share links; the first is the one shown. */
  links: readonly string[];
  /** Where the first link leads; null = there is no link, or it cannot be read. */
  connection: { protocol: string; host: string; port: number } | null;
  /** The customer's own subscription address; null = the shop has no public address. */
  subscriptionUrl: string | null;
};

/** A page of a person's access, counted from 0; `more` = there is another one behind it. */
export type AccessPage = { accesses: readonly AccessView[]; page: number; more: boolean };

/** What the order card says. */
export type CardView = {
  orderId: string;
  customerId: number;
  stage: CardStage;
  planName: string;
  quantity: number;
  /** Where its units are, or will be made. */
  server: string;
  /** The plan's own server, where at least one unit was placed on another; null = all are where they were sold. */
  plannedServer: string | null;
  stars: number;
  /** A free trial; left out = it is none. */
  isTrial?: boolean;
  /** What the balance pays of it; null = nothing. */
  fromBalance: Money | null;
  /** What Telegram is asked for; 0 = nothing. */
  askedStars: number;
  /** Units that are ready, of `quantity`. */
  ready: number;
  /** What went back, or is on its way: Stars to Telegram, the rest to the balance; `units` = how many ended so. */
  back: { stars: number; credited: Money | null; units: number };
  /** The shop is in maintenance, and this order waits for its end. */
  isParked: boolean;
};

/** What the invoice asks for. */
export type InvoiceView = {
  orderId: string;
  purpose: OrderPurpose;
  planName: string;
  durationDays: number;
  dataLimitGb: number | null;
  quantity: number;
  stars: number;
  /** The price of the order; what a top-up brings to the balance. */
  total: Money;
  /** What of the price is paid once, for setting up; left out = nothing. */
  setupFeeMinor?: bigint;
  /** What the shop says of the plan in its own words; null or left out = nothing. */
  about?: string | null;
  /** Other numbers of keys that can be had instead, with their prices; left out = none. */
  otherUnits?: readonly { units: number; stars: number }[];
  /** What the balance pays besides; null = nothing. */
  fromBalance: Money | null;
  /** At most 128 bytes (DESIGN 4a, Charges). */
  payload: string;
  /** Paid by a subscription, so by a link of its own; left out = once. */
  isMonthly?: true;
};

/** What a subscription address gives. */
export type SubscriptionView = {
  links: readonly string[];
  used: Bytes;
  /** null = at least one access is unlimited. */
  limit: Bytes | null;
  /** The latest end; null = never. */
  expiresAt: Date | null;
  /** Whom it speaks to. */
  language: string;
  /** Its own address; null = the shop has no public one. */
  url: string | null;
  /** What runs, in the order of the links. */
  accesses: readonly Pick<AccessView, 'planName' | 'server' | 'expiresAt' | 'used' | 'limit'>[];
};

/** A message between a customer and the staff, as either of them reads it. */
export type SupportView = {
  messageId: number;
  /** Whose talk with the shop it belongs to. */
  customerId: number;
  name: string;
  /** Telegram's @name; null = the person has none. */
  username: string | null;
  text: string;
  createdAt: Date;
};
