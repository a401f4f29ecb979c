import { describe, expect, it } from 'vitest';
import { InvariantViolation } from '../../src/model/errors.ts';
import { CHARGE_LIFE, PAYMENT_STATUSES, Refund } from '../../src/model/payment.ts';
import { aCharge, afterNoon, aPayment, NOON } from '../support/builders.ts';

describe('a payment', () => {
  it.each(['created', 'pending', 'confirming', 'underpaid', 'expired', 'failed'] as const)(
    'that is %s takes the money when it comes',
    (status) => {
      const payment = aPayment({ status });

      payment.settle(NOON);

      expect(payment).toMatchObject({ status: 'settled', settledAt: NOON });
    },
  );

  it('counts as settled from the money on, also while it goes back', () => {
    const settled = PAYMENT_STATUSES.filter((status) => aPayment({ status }).isSettled());

    expect(settled).toEqual(['settled', 'credited', 'refunding', 'refunded', 'disputed']);
  });

  it('is settled once', () => {
    const payment = aPayment({ status: 'settled', settledAt: NOON });

    expect(() => payment.settle(afterNoon(1))).toThrow(InvariantViolation);
    expect(payment.settledAt).toEqual(NOON);
  });

  it.each([
    { status: 'created', after: 'expired' },
    { status: 'pending', after: 'expired' },
    { status: 'confirming', after: 'confirming' },
    { status: 'settled', after: 'settled' },
    { status: 'refunded', after: 'refunded' },
  ] as const)(
    'that is $status is $after when its order runs out: money is never taken back by time',
    ({ status, after }) => {
      const payment = aPayment({ status });

      payment.expire();

      expect(payment.status).toBe(after);
    },
  );

  it('goes back in two steps: first written down, then done', () => {
    const payment = aPayment({ status: 'settled' });

    payment.startRefund();
    expect(payment.status).toBe('refunding');
    payment.markRefunded();
    expect(payment.status).toBe('refunded');
  });

  it('stays settled when another charge of it goes back', () => {
    const payment = aPayment({ status: 'settled' });

    payment.markRefunded();

    expect(payment.status).toBe('settled');
  });
});

describe('a charge', () => {
  it.each(CHARGE_LIFE.before('refunding'))('that is %s can go back', (status) => {
    const charge = aCharge({ status });

    charge.startRefund();
    charge.markRefunded();

    expect(charge.status).toBe('refunded');
  });

  it('goes back once', () => {
    const charge = aCharge({ status: 'refunded' });

    expect(() => charge.startRefund()).toThrow(InvariantViolation);
    expect(charge.status).toBe('refunded');
  });

  it('is not back before that was begun', () => {
    expect(() => aCharge().markRefunded()).toThrow(InvariantViolation);
  });
});

describe('a refund', () => {
  it('waits for its next try, or for an admin when it was given up', () => {
    const refund = Object.assign(new Refund(), { status: 'due', dueAt: NOON, error: null });

    refund.markFailed('no answer', afterNoon(5));
    expect(refund).toMatchObject({ status: 'due', dueAt: afterNoon(5), error: 'no answer' });
    refund.markFailed('no answer', null);
    expect(refund).toMatchObject({ status: 'failed', error: 'no answer' });
  });

  it('forgets its trouble when it is done', () => {
    const refund = Object.assign(new Refund(), { status: 'due', dueAt: NOON, error: 'no answer' });

    refund.markDone(afterNoon(5));

    expect(refund).toMatchObject({ status: 'done', completedAt: afterNoon(5), error: null });
  });
});
