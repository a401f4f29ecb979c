import type { InboundTrouble } from '../../model/inbound-door.ts';
import type { LinkPart } from '../../model/inbound-links.ts';
import type { ServerHealth } from '../../model/server-columns.ts';

/** What the staff is told; `code` names the text `alert-<code>`. */
export type AlertData =
  | { code: 'server-out'; serverId: number; server: string; reason: string }
  /** `minutes` = how long it was away; rows of older versions do not tell. */
  | { code: 'server-back'; serverId: number; server: string; minutes?: number }
  | { code: 'server-slow'; serverId: number; server: string; reason: string }
  | { code: 'server-quick'; serverId: number; server: string }
  | { code: 'inbound-new'; serverId: number; server: string; inbound: string }
  | { code: 'inbound-missing'; serverId: number; server: string; inbound: string; clients: number }
  /** What stands in its links is another; those of so many running accesses are read anew. */
  | {
      code: 'inbound-changed';
      serverId: number;
      server: string;
      inbound: string;
      changed: LinkPart[];
      clients: number;
    }
  | { code: 'inbound-used-up'; serverId: number; server: string; inbound: string }
  /** Somebody switched it off on the panel: the keys on it reach nobody. */
  | { code: 'inbound-off'; serverId: number; server: string; inbound: string; clients: number }
  | InboundBack
  /** It bore the shop's name, nobody knew it, and it is gone from the panel. */
  | { code: 'inbound-removed'; serverId: number; server: string; inbound: string }
  /** One client after the other was refused for good: nothing is sold there until it takes one. */
  | { code: 'inbound-refusing'; serverId: number; server: string; inbound: string; reason: string }
  /** `inbound` null = the server as a whole. */
  | ({ code: 'capacity-warning' | 'capacity-critical' } & CapacityNews)
  /** Its alerts come again; `held` of them were kept back, and this is how it does by now. */
  | { code: 'mute-over'; serverId: number; server: string; held: number; health: ServerHealth }
  /** `isOtherApi` = another driver speaks with it from now on. */
  | {
      code: 'panel-upgraded';
      serverId: number;
      server: string;
      from: string;
      to: string;
      isOtherApi: boolean;
    }
  /** Too many are gone to be put back unasked; `-many` = the server is out of sale as well. */
  | {
      code: 'clients-missing' | 'clients-missing-many';
      serverId: number;
      server: string;
      missing: number;
      total: number;
    }
  | { code: 'clients-edited'; serverId: number; server: string; edited: number }
  | { code: 'clients-orphaned'; serverId: number; server: string; count: number }
  /** `first` = what was found first, in words. */
  | { code: 'books-wrong'; count: number; first: string }
  | { code: 'counters-mended'; count: number; first: string }
  /** Paid keys wait longer than ten minutes, the oldest for `minutes`; the cause is that of most of them, null = none. */
  | { code: 'undelivered'; count: number; minutes: number; errorCode: string | null; error: string | null }
  /** A customer's old key was cut off, and the new one is not there after ten minutes. */
  | { code: 'key-stuck'; serverId: number; server: string; reason: string }
  /** The panel refuses, again and again, to hold an access as it was paid, or to let go of it. */
  | { code: 'push-refused'; server: string; orderId: string; wanted: PushWish; reason: string }
  | { code: 'unit-failed'; orderId: string; unitId: string; reason: string }
  /** The shop gave back by itself, or as the customer asked; whole minor units as text. */
  | GivenBackNews
  /** A key was delivered, and the customer's own subscription does not hold it. */
  | { code: 'subscription-lacks-link'; orderId: string; unitId: string; server: string }
  /** People ask for more free trials than a day has, of which there are `count`. */
  | { code: 'trials-over'; count: number }
  | { code: 'approval-wanted'; orderId: string; plan: string; person: string; stars: number }
  /** `id` is the charge's row; one that was written down before there were buttons has none. */
  | { code: 'unmatched-charge'; id?: string | undefined; chargeId: string; stars: number; payerId: number }
  /** Telegram's ledger tells of money that went back past the shop; its order ended with it. `nothing` = it belonged to none. */
  | ({ code: 'stars-returned'; what: 'access' | 'purchase' | 'nothing'; payerId: number } & ReturnedStars)
  /** The same, and somebody has to look: `reason` says why, where it is `kept` or `failed`. */
  | ({
      code: 'stars-returned-unclear';
      why: 'unknown' | 'partial' | 'twice' | 'kept' | 'failed';
      reason: string;
    } & ReturnedStars)
  | { code: 'refund-failed'; refundId: string; orderId: string | null; reason: string }
  | { code: 'update-aside'; updateId: number; reason: string }
  | { code: 'message-failed'; messageId: number; kind: string; reason: string }
  | { code: 'webhook-failing'; pending: number; reason: string }
  | { code: 'webhook-back' }
  /** Another bot took the shop over: what was left over of the old one. */
  | { code: 'bot-replaced'; payments: number; messages: number; subscriptions: number };

type PushWish = 'enabled' | 'disabled' | 'deleted';

type ReturnedStars = { orderId: string | null; chargeId: string; stars: number };

/** What was wrong is over; `sells` = it takes new clients. */
type InboundBack = {
  code: 'inbound-back';
  serverId: number;
  server: string;
  inbound: string;
  was: InboundTrouble;
  clients: number;
  sells: boolean;
};

/** The shop gave back by itself, or as the customer asked; whole minor units as text. */
type GivenBackNews = {
  code: 'given-back';
  orderId: string;
  plan: string;
  person: string;
  units: number;
  of: number;
  stars: number;
  minor: string;
  currency: string;
  /** `free` = it cost nothing. */
  reason: 'not-delivered' | 'customer' | 'free';
};

/** Seats that run short; `inbound` null = of the server as a whole. */
type CapacityNews = {
  serverId: number;
  server: string;
  inbound: string | null;
  taken: number;
  seats: number;
};
