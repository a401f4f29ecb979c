import { defineEntity, p } from '@mikro-orm/core';
import { instant } from './columns.ts';
import { lifecycle } from './lifecycle.ts';
import { ServerClient } from './server-client.ts';
import { ServerInbound } from './server-inbound.ts';

const MOVE_STATES = ['open', 'done', 'failed', 'cancelled'] as const;
type MoveState = (typeof MOVE_STATES)[number];

const MOVE_LIFE = lifecycle<MoveState>('move', MOVE_STATES, {
  open: ['done', 'failed', 'cancelled'],
  done: [],
  failed: [],
  cancelled: [],
});

/** `key` = the same inbound under new names, the old ones die first; `location` = another server, the old key dies last. */
const MOVE_KINDS = ['key', 'location'] as const;

const ClientMoveSchema = defineEntity({
  name: 'ClientMove',
  tableName: 'client_moves',
  properties: {
    id: p.integer().primary(),
    client: () => p.manyToOne(ServerClient),
    kind: p.enum(MOVE_KINDS),
    state: p.enum(MOVE_STATES).default('open'),
    /** Where it was when the customer asked. */
    fromInbound: () => p.manyToOne(ServerInbound),
    /** Where it goes. An open move to another location holds a seat there beside that of its unit. */
    toInbound: () => p.manyToOne(ServerInbound),
    /** The unit's placement that it becomes; part of `email`, so never used again. */
    placementNo: p.integer(),
    email: p.string().unique(),
    uuid: p.uuid().hidden(),
    password: p.string().hidden(),
    subId: p.string().hidden(),
    flow: p.string().default(''),
    /** Writes begun for it. */
    attempts: p.integer().default(0),
    /** When the last write began; null = none has. */
    triedAt: instant().strictNullable(),
    /** For admins: why it is not done yet; holds no secret. */
    error: p.text().strictNullable(),
    /** When its lane works on it next; null = it is over. */
    dueAt: instant().strictNullable(),
    createdAt: instant(),
    endedAt: instant().strictNullable(),
  },
  uniques: [{ name: 'client_moves_one_at_a_time', properties: ['client'], where: "state = 'open'" }],
  indexes: [
    { properties: ['client', 'createdAt'] },
    { properties: ['toInbound', 'dueAt'], where: "state = 'open'" },
  ],
  checks: [{ name: 'client_moves_open_is_due', expression: "(state = 'open') = (due_at is not null)" }],
});

/** A delivered access that gets new names on its panel, or another panel; its row, time and traffic stay. */
export class ClientMove extends ClientMoveSchema.class {
  /** A write for it begins. */
  begin(at: Date): void {
    this.attempts += 1;
    this.triedAt = at;
  }

  /** It is looked at again then, and why. */
  postpone(until: Date, why: string): void {
    this.dueAt = until;
    this.error = why;
  }

  /** Ends it once. @throws {InvariantViolation} when it is over already. */
  end(as: Exclude<MoveState, 'open'>, at: Date): void {
    this.state = MOVE_LIFE.move(this.state, as);
    this.dueAt = null;
    this.endedAt = at;
  }

  /** Something of it may be on the panel. */
  wasTried(): boolean {
    return this.attempts > 0;
  }
}

ClientMoveSchema.setClass(ClientMove);
