import { describe, expect, it } from 'vitest';
import { ipsOf } from '../../src/panel/ip-log.ts';

describe('the log of addresses that a panel keeps of a client', () => {
  it.each([
    ['none, to 3.3', 'No IP Record', []],
    ['none, later', [], []],
    ['a list in a text, to 2.8.10', '["192.0.2.1","192.0.2.2"]', ['192.0.2.1', '192.0.2.2']],
    [
      'with dates, to 3.3',
      ['192.0.2.1 (2026-01-02 15:04:05)', '2001:db8::1 (2026-01-02 15:04:05)'],
      ['192.0.2.1', '2001:db8::1'],
    ],
    [
      'records, from 3.4 on',
      [
        { ip: '192.0.2.1', time: 'x', node: '' },
        { ip: '192.0.2.1', time: 'y', node: 'n' },
      ],
      ['192.0.2.1'],
    ],
    ['nothing', null, []],
    ['something else', { a: 1 }, []],
  ])('is read: %s', (_, log, ips) => {
    expect(ipsOf(log)).toEqual(ips);
  });
});
