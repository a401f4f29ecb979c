import { describe, expect, it } from 'vitest';
import { InvariantViolation } from '../../src/model/errors.ts';
import { ORDER_STATUSES, type OrderStatus } from '../../src/model/order.ts';
import { afterNoon, anOrder, NOON } from '../support/builders.ts';

describe('an order', () => {
  it('keeps its seats as long as it waits for its money, and then needs no date', () => {
    const order = anOrder({ reservedUntil: afterNoon(5) });

    order.markPaid(NOON);

    expect(order).toMatchObject({ status: 'paid', paidAt: NOON, reservedUntil: null });
  });

  it('awaits money from the moment Telegram was told to take it until its hold ends', () => {
    const order = anOrder({ reservedUntil: afterNoon(5) });
    expect(order.awaitsMoney(NOON)).toBe(false);

    order.extendHold(NOON, afterNoon(10));

    expect([0, 9, 10].map((ms) => order.awaitsMoney(afterNoon(ms)))).toEqual([true, true, false]);
  });

  it('awaits none once it is paid', () => {
    const order = anOrder({ reservedUntil: afterNoon(5) });
    order.extendHold(NOON, afterNoon(10));

    order.markPaid(NOON);

    expect(order.awaitsMoney(NOON)).toBe(false);
  });

  it.each([
    { until: afterNoon(4), held: afterNoon(5) },
    { until: afterNoon(5), held: afterNoon(5) },
    { until: afterNoon(6), held: afterNoon(6) },
  ])('is never held shorter: asked for $until it is held until $held', ({ until, held }) => {
    const order = anOrder({ reservedUntil: afterNoon(5) });

    order.extendHold(NOON, until);

    expect(order).toMatchObject({ reservedUntil: held, precheckedAt: NOON });
  });

  it.each(['expire', 'cancel'] as const)('holds nothing after %s, and money may still come for it', (end) => {
    const order = anOrder();

    order[end]();
    expect(order.reservedUntil).toBeNull();
    order.markPaid(afterNoon(5));

    expect(order).toMatchObject({ status: 'paid', paidAt: afterNoon(5) });
  });

  it.each(ORDER_STATUSES.map((status) => ({ status, may: status === 'pending_payment' })))(
    'that is $status may be cancelled: $may',
    ({ status, may }) => {
      const order = anOrder({ status });

      expect(order.canCancel()).toBe(may);
    },
  );

  it.each<{ status: OrderStatus }>([
    { status: 'pending_payment' },
    { status: 'expired' },
    { status: 'cancelled' },
    { status: 'refunded' },
  ])('that is $status has no money to give back, and stays so', ({ status }) => {
    const order = anOrder({ status });

    expect(() => order.markRefunded()).toThrow(InvariantViolation);
    expect(order.status).toBe(status);
  });

  it.each<{ status: OrderStatus }>([{ status: 'paid' }, { status: 'completed' }, { status: 'refunded' }])(
    'that is $status is not paid again',
    ({ status }) => {
      const order = anOrder({ status });

      expect(() => order.markPaid(NOON)).toThrow(InvariantViolation);
      expect(order).toMatchObject({ status, paidAt: null });
    },
  );
});
