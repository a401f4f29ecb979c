import { channel } from 'node:diagnostics_channel';

type Plan = {
  readonly kind: 'counter' | 'histogram' | 'stamp';
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper edges of a histogram, in seconds. */
  readonly buckets?: readonly number[];
};

/** From a tap to a call of the network. */
const SHORT = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 35, 60];
/** From a purchase to its key, on a good day and on a bad one; 2 and 30 min and 24 h are promises (RELIABILITY E5). */
const LONG = [0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600, 86_400];

/**
 * Everything that is counted in this process, in Prometheus' words. Labels hold names of servers, hosts of panels and
 * words of the program: never a person, an order, a key.
 */
export const METERS = {
  shop_payments_total: {
    kind: 'counter',
    help: 'Money that came, by what it was for; settled = it paid an order',
    labels: ['outcome'],
  },
  shop_orders_delivered_total: { kind: 'counter', help: 'Orders whose units are all delivered', labels: [] },
  shop_units_delivered_total: {
    kind: 'counter',
    help: 'Units that were completed: tested on their panel',
    labels: ['server'],
  },
  shop_units_failed_total: {
    kind: 'counter',
    help: 'Units that were given up, by cause: somebody of the staff has to look',
    labels: ['cause'],
  },
  shop_attempts_failed_total: {
    kind: 'counter',
    help: 'Attempts at a unit that did not work, by cause; each is tried again or given up',
    labels: ['cause'],
  },
  shop_delivery_seconds: {
    kind: 'histogram',
    help: 'From paid, or from the yes of the staff, until Telegram has taken the message with the key',
    labels: [],
    buckets: LONG,
  },
  shop_provisioning_seconds: {
    kind: 'histogram',
    help: 'From the first write for a unit until it is tested, by server',
    labels: ['server'],
    buckets: LONG,
  },
  shop_provisioning_step_seconds: {
    kind: 'histogram',
    help: 'One step of provisioning a group of units: add, read-back, links, record',
    labels: ['step'],
    buckets: SHORT,
  },
  shop_lane_wait_seconds: {
    kind: 'histogram',
    help: 'How long units were due before their lane took them up',
    labels: [],
    buckets: LONG,
  },
  shop_quiet_waits_total: {
    kind: 'counter',
    help: 'Times that writes to a panel waited for the end of its quiet time',
    labels: ['server'],
  },
  shop_panel_calls_total: {
    kind: 'counter',
    help: 'What the shop asked of panels, by how it ended: ok, or the kind of fault',
    labels: ['panel', 'kind', 'outcome'],
  },
  shop_panel_call_seconds: {
    kind: 'histogram',
    help: 'How long panels took, whatever the end',
    labels: ['panel', 'kind'],
    buckets: SHORT,
  },
  shop_precheckout_seconds: {
    kind: 'histogram',
    help: 'From a pre-checkout query in the inbox until it was answered; Telegram waits for 10 s',
    labels: [],
    buckets: SHORT,
  },
  shop_webhook_answer_seconds: {
    kind: 'histogram',
    help: 'How long Telegram waited for the answer to an update it brought',
    labels: ['status'],
    buckets: SHORT,
  },
  shop_updates_total: {
    kind: 'counter',
    help: 'Updates that were handled, by how it ended: done, again, aside',
    labels: ['outcome'],
  },
  shop_messages_total: {
    kind: 'counter',
    help: 'Messages to send, by how it ended: sent, dropped, again, blocked, failed',
    labels: ['outcome'],
  },
  shop_refund_tries_total: {
    kind: 'counter',
    help: 'Refunds that Telegram was asked for, by how it ended: done, again, refused',
    labels: ['outcome'],
  },
  shop_probes_total: {
    kind: 'counter',
    help: 'Tries to reach the door of a key that was delivered, by how it ended',
    labels: ['outcome'],
  },
  shop_sweep_findings_total: {
    kind: 'counter',
    help: 'What the sweeps of the doctor found, fixed and could not fix',
    labels: ['sweep', 'result'],
  },
  shop_last_sweep_timestamp_seconds: {
    kind: 'stamp',
    help: 'When this process last began a sweep for work that nobody was woken for',
    labels: [],
  },
} as const satisfies Record<string, Plan>;

/** What is counted, told or stamped. */
export type MeterName = keyof typeof METERS;
type Kind<Name extends MeterName> = (typeof METERS)[Name]['kind'];
type NamesOf<Wanted> = { [Name in MeterName]: Kind<Name> extends Wanted ? Name : never }[MeterName];
type LabelOf<Name extends MeterName> = (typeof METERS)[Name]['labels'][number];

/** One value for each label of a meter. */
export type Labels<Name extends MeterName> = Readonly<Record<LabelOf<Name>, string>>;

/** One fact on its way to whoever keeps the figures of this process; a stamp has no value, its moment is now. */
export type Measured = {
  readonly name: MeterName;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};

const meters = channel('shop.meter');

/**
 * Adds to a counter. It does nothing where nobody keeps figures (`METRICS_PORT`). Called after a commit: a transaction
 * may run twice.
 */
export function count<Name extends NamesOf<'counter'>>(name: Name, labels: Labels<Name>, by = 1): void {
  tell({ name, labels, value: by });
}

/** One more measurement, in seconds, business time or real. */
export function observe<Name extends NamesOf<'histogram'>>(
  name: Name,
  labels: Labels<Name>,
  seconds: number,
): void {
  tell({ name, labels, value: seconds });
}

/** It happens now. */
export function stamp<Name extends NamesOf<'stamp'>>(name: Name, labels: Labels<Name>): void {
  tell({ name, labels, value: 0 });
}

/** Does the work and tells how long it took in real time, also when it failed. */
export async function timed<Name extends NamesOf<'histogram'>, Value>(
  name: Name,
  labels: Labels<Name>,
  work: () => Promise<Value>,
): Promise<Value> {
  const began = performance.now();
  try {
    return await work();
  } finally {
    observe(name, labels, (performance.now() - began) / 1_000);
  }
}

function tell(measured: Measured): void {
  if (meters.hasSubscribers) meters.publish(measured);
}
