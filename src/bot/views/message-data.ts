import { z } from 'zod';
import { STAFF_ROLES } from '../../model/role.ts';
import type { MessageData, MessageKind } from '../../services/messages/message-kinds.ts';
import { ALERT_FORM } from './alert-form.ts';

const unit = z.object({ unitId: z.string() });
const orderId = z.string().nullable();
const stars = z.number();
const clientId = z.number();
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
  'access-no-place',
  'renewed-meanwhile',
  'access-changed',
  'plan-full',
  'already-subscribed',
  'subscription-over',
  'access-stopped',
  'stars-refused',
  'returned',
]);

/** What a row of each kind holds: rows are written by the services, perhaps by those of an older version. */
export const MESSAGE_FORMS: { readonly [Kind in MessageKind]: z.ZodType<MessageData[Kind]> } = {
  invoice: z.object({ paymentId: z.string() }),
  'key-text': unit.extend({ moved: z.literal(true).optional(), changed: z.literal(true).optional() }),
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
  'address-renewed': z.object({ customerId: z.number() }),
  'access-unbound': z.object({ plan: z.string(), server: z.string() }),
  'access-resumed': z.object({ clientId }),
  'access-extended': z.object({ clientId, until: z.string().nullable(), renewed: z.boolean() }),
  'access-ending': z.object({ clientId, days: z.literal([7, 3, 1]), until: z.string() }),
  'access-ended': z.object({ clientId, until: z.string(), goneAt: z.string().nullable() }),
  'access-gone': z.object({ plan: z.string(), server: z.string() }),
  'access-connected': z.object({ clientId }),
  'traffic-notice': z.object({ clientId, percent: z.literal([80, 95, 100]) }),
  renewed: z.object({ orderId: z.string() }),
  'traffic-added': z.object({ orderId: z.string() }),
  'device-added': z.object({ orderId: z.string() }),
  'plan-changed': z.object({ orderId: z.string() }),
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
  'auto-renewal-switched': z.object({
    clientId,
    isOn: z.boolean(),
    endedSubscription: z.boolean().optional(),
  }),
  'renewal-held': z.object({ clientId, until: z.string().nullable() }),
  'renewal-stopped': z.object({ clientId, until: z.string().nullable() }),
  'subscription-ended': z.object({
    clientId: z.number().nullable(),
    plan: z.string(),
    why: z.enum(['unpaid', 'access-gone', 'returned', 'bot-replaced']),
    until: z.string().nullable(),
  }),
  sorry: z.object({}),
  'support-question': support,
  'support-answer': support,
  'from-shop': z.object({ shop: z.string(), text: z.string() }),
  'role-changed': z.object({ role: z.enum(STAFF_ROLES).nullable() }),
  'order-cancelled': z.object({ orderId: z.string() }),
  'free-ended': z.object({ orderId: z.string(), isTrial: z.boolean() }),
  'customer-suspended': z.object({}),
  'customer-unsuspended': z.object({}),
  'plan-back': z.object({ planId: z.number(), plan: z.string() }),
  'price-changed': z.object({
    plan: z.string(),
    currency: z.string(),
    before: price,
    after: price,
    subscribed: z.boolean().optional(),
  }),
  alert: ALERT_FORM,
};
