/** What the database tells about the shop as a whole, in Prometheus' words: every process tells the same. */
export const GAUGES = {
  shop_database_up: {
    help: '1 = the database answered in time; without it the other figures of it are left out',
    labels: [],
  },
  shop_clock_offset_seconds: {
    help: "How far the database's clock is ahead of this process, at least; beyond 2 s both are at odds about leases",
    labels: [],
  },
  shop_undelivered_units: {
    help: 'Paid units without a key, orders that wait for approval apart; failed = somebody of the staff has to look',
    labels: ['state'],
  },
  shop_undelivered_oldest_age_seconds: {
    help: 'How long the oldest of these has been paid for; 0 = there is none',
    labels: [],
  },
  shop_orders_held: { help: 'Paid orders that wait for a yes of the staff', labels: [] },
  shop_queue_depth: { help: 'What is due now and not done', labels: ['queue'] },
  shop_queue_oldest_age_seconds: {
    help: 'How long the oldest of it has been due; 0 = there is nothing',
    labels: ['queue'],
  },
  shop_refunds_failed: { help: 'Refunds that were given up: an admin has to act', labels: [] },
  shop_ledger_imbalance: {
    help: 'Sum of all accounts of a currency, in minor units; anything but 0 is wrong',
    labels: ['currency'],
  },
  shop_server_up: {
    help: '1 = the server is in sale, 0 = its panel or core put it out',
    labels: ['server', 'panel'],
  },
  shop_server_paused: { help: '1 = an admin took the server out of sale', labels: ['server', 'panel'] },
  shop_lane_held: { help: '1 = a worker holds the lane of this server', labels: ['server'] },
  shop_lane_quiet_seconds: {
    help: 'How long writes to the panel of this server have still to wait; 0 = they need not',
    labels: ['server'],
  },
  shop_traffic_lag_seconds: {
    help: 'How long ago the traffic of all clients of this server was counted last; left out until it was',
    labels: ['server'],
  },
  shop_panel_breaker_open: {
    help: '1 = the panel of this server is left alone after too many silences, 0.5 = one read is let through, 0 = it is asked',
    labels: ['server'],
  },
} as const satisfies Record<string, { help: string; labels: readonly string[] }>;

/** One of them, read once. */
export type Reading = {
  readonly name: keyof typeof GAUGES;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};
