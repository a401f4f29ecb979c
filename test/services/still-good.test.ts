import { describe, expect, it } from 'vitest';
import { isStillGood } from '../../src/services/lanes/still-good.ts';
import { shortDigest } from '../../src/services/ports/short-digest.ts';

const UUID = '11111111-2222-4333-8444-555555555555';
const reality = (changed: Record<string, string> = {}, place = 'de.example.com:443') => {
  const said = { encryption: 'none', type: 'tcp', security: 'reality', pbk: 'key', sni: 'a.net', sid: '01' };
  return `vless://${UUID}@${place}?${new URLSearchParams({ ...said, spx: '/x', ...changed })}#name`;
};
const drawnFrom = (sni: string[], sid: string[]) => ({
  sni: sni.map(shortDigest).join(' '),
  sid: sid.map(shortDigest).join(' '),
});

describe('a link that a customer has', () => {
  it.each([
    ['the same', reality()],
    ['another name', reality().replace('#name', '#other')],
    ['another path of the visit', reality({ spx: '/y' })],
    ['another fingerprint', reality({ fp: 'firefox' })],
    ['what is meant anyway left out', reality().replace('encryption=none&', '')],
    ['another drawn short id', reality({ sid: '02' })],
  ])('is still good where the panel gives %s', (_what, link) => {
    expect(isStillGood(reality(), [link], drawnFrom(['a.net'], ['01', '02']))).toBe(true);
  });

  it.each([
    ['another host', reality({}, 'new.example.com:443')],
    ['another port', reality({}, 'de.example.com:8443')],
    ['another key', reality({ pbk: 'other' })],
    ['another way', reality({ type: 'xhttp' })],
    ['another cover', reality({ security: 'tls' })],
    ['another person', reality().replace('1111-2222', '1111-3333')],
    ['what cannot be read', 'mystery://x'],
  ])('is dead where the panel gives %s', (_what, link) => {
    expect(isStillGood(reality(), [link], null)).toBe(false);
  });

  it('is dead where what was drawn for it is not offered any more', () => {
    const today = [reality({ sni: 'b.net', sid: '02' })];

    expect(isStillGood(reality(), today, drawnFrom(['b.net'], ['01', '02']))).toBe(false);
    expect(isStillGood(reality(), today, drawnFrom(['a.net', 'b.net'], ['02']))).toBe(false);
    expect(isStillGood(reality(), today, null)).toBe(true);
  });

  it('of a kind that cannot be read is good where it is given word for word', () => {
    expect(isStillGood('mystery://x', ['mystery://x'], null)).toBe(true);
    expect(isStillGood('mystery://x', ['mystery://y'], null)).toBe(false);
  });
});
