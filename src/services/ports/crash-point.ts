import { channel } from 'node:diagnostics_channel';

/**
 * The moments in which a process must be able to die without harm (RELIABILITY C1), each between something that was
 * stored or done and what follows from it.
 */
export const CRASH_POINTS = [
  /** Updates are in the inbox, Telegram was not yet told to forget them. */
  'update.stored',
  /** A handler has done its work, its update still counts as open. */
  'update.handled',
  /** Order and seats are committed, nobody was woken to send the invoice. */
  'order.placed',
  /** Telegram told of money, nothing is booked. */
  'payment.received',
  /** The order is paid, no lane was woken. */
  'payment.confirmed',
  'lane.taken',
  /** Identity and quiet time are committed, the panel was not called. */
  'attempt.begun',
  /** The panel said yes, nothing was read back. */
  'panel.added',
  /** An inbound of one's own is on the panel, its number is not stored. */
  'inbound.made',
  /** The panel holds what was sold, nothing is recorded. */
  'panel.verified',
  /** The unit is completed and its messages are rows, nobody was woken. */
  'unit.completed',
  /** Telegram has the message or the card, its row still counts as open. */
  'message.sent',
  'card.sent',
  /** A refund is a row, Telegram was not asked. */
  'refund.started',
  /** Telegram gave the money back, nothing is booked. */
  'refund.asked',
  /** The panel did what was wanted of a client (off, on, gone, dates), nothing is recorded. */
  'push.written',
  /** An abandoned placement is off the panel, its tombstone still counts as open. */
  'tombstone.removed',
  /** The hold of an order has ended, the next is not looked at. */
  'hold.released',
  /** A unit has its next placement on another server, that lane was not woken. */
  'failover.placed',
  /** A share of an order went to the wallet, nobody was told. */
  'credit.booked',
  /** A new key or another location is asked for, its lane was not woken. */
  'move.begun',
  /** The new key was tested on its panel, the old one still counts. */
  'move.tested',
] as const;

export type CrashPoint = (typeof CRASH_POINTS)[number];

const points = channel('shop.crash-point');

/** Marks such a moment. Does nothing, unless this process was started to die in it (`CRASH_AT`). */
export function crashPoint(name: CrashPoint): void {
  if (points.hasSubscribers) points.publish(name);
}
