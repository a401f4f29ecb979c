import { describe, expect, it } from 'vitest';
import { randomIds } from '../../src/system/ids.ts';

const MANY = 2000;

describe('ids that nobody can guess', () => {
  it.each([
    ['uuid', /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/],
    ['id', /^[a-z2-7]{20}$/],
    ['unitId', /^[a-z2-7]{13}$/],
    ['nonce', /^[\w-]{8}$/],
    ['token', /^[\w-]{27}$/],
    ['secret', /^[a-z2-7]{26}$/],
  ] as const)('have the form of a %s and never come twice', (kind, form) => {
    const made = Array.from({ length: MANY }, () => randomIds[kind]());
    expect(made.filter((id) => !form.test(id))).toEqual([]);
    expect(new Set(made).size).toBe(MANY);
  });

  it.each([16, 32] as const)('are keys of just %d bytes where a cipher asks for that', (length) => {
    const keys = Array.from({ length: MANY }, () => randomIds.key(length));

    expect(keys.filter((key) => Buffer.from(key, 'base64').length !== length)).toEqual([]);
    expect(new Set(keys).size).toBe(MANY);
  });

  it('use every letter about as often as any other', () => {
    const letters = Array.from({ length: MANY }, () => randomIds.id()).join('');
    const counts = new Map<string, number>();
    for (const letter of letters) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    expect(counts.size).toBe(32);
    const fair = letters.length / 32;
    expect(Math.min(...counts.values())).toBeGreaterThan(fair * 0.8);
    expect(Math.max(...counts.values())).toBeLessThan(fair * 1.2);
  });
});
