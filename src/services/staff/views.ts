import type { ProvisionLogEntry, ProvisionStatus } from '../../model/order-server-client.ts';
import type { Role } from '../../model/role.ts';
import type { ClientStatus } from '../../model/server-client.ts';
import type { Money } from '../../model/values/money.ts';
import type { Bytes } from '../../model/values/traffic.ts';

/** Somebody who may do more than buy. */
export type StaffView = {
  customerId: number;
  /** null = an owner who has not pressed Start. */
  name: string | null;
  username: string | null;
  role: Role;
};

/** A customer in a list. */
export type CustomerLine = {
  customerId: number;
  name: string;
  username: string | null;
  isSuspended: boolean;
  hasBlocked: boolean;
};

/** Everything about a customer that the staff decides by. */
export type CustomerView = CustomerLine & {
  language: string;
  role: Role;
  since: Date;
  suspendedAt: Date | null;
  orders: number;
  /** Stars that came and stayed. */
  paidStars: number;
  /** What they have in the shop. */
  balance: Money;
  /** How many they have or had; `running` = of these a suspension would switch off. */
  accesses: { total: number; running: number };
};

/** One access as the staff sees it: never its link. */
export type StaffAccessView = {
  clientId: number;
  customerId: number;
  orderId: string;
  planName: string;
  server: string;
  /** Its name on the panel. */
  email: string;
  status: ClientStatus;
  /** Why it is switched off, or how it ended; null = no reason is known. */
  reason: string | null;
  /** null = never. */
  expiresAt: Date | null;
  used: Bytes;
  /** null = unlimited. */
  limit: Bytes | null;
  /** The balance renews it. */
  autoRenew: boolean;
  /** Grows with everything that is done to it. */
  rev: number;
  /** It stood on its panel before and was bound: nobody paid for it, and it can be let go. */
  isImported: boolean;
  /** Its customer is suspended as a whole. */
  isCustomerSuspended: boolean;
  /** What its panel has not taken yet; null = the panel holds what the shop wants. */
  pending: PendingPush | null;
  /** It was used at the last look. */
  isOnline: boolean;
  /** When traffic of it was last seen; null = never. */
  lastSeen: Date | null;
};

/** `tries` = refused or lost so often, `error` = the last reason; null = none yet. `nextAt` = when it is tried again. */
export type PendingPush = {
  wanted: 'enabled' | 'disabled' | 'deleted';
  tries: number;
  error: string | null;
  nextAt: Date;
};

/** What becomes of an undelivered unit by itself; `decision` = nothing before somebody decides, or its day is over. */
export type NextStep =
  | 'approval'
  | 'decision'
  | 'maintenance'
  | 'switched-off'
  | 'server'
  | 'later'
  | 'now'
  | 'delivered'
  | 'ended';

/** A paid unit on its way to its customer, as the staff sees it. */
export type UndeliveredView = {
  unitId: string;
  orderId: string;
  /** Of `quantity` keys of the order, `ready` are delivered. */
  unitNo: number;
  quantity: number;
  ready: number;
  customerId: number;
  customerName: string;
  planName: string;
  server: string;
  status: ProvisionStatus;
  /** Class and words of the last failure; null = nothing went wrong. */
  errorCode: string | null;
  error: string | null;
  /** Writes begun where it is now. */
  attempts: number;
  paidAt: Date;
  /** Since when it waits for a yes of the staff; null = for none. */
  heldAt: Date | null;
  /** When it is tried next; null = it is not. */
  dueAt: Date | null;
  next: NextStep;
  /** It was given, or is tried: there is no money to give back. */
  isFree: boolean;
  /** When it ends by itself, and its money goes back; null = it does not, or nobody can say in maintenance. */
  givesBackAt: Date | null;
  /** When this was read. */
  now: Date;
};

/** What was done for one key, the oldest first, and what its examination showed; null = it was not examined. */
export type UnitHistory = { unitId: string; qaNotes: string | null; lines: readonly ProvisionLogEntry[] };

/** One act of the staff. */
export type AuditView = {
  entryId: number;
  actorId: number;
  /** null = nobody the shop knows. */
  actor: string | null;
  /** `plan.on-sale`, `staff.role` … */
  action: string;
  target: string;
  /** How the target is called now; null = it has no name, or is gone. */
  targetName: string | null;
  before: Readonly<Record<string, unknown>>;
  after: Readonly<Record<string, unknown>>;
  at: Date;
};

/** Part of a list; `more` = there is another page behind it. */
export type Listed<Item> = { items: readonly Item[]; page: number; more: boolean };
