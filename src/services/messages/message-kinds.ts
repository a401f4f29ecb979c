import type { RefundReason } from '../../model/refund-reason.ts';
import type { StaffRole } from '../../model/role.ts';
import type { MessagePriority } from '../../model/telegram.ts';
import type { AlertData } from './alert-data.ts';

export type { RefundReason };

/** Everything the shop says without being asked, with the ids its text is made from. Keys and links are never in here. */
export type MessageData = {
  /** Telegram's invoice of a payment. */
  invoice: { paymentId: string };
  /** The delivery, first half: plan, server, end, traffic, link. `changed` = what the customer had opens nothing any more. */
  'key-text': { unitId: string; moved?: true; changed?: true | undefined };
  /** The delivery, second half: the QR. */
  'key-qr': { unitId: string };
  /** Money is on its way back to the customer, and why. */
  'refund-started': { orderId: string | null; stars: number; reason: RefundReason };
  /** Half an hour after the payment something of the order is not delivered. */
  'delivery-late': { orderId: string };
  /** Telegram confirmed that the money is back. */
  'refund-done': { orderId: string | null; stars: number };
  /** Money came to the customer's balance in the shop; `minor` whole minor units as text, for `units` of `of`. */
  credited: Credited;
  /** The shop switched an access off, without an end to the time that is paid for. */
  'access-suspended': { clientId: number };
  /** A client that stood on a panel before belongs to this person from now on. */
  'access-added': { clientId: number };
  /** The staff replaced the subscription address; the new one is read when it is said. */
  'address-renewed': { customerId: number };
  /** A client that was bound is let go: it stays on its panel, and the shop knows it no more. */
  'access-unbound': { plan: string; server: string };
  /** It is on again. */
  'access-resumed': { clientId: number };
  /** More time; `until` ISO, null = it never ends; `renewed` = the traffic is counted anew as well. */
  'access-extended': { clientId: number; until: string | null; renewed: boolean };
  /** Its time will soon be over, in so many days; `until` ISO. */
  'access-ending': { clientId: number; days: 7 | 3 | 1; until: string };
  /** Its time is over since `until`, ISO, and it is switched off; `goneAt` = when it is deleted, null = at once. */
  'access-ended': { clientId: number; until: string; goneAt: string | null };
  /** The days of grace are over too: it is deleted. */
  'access-gone': { plan: string; server: string };
  /** It was used for the first time. */
  'access-connected': { clientId: number };
  /** So much of the period's traffic is used; at 100 the access is switched off. */
  'traffic-notice': { clientId: number; percent: 80 | 95 | 100 };
  /** A further period was paid: new end and traffic, and what it cost. */
  renewed: { orderId: string };
  /** More traffic was paid: what holds now, and what it cost. */
  'traffic-added': { orderId: string };
  /** One more device was paid: how many there are now, and what it cost. */
  'device-added': { orderId: string };
  /** The access has another plan: what holds now, and what it cost or brought. */
  'plan-changed': { orderId: string };
  /** A top-up was paid: it is on the balance. */
  'topped-up': { orderId: string };
  /** The new key follows in the next message; `what` = a key for the same server, or another location. */
  'access-moved': { clientId: number; what: 'key' | 'location'; server: string };
  /** The other server did not take it: everything is as it was, and it does not count. */
  'move-failed': { clientId: number; server: string };
  /** A pause lasted as long as its plan allows; `isOn` false = nothing is left that could go on. `until` ISO. */
  'pause-ended': { clientId: number; isOn: boolean; until: string | null };
  /** The balance is so much short of the renewal that its customer wishes, in minor units; `isLast` = it is not tried again. */
  'renewal-short': {
    clientId: number;
    minor: string;
    currency: string;
    until: string | null;
    isLast: boolean;
  };
  /** The staff has switched the renewal from the balance on or off. */
  'auto-renewal-switched': {
    clientId: number;
    isOn: boolean;
    /** Telegram charged for it until then. */
    endedSubscription?: boolean | undefined;
  };
  /** It was not renewed, because its panel has lost its place; `until` ISO, null = it never ends. */
  'renewal-held': { clientId: number; until: string | null };
  /** It cannot be renewed by itself any more; `until` ISO, null = it never ends. */
  'renewal-stopped': { clientId: number; until: string | null };
  /** A subscription in Stars is over: no charge came, the access is gone, or Telegram gave a charge back; `until` ISO, null = its time is over. */
  'subscription-ended': {
    /** null = it is no more. */
    clientId: number | null;
    plan: string;
    /** `bot-replaced` = the bot that Telegram charges for is not the shop's any more. */
    why: 'unpaid' | 'access-gone' | 'returned' | 'bot-replaced';
    until: string | null;
  };
  /** A message or tap could not be handled three times. */
  sorry: Record<string, never>;
  /** For the staff: what a customer wrote; a long text is a message of its own. */
  'support-question': SupportPart;
  /** For the customer: what the staff answered. */
  'support-answer': SupportPart;
  /** A plan that this customer holds costs something else from now on. */
  'price-changed': PriceNews;
  /** A plan for which this person waited can be bought again. */
  'plan-back': { planId: number; plan: string };
  /** For owners: something needs a look. */
  /** Words that somebody of the staff wrote to this person. */
  'from-shop': { shop: string; text: string };
  /** What the person may do in the shop from now on; null = no more than buy. */
  'role-changed': { role: StaffRole | null };
  /** The shop ended an order before it was paid. */
  'order-cancelled': { orderId: string };
  /** What was given for nothing could not be made, and is over. */
  'free-ended': { orderId: string; isTrial: boolean };
  /** Nothing can be bought any more, and what runs is switched off. */
  'customer-suspended': Record<string, never>;
  /** Everything is as it was before. */
  'customer-unsuspended': Record<string, never>;
  /** For the staff: something needs a look. */
  alert: AlertData;
};

/** `head` = who writes, `text` = what, `whole` = both in one message. */
export type SupportPart = { messageId: number; part: 'whole' | 'head' | 'text' };

export type MessageKind = keyof MessageData;

/** Whole minor units as text, and the same in Stars. */
type NamedPrice = { minor: string; stars: number };
/** `subscribed` = one of these accesses is renewed by a subscription, which keeps its price. */
export type PriceNews = {
  plan: string;
  currency: string;
  before: NamedPrice;
  after: NamedPrice;
  subscribed?: boolean | undefined;
};

export type Credited = {
  orderId: string | null;
  minor: string;
  currency: string;
  units: number;
  of: number;
  reason: RefundReason;
};

/** A message to queue. `key` says it once: a second one with the same key is not stored. */
export type MessageToQueue<Kind extends MessageKind = MessageKind> = {
  [Each in Kind]: {
    chatId: number;
    kind: Each;
    data: MessageData[Each];
    key: string;
    priority?: MessagePriority;
  };
}[Kind];
