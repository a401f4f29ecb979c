import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/model/values/secret.ts';

const CANARY = 'canary-4711';

describe('a secret', () => {
  it.each([
    ['printed', (secret: Secret) => `${secret}`],
    ['joined to a text', (secret: Secret) => String(secret).concat('')],
    ['inspected', (secret: Secret) => inspect({ deep: [secret] }, { showHidden: true, depth: 9 })],
    ['turned into JSON', (secret: Secret) => JSON.stringify({ deep: [secret] })],
    [
      'listed by its fields',
      (secret: Secret) => JSON.stringify([Object.entries(secret), { ...secret }, '[secret]']),
    ],
  ])('is not seen when it is %s', (_, show) => {
    const shown = show(new Secret(CANARY));
    expect(shown).not.toContain(CANARY);
    expect(shown).toContain('[secret]');
  });

  it('is given to whoever asks for it by name', () => {
    expect(new Secret(CANARY).reveal()).toBe(CANARY);
  });
});
