import { z } from 'zod';
import { INBOUND_TROUBLES } from '../../model/inbound-door.ts';
import { LINK_PARTS } from '../../model/inbound-links.ts';
import { SERVER_HEALTH } from '../../model/server-columns.ts';
import type { AlertData } from '../../services/messages/alert-data.ts';

const orderId = z.string().nullable();
const stars = z.number();
const server = { serverId: z.number(), server: z.string() };
const reason = z.string();

/** What a row of an alert holds. */
export const ALERT_FORM: z.ZodType<AlertData> = z.discriminatedUnion('code', [
  z.object({ code: z.literal('server-out'), ...server, reason }),
  z.object({ code: z.literal('server-back'), ...server, minutes: z.number().optional() }),
  z.object({ code: z.literal('server-slow'), ...server, reason }),
  z.object({ code: z.literal('server-quick'), ...server }),
  z.object({
    code: z.literal('inbound-missing'),
    ...server,
    inbound: z.string(),
    clients: z.number(),
  }),
  z.object({ code: z.literal('inbound-new'), ...server, inbound: z.string() }),
  z.object({
    code: z.literal('inbound-changed'),
    ...server,
    inbound: z.string(),
    changed: z.array(z.enum(LINK_PARTS)),
    clients: z.number(),
  }),
  z.object({ code: z.literal(['inbound-used-up', 'inbound-removed']), ...server, inbound: z.string() }),
  z.object({ code: z.literal('inbound-off'), ...server, inbound: z.string(), clients: z.number() }),
  z.object({ code: z.literal('inbound-refusing'), ...server, inbound: z.string(), reason }),
  z.object({
    code: z.literal('inbound-back'),
    ...server,
    inbound: z.string(),
    was: z.enum(INBOUND_TROUBLES),
    clients: z.number(),
    sells: z.boolean(),
  }),
  z.object({
    code: z.literal(['capacity-warning', 'capacity-critical']),
    ...server,
    inbound: z.string().nullable(),
    taken: z.number(),
    seats: z.number(),
  }),
  z.object({
    code: z.literal('mute-over'),
    ...server,
    held: z.number(),
    health: z.enum(SERVER_HEALTH),
  }),
  z.object({
    code: z.literal('panel-upgraded'),
    ...server,
    from: z.string(),
    to: z.string(),
    isOtherApi: z.boolean(),
  }),
  z.object({
    code: z.literal(['clients-missing', 'clients-missing-many']),
    ...server,
    missing: z.number(),
    total: z.number(),
  }),
  z.object({ code: z.literal('clients-edited'), ...server, edited: z.number() }),
  z.object({ code: z.literal('clients-orphaned'), ...server, count: z.number() }),
  z.object({ code: z.literal(['books-wrong', 'counters-mended']), count: z.number(), first: z.string() }),
  z.object({
    code: z.literal('undelivered'),
    count: z.number(),
    minutes: z.number(),
    errorCode: z.string().nullable(),
    error: z.string().nullable(),
  }),
  z.object({ code: z.literal('trials-over'), count: z.number() }),
  z.object({ code: z.literal('key-stuck'), ...server, reason }),
  z.object({
    code: z.literal('push-refused'),
    server: z.string(),
    orderId: z.string(),
    wanted: z.literal(['enabled', 'disabled', 'deleted']),
    reason,
  }),
  z.object({ code: z.literal('unit-failed'), orderId: z.string(), unitId: z.string(), reason }),
  z.object({
    code: z.literal('given-back'),
    orderId: z.string(),
    plan: z.string(),
    person: z.string(),
    units: z.number(),
    of: z.number(),
    stars,
    minor: z.string().regex(/^\d+$/),
    currency: z.string(),
    reason: z.enum(['not-delivered', 'customer', 'free']),
  }),
  z.object({
    code: z.literal('subscription-lacks-link'),
    orderId: z.string(),
    unitId: z.string(),
    server: z.string(),
  }),
  z.object({
    code: z.literal('approval-wanted'),
    orderId: z.string(),
    plan: z.string(),
    person: z.string(),
    stars,
  }),
  z.object({
    code: z.literal('unmatched-charge'),
    id: z.string().optional(),
    chargeId: z.string(),
    stars,
    payerId: z.number(),
  }),
  z.object({
    code: z.literal('stars-returned'),
    orderId,
    what: z.enum(['access', 'purchase', 'nothing']),
    chargeId: z.string(),
    stars,
    payerId: z.number(),
  }),
  z.object({
    code: z.literal('stars-returned-unclear'),
    why: z.enum(['unknown', 'partial', 'twice', 'kept', 'failed']),
    orderId,
    chargeId: z.string(),
    stars,
    reason,
  }),
  z.object({ code: z.literal('refund-failed'), refundId: z.string(), orderId, reason }),
  z.object({ code: z.literal('update-aside'), updateId: z.number(), reason }),
  z.object({ code: z.literal('message-failed'), messageId: z.number(), kind: z.string(), reason }),
  z.object({ code: z.literal('webhook-failing'), pending: z.number(), reason }),
  z.object({ code: z.literal('webhook-back') }),
  z.object({
    code: z.literal('bot-replaced'),
    payments: z.number(),
    messages: z.number(),
    subscriptions: z.number(),
  }),
]);
