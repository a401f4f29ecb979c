/**
 * All limits of time of a chaos run, as variables of the shop's processes: short, so that many faults fit into a
 * minute. Lease 1 s, quiet time 4 s (RELIABILITY E8): a busy machine holds a call up for a second or two.
 */
export const SHORT_LIMITS = {
  LANE_LEASE_MS: '1000',
  LANE_RENEW_MS: '300',
  PANEL_CONNECT_MS: '1500',
  PANEL_READ_MS: '2500',
  PANEL_WRITE_MS: '3000',
  PANEL_LEGACY_WRITE_MS: '3000',
  QUIET_EXTRA_MS: '1000',
  SWEEP_SECONDS: '2',
  BREAKER_WINDOW_MS: '12000',
  FAILOVER_AFTER_MS: '30000',
  INBOX_LEASE_MS: '8000',
  POLLER_LEASE_MS: '3000',
  PAYMENT_LEASE_MS: '4000',
  STARS_LEDGER_SECONDS: '10',
  XUI_HEALTH_CHECK_INTERVAL: '30',
} as const;

export const LEASE_MS = Number(SHORT_LIMITS.LANE_LEASE_MS);
/** How long nobody writes to a panel after a write without an answer. */
export const QUIET_MS = Number(SHORT_LIMITS.PANEL_WRITE_MS) + Number(SHORT_LIMITS.QUIET_EXTRA_MS);

/** A hang outlasts the limits of the shop, a late write ends within the quiet time. */
export const PANEL_STORM_MS = 3_500;
export const TELEGRAM_STORM_MS = 1_500;
