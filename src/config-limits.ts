import type { Values } from './config-variables.ts';

/** Limits of time and pace; see DESIGN 4a. */
export type Limits = {
  readonly laneLeaseMs: number;
  readonly laneRenewMs: number;
  readonly panelConnectMs: number;
  readonly panelReadMs: number;
  readonly panelWriteMs: number;
  readonly panelLegacyWriteMs: number;
  readonly quietExtraMs: number;
  readonly sweepMs: number;
  readonly inboxLeaseMs: number;
  readonly pollerLeaseMs: number;
  readonly paymentLeaseMs: number;
  /** Between two looks at Telegram's list of payments. */
  readonly ledgerSeconds: number;
  /** From a payment until what is not delivered is given back. */
  readonly giveBackAfterHours: number;
  /** New messages that Telegram takes of this bot. */
  readonly messagesPerSecond: number;
  readonly failoverAfterMs: number;
  /** Over which the calls of a panel are counted for its breaker. */
  readonly breakerWindowMs: number;
};

export const limitsOf = (values: Values): Limits => ({
  laneLeaseMs: values.LANE_LEASE_MS,
  laneRenewMs: values.LANE_RENEW_MS,
  panelConnectMs: values.PANEL_CONNECT_MS,
  panelReadMs: values.PANEL_READ_MS,
  panelWriteMs: values.PANEL_WRITE_MS,
  panelLegacyWriteMs: Math.max(values.PANEL_WRITE_MS, values.PANEL_LEGACY_WRITE_MS),
  quietExtraMs: values.QUIET_EXTRA_MS,
  sweepMs: values.SWEEP_SECONDS * 1000,
  inboxLeaseMs: values.INBOX_LEASE_MS,
  pollerLeaseMs: values.POLLER_LEASE_MS,
  paymentLeaseMs: values.PAYMENT_LEASE_MS,
  ledgerSeconds: values.STARS_LEDGER_SECONDS,
  giveBackAfterHours: values.GIVE_BACK_AFTER_HOURS,
  messagesPerSecond: values.TELEGRAM_PER_SECOND,
  breakerWindowMs: values.BREAKER_WINDOW_MS,
  failoverAfterMs: values.FAILOVER_AFTER_MS,
});
