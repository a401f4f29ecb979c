import { p } from '@mikro-orm/core';
import { byteCount, instant } from './columns.ts';
import type { InboundMetrics } from './inbound-facts.ts';
import type { LinkParts } from './inbound-links.ts';
import { bytes } from './values/traffic.ts';

/**
 * `shared` = one of the panel's, for everybody; `source` = not on the panel: the seats of inbounds that are made for one
 * customer; `dedicated` = such an inbound, which takes its seat at the source and sells none itself.
 */
const INBOUND_KINDS = ['shared', 'source', 'dedicated'] as const;

export const INBOUND_STATUSES = ['active', 'full', 'maintenance', 'inactive', 'error'] as const;

/** What listens, as the panel tells it. */
export const listenerColumns = {
  kind: p.enum(INBOUND_KINDS).default('shared'),
  /** The panel's own number for this inbound, unique on one server; below 1 = the panel has none yet, or none any more. */
  remoteId: p.integer(),
  remark: p.string(),
  protocol: p.string(),
  port: p.integer(),
  network: p.string(),
  security: p.string(),
  /** Vision flow is possible: vless over tcp with tls or reality. */
  flowCapable: p.boolean().default(false),
  /** The cipher of a shadowsocks inbound; empty for every other protocol. */
  cipher: p.string().default(''),
  /** What stands in its share links; null = no look has told it yet. */
  linkParts: p.json<LinkParts>().strictNullable(),
  /** Raised whenever the links of its clients are to be read anew. */
  linksRev: p.integer().default(0),
  /** When its lane removes it from the panel: it bears the shop's name, and nobody knows it; null = it stays. */
  removalDueAt: instant().strictNullable(),
  /** When somebody last tried to reach it as a customer would; null = never. It is advice: nothing depends on it. */
  probedAt: instant().strictNullable(),
  /** `open`, or why not; null = not known yet. */
  probeOutcome: p.string().strictNullable(),
};

/** Whether it takes clients at all. */
export const refusalColumns = {
  /** When the core was last seen running after a write here; null = the shop never wrote to this inbound. */
  coreCheckedAt: instant().strictNullable(),
  /** Units that it refused for good, one after the other, since it last took one; null = none. */
  refusedUnits: p.json<string[]>().strictNullable(),
  /** The panel's words to the last of them, where there were so many that nothing is sold here; null = it takes clients. */
  refusingWhy: p.text().strictNullable(),
  /** When its lane tries whether it takes clients again; null = nobody has to. */
  selfTestDueAt: instant().strictNullable(),
};

/** Whether it is for sale, and how it does. */
export const saleColumns = {
  isDefault: p.boolean().default(false),
  provisioningEnabled: p.boolean().default(true),
  /** The mark of fullness that the staff was told of last, 75 or 90 per cent; 0 = none. */
  capacityNoticed: p.integer().default(0),
  status: p.enum(INBOUND_STATUSES).default('active'),
  /** Why the status is what it is, for admins. */
  statusMessage: p.text().strictNullable(),
  performanceMetrics: p.json<InboundMetrics>().strictNullable(),
  /** null = unmetered. */
  trafficLimit: byteCount().fieldName('traffic_limit_bytes').strictNullable(),
  trafficUsed: byteCount()
    .fieldName('traffic_used_bytes')
    .onCreate(() => bytes(0n)),
};
