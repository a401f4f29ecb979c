import { describe, expect, it } from 'vitest';
import { InvariantViolation } from '../../src/model/errors.ts';
import { lifecycle } from '../../src/model/lifecycle.ts';
import { ORDER_LIFE } from '../../src/model/order.ts';
import { UNIT_LIFE } from '../../src/model/order-server-client.ts';
import { CHARGE_LIFE, PAYMENT_LIFE } from '../../src/model/payment.ts';
import { CLIENT_LIFE } from '../../src/model/server-client.ts';

type Table = Readonly<Record<string, readonly string[]>>;

/** The steps of DESIGN section 5, said once more: a step added or lost in the code shows here. */
const ORDER: Table = {
  pending_payment: ['paid', 'expired', 'cancelled'],
  paid: ['processing', 'refunded', 'dispute'],
  processing: ['completed', 'partial', 'refunded', 'dispute'],
  partial: ['completed', 'refunded', 'dispute'],
  completed: ['refunded'],
  dispute: ['processing', 'refunded'],
  expired: ['paid'],
  cancelled: ['paid'],
  refunded: [],
};

const UNIT: Table = {
  reserved: ['pending', 'cancelled'],
  pending: ['provisioning', 'cancelled'],
  provisioning: ['provisioning', 'completed', 'pending', 'failed'],
  completed: [],
  failed: ['pending', 'cancelled'],
  cancelled: ['pending'],
};

const CLIENT: Table = {
  provisioning: ['active', 'terminated'],
  active: ['suspended', 'expired', 'terminated'],
  suspended: ['active', 'expired', 'terminated'],
  expired: ['active', 'terminated'],
  terminated: [],
};

const LIVES = [
  { of: 'an order', life: ORDER_LIFE, table: ORDER, first: ['pending_payment'] },
  { of: 'a unit', life: UNIT_LIFE, table: UNIT, first: ['reserved'] },
  { of: 'a client', life: CLIENT_LIFE, table: CLIENT, first: ['provisioning'] },
] as { of: string; life: { table: Table }; table: Table; first: string[] }[];

describe('the life', () => {
  it.each(LIVES)('of $of has the steps that the design gives it, and no others', ({ life, table }) => {
    expect(sorted(life.table)).toEqual(sorted(table));
  });

  it.each([
    ...LIVES,
    { of: 'a payment', life: PAYMENT_LIFE, first: ['created'] },
    { of: 'a charge', life: CHARGE_LIFE, first: ['settled', 'surplus', 'unmatched'] },
  ] as { of: string; life: { table: Table }; first: string[] }[])(
    'of $of leads from its beginning to each of its states',
    ({ life, first }) => {
      const reached = new Set(first);
      for (const state of reached) for (const next of life.table[state] ?? []) reached.add(next);

      expect([...reached].sort()).toEqual(Object.keys(life.table).sort());
    },
  );

  it('of a payment takes money from every state in which none has come: it is never refused', () => {
    expect(PAYMENT_LIFE.before('settled')).toEqual([
      'created',
      'pending',
      'confirming',
      'underpaid',
      'expired',
      'failed',
    ]);
  });

  it('of a unit tells which states may still be cancelled: none that the panel works on or has done', () => {
    expect(UNIT_LIFE.before('cancelled')).toEqual(['reserved', 'pending', 'failed']);
  });

  it('of a charge ends with the money back, once', () => {
    expect(CHARGE_LIFE.before('refunded')).toEqual(['refunding']);
    expect(CHARGE_LIFE.before('refunding')).toEqual(['settled', 'surplus', 'unmatched']);
    expect(CHARGE_LIFE.table.refunded).toEqual([]);
  });

  it('refuses a step that it does not have, and names it', () => {
    const life = lifecycle('lamp', ['off', 'on'], { off: ['on'], on: [] });

    expect(life.move('off', 'on')).toBe('on');
    expect(() => life.move('on', 'off')).toThrow(InvariantViolation);
    expect(() => life.move('on', 'off')).toThrow('lamp: no step from on to off');
  });
});

const sorted = (table: Table) =>
  Object.fromEntries(Object.entries(table).map(([state, next]) => [state, [...next].sort()]));
