import { z } from 'zod';
import { STAFF_ROLES } from '../../model/role.ts';
import type { MessageData, MessageKind } from '../../services/messages/message-kinds.ts';

const unit = z.object({ unitId: z.string() });
const orderId = z.string().nullable();
const stars = z.number();
const clientId = z.number();
const server = { serverId: z.number(), server: z.string() };
const reason = z.string();
const support = z.object({ messageId: z.number(), part: z.enum(['whole', 'head', 'text']) });
const price = z.object({ minor: z.string().regex(/^\d+$/), stars });

const refundReason = z.enum([
  'second-payment',
  'late-and-sold-out',
  'late-and-balance-gone',
  'not-delivered',
  'customer',
  'admin',
  'wrong-amount',
  'no-order',
  'access-gone',
  'access-ended',
  'renewed-meanwhile',
]);

/** What a row of each kind holds: rows are written by the services, perhaps by those of an older version. */
export const MESSAGE_FORMS: { readonly [Kind in MessageKind]: z.ZodType<MessageData[Kind]> } = {
  invoice: z.object({ paymentId: z.string() }),
  'key-text': unit,
  'key-qr': unit,
  'refund-started': z.object({
    orderId,
    stars,
    reason: refundReason,
  }),
  'delivery-late': z.object({ orderId: z.string() }),
  'refund-done': z.object({ orderId, stars }),
  credited: z.object({
    orderId,
    minor: z.string().regex(/^\d+$/),
    currency: z.string(),
    units: z.number(),
    of: z.number(),
    reason: refundReason,
  }),
  'access-suspended': z.object({ clientId }),
  'access-added': z.object({ clientId }),
  'access-resumed': z.object({ clientId }),
  'access-extended': z.object({ clientId, until: z.string().nullable(), renewed: z.boolean() }),
  'access-ending': z.object({ clientId, days: z.literal([7, 3, 1]), until: z.string() }),
  'access-ended': z.object({ clientId, until: z.string(), goneAt: z.string().nullable() }),
  'access-gone': z.object({ plan: z.string(), server: z.string() }),
  'access-connected': z.object({ clientId }),
  'traffic-notice': z.object({ clientId, percent: z.literal([80, 95, 100]) }),
  renewed: z.object({ orderId: z.string() }),
  'traffic-added': z.object({ orderId: z.string() }),
  'topped-up': z.object({ orderId: z.string() }),
  'access-moved': z.object({ clientId, what: z.enum(['key', 'location']), server: z.string() }),
  'move-failed': z.object({ clientId, server: z.string() }),
  'pause-ended': z.object({ clientId, isOn: z.boolean(), until: z.string().nullable() }),
  'renewal-short': z.object({
    clientId,
    minor: z.string().regex(/^\d+$/),
    currency: z.string(),
    until: z.string().nullable(),
    isLast: z.boolean(),
  }),
  'auto-renewal-switched': z.object({ clientId, isOn: z.boolean() }),
  'renewal-stopped': z.object({ clientId, until: z.string().nullable() }),
  sorry: z.object({}),
  'support-question': support,
  'support-answer': support,
  'from-shop': z.object({ shop: z.string(), text: z.string() }),
  'role-changed': z.object({ role: z.enum(STAFF_ROLES).nullable() }),
  'order-cancelled': z.object({ orderId: z.string() }),
  'customer-suspended': z.object({}),
  'customer-unsuspended': z.object({}),
  'price-changed': z.object({ plan: z.string(), currency: z.string(), before: price, after: price }),
  alert: z.discriminatedUnion('code', [
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
    z.object({ code: z.literal('inbound-used-up'), ...server, inbound: z.string() }),
    z.object({
      code: z.literal(['capacity-warning', 'capacity-critical']),
      ...server,
      inbound: z.string().nullable(),
      taken: z.number(),
      seats: z.number(),
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
    z.object({ code: z.literal('key-stuck'), ...server, reason }),
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
      reason: z.enum(['not-delivered', 'customer']),
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
    z.object({ code: z.literal('refund-failed'), refundId: z.string(), orderId, reason }),
    z.object({ code: z.literal('update-aside'), updateId: z.number(), reason }),
    z.object({ code: z.literal('message-failed'), messageId: z.number(), kind: z.string(), reason }),
    z.object({ code: z.literal('webhook-failing'), pending: z.number(), reason }),
    z.object({ code: z.literal('webhook-back') }),
  ]),
};
