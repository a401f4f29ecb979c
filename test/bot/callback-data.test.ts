import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packTap, parseTap, SCREENS, type Tap } from '../../src/bot/callback-data.ts';
import { staleTap } from '../../src/bot/stale-tap.ts';
import { randomIds } from '../../src/system/ids.ts';

const numbers = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const words = fc.stringMatching(/^[\w-]{1,32}$/);

const taps: fc.Arbitrary<Tap> = fc.oneof(
  ...Object.entries(SCREENS).map(([screen, { fields }]) => {
    const ids = Object.entries(fields).map(([name, kind]) => [name, kind === 'number' ? numbers : words]);
    return fc.record({ screen: fc.constant(screen), ...Object.fromEntries(ids) }) as fc.Arbitrary<Tap>;
  }),
);

describe('the data of a button', () => {
  it('looks as the contract writes it', () => {
    expect(packTap({ screen: 'buy', planId: 128, nonce: 'Zk3_xQ9a' })).toBe('1b:3k:Zk3_xQ9a');
  });

  it('comes back as it was packed, within 64 bytes', () => {
    fc.assert(
      fc.property(taps, (tap) => {
        const data = packTap(tap);
        expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
        expect(parseTap(data)).toEqual(tap);
      }),
    );
  });

  it('carries every id that the shop makes', () => {
    const orderId = randomIds.id();

    expect(parseTap(packTap({ screen: 'cancel', orderId }))).toEqual({ screen: 'cancel', orderId });
  });

  it('has a code of its own for each screen', () => {
    const codes = Object.values(SCREENS).map(({ code }) => code);

    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each([
    ['of an older version', '0b:3k:Zk3_xQ9a'],
    ['of no screen', '1zz'],
    ['with an id too few', '1b:3k'],
    ['with an id too many', '1h:1'],
    ['with a number that is none', '1a:-5'],
    ['with a number too great', '1a:zzzzzzzzzzz'],
    ['with an id of wrong letters', "1x:'; drop"],
    ['with the name of a property', '1constructor'],
    ['that is empty', ''],
  ])('%s is nobody’s', (_, data) => {
    expect(parseTap(data)).toBeNull();
  });

  it('never throws, whatever a client sends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (data) => {
        expect(() => parseTap(data)).not.toThrow();
      }),
    );
  });

  it.each([
    ['an id that is too long', { screen: 'cancel', orderId: 'a'.repeat(80) }],
    ['an id with a separator', { screen: 'cancel', orderId: 'a:b' }],
    ['half a plan', { screen: 'access', clientId: 0.5 }],
  ] as [string, Tap][])('is refused when it is built with %s', (_, tap) => {
    expect(() => packTap(tap)).toThrow(RangeError);
  });
});

describe('a press that waited too long', () => {
  it('names no screen any more', () => {
    const from = { id: 5, is_bot: false, first_name: 'Ann' };
    const query = { id: '1', from, chat_instance: '1', data: '1b:1:Zk3_xQ9a' };

    const { callback_query } = staleTap({ update_id: 1, callback_query: query });

    expect(parseTap(callback_query?.data ?? '')).toBeNull();
    expect(callback_query).toMatchObject({ id: '1', from });
  });

  it('is the only update that is changed', () => {
    expect(staleTap({ update_id: 2 })).toEqual({ update_id: 2 });
  });
});
