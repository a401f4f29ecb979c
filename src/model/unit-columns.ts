import { p } from '@mikro-orm/core';
import { instant } from './columns.ts';

/** Where a unit was put, and what is not known of it there. */
export const placementColumns = {
  /** How often the unit was put somewhere; part of the client's name, so no two share one. */
  placementNo: p.integer().default(0),
  /** Since when a write for the present placement may have been carried out unseen; null = nothing of it is open. */
  doubtSince: instant().strictNullable(),
  /** When it was put on another inbound than it was sold on; null = never. */
  movedAt: instant().strictNullable(),
  /** When it was last tried anew by a word of the staff, or because a server came back; null = never. */
  retriedAt: instant().strictNullable(),
  /** Attempts of the present placement before that: tries are counted without them. */
  attemptsBefore: p.integer().default(0),
  /** Ids of inbounds that refused it for good: it is not put there again by itself. */
  refusedInbounds: p.json<number[]>().strictNullable(),
  /** When it was given up; null = it is not. */
  failedAt: instant().strictNullable(),
};

/** Why it is not delivered. */
export const problemColumns = {
  /** Class of the last failure (RELIABILITY E5), `unknown`, `conflict`, `qa`; null = none. */
  provisionErrorCode: p.string().strictNullable(),
  /** Its words, for admins. */
  provisionError: p.text().strictNullable(),
};

/** What the test of it found; null = it was not tested yet. */
export const qualityColumns = {
  qaPassed: p.boolean().strictNullable(),
  qaNotes: p.text().strictNullable(),
  qaCompletedAt: instant().strictNullable(),
};

/** What the schema refuses: open work without a date, a delivery without a client. */
export const unitChecks = [
  {
    name: 'order_server_clients_open_work_is_due',
    expression:
      "due_at is not null or (provision_status <> 'pending' and provision_status <> 'provisioning')",
  },
  {
    name: 'order_server_clients_completed_has_client',
    expression: "provision_status <> 'completed' or server_client_id is not null",
  },
];
