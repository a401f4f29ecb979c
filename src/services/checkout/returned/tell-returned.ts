import type { SqlEntityManager } from '@mikro-orm/sql';
import type { AlertData } from '../../messages/alert-data.ts';
import { alertStaff } from '../../messages/queue-message.ts';
import type { ReturnedCharge } from '../../ports/payment-provider.ts';
import type { CheckoutNeeds } from '../needs.ts';

/** Stars that went back past the shop, to whom they came from. */
export type ReturnedStars = ReturnedCharge & { payerId: number };

type Taken = ReturnedStars & {
  orderId: string | null;
  what: Extract<AlertData, { code: 'stars-returned' }>['what'];
};

/** The staff reads what went back without its doing, and what ended with it. */
export function tellStaff(
  { shop, clock }: CheckoutNeeds,
  em: SqlEntityManager,
  { chargeId, amount, payerId, orderId, what }: Taken,
): Promise<void> {
  const stars = { orderId, chargeId, stars: Number(amount), payerId };
  const data = { code: 'stars-returned', what, ...stars } as const;
  return alertStaff(em, { shop, now: clock.now() }, { key: `stars-returned:${chargeId}`, data });
}

type Unclear = ReturnedCharge & {
  orderId: string | null;
  why: Extract<AlertData, { code: 'stars-returned-unclear' }>['why'];
  reason?: string;
};

/** Somebody of the staff has to look; said once for each charge and reason. */
export function tellUnclear(
  { shop, clock }: CheckoutNeeds,
  em: SqlEntityManager,
  { chargeId, amount, orderId, why, reason = '' }: Unclear,
): Promise<void> {
  const stars = { orderId, chargeId, stars: Number(amount) };
  const data = { code: 'stars-returned-unclear', why, reason, ...stars } as const;
  const key = `stars-returned:${chargeId}:${why}${reason}`;
  return alertStaff(em, { shop, now: clock.now() }, { key, data });
}
