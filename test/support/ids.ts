import type { Ids } from '../../src/services/ports/ids.ts';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

let last = 0;

/** Ids in the shop's forms that never come twice in a run and are the same in every run: a failure can be repeated. */
export const countedIds: Ids = {
  uuid: () => `00000000-0000-4000-8000-${String(next()).padStart(12, '0')}`,
  id: () => base32(20),
  unitId: () => base32(13),
  nonce: () => base32(8),
  token: () => base32(27),
  secret: () => base32(26),
  key: (length) => Buffer.alloc(length, base32(length)).toString('base64'),
  realityKeys: () => ({
    privateKey: base32(43),
    publicKey: base32(43),
    shortId: String(next()).padStart(16, '0'),
  }),
  chance: () => 0.5,
};

const next = () => ++last;

function base32(length: number): string {
  let text = '';
  for (let rest = next(); rest > 0; rest = Math.floor(rest / 32)) text = BASE32.charAt(rest % 32) + text;
  return text.padStart(length, 'a');
}
