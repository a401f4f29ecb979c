import { defineEntity, p } from '@mikro-orm/core';
import { instant } from './columns.ts';
import { Customer } from './customer.ts';
import { ServerClient } from './server-client.ts';

/** What can be said of an access unasked. */
export const NOTICE_KINDS = [
  'ends-7',
  'ends-3',
  'ends-1',
  'ended',
  'gone',
  'traffic-80',
  'traffic-95',
  'traffic-100',
  'connected',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What a customer may do without: whoever does not want it is not told. */
export const OPTIONAL_NOTICES: readonly NoticeKind[] = ['ends-7', 'ends-3', 'traffic-80'];

const ClientNoticeSchema = defineEntity({
  name: 'ClientNotice',
  tableName: 'client_notices',
  primaryKeys: ['client', 'kind', 'period'],
  properties: {
    client: () => p.manyToOne(ServerClient).primary().deleteRule('cascade'),
    kind: p.string().primary(),
    /** Each is said once in a period: its end (ISO), or where the traffic of the period began. */
    period: p.string().primary(),
    /** When it is to be said: its customer is awake then. */
    dueAt: instant(),
    /** null = not yet. */
    saidAt: instant().strictNullable(),
  },
  indexes: [{ properties: ['dueAt'], where: 'said_at is null' }],
});

/** Something that a customer is to hear of an access. */
export class ClientNotice extends ClientNoticeSchema.class {}

ClientNoticeSchema.setClass(ClientNotice);

const NoticeChoiceSchema = defineEntity({
  name: 'NoticeChoice',
  tableName: 'notice_choices',
  properties: {
    customer: () => p.oneToOne(Customer).primary().deleteRule('cascade'),
    /** Only what is essential is said. */
    muted: p.boolean().default(false),
    /** Full hours of the day between which notices may come; null = those of the shop. */
    wakesAt: p.integer().strictNullable(),
    sleepsAt: p.integer().strictNullable(),
    /** Minutes east of UTC; null = the shop's time zone. */
    utcOffset: p.integer().strictNullable(),
  },
  checks: [
    {
      name: 'notice_choices_hours',
      expression:
        '(wakes_at is null) = (sleeps_at is null) and wakes_at >= 0 and sleeps_at <= 24 and wakes_at < sleeps_at',
    },
    { name: 'notice_choices_offset', expression: 'utc_offset >= -720 and utc_offset <= 840' },
  ],
});

/** When a customer wants to hear of an access; no row = as the shop does by itself. */
export class NoticeChoice extends NoticeChoiceSchema.class {}

NoticeChoiceSchema.setClass(NoticeChoice);
