import { describe, expect, it } from 'vitest';
import { inboundWarnings } from '../../src/model/inbound-warnings.ts';

describe('an owner is warned of an inbound', () => {
  it.each([
    ['shadowsocks', '2022-blake3-aes-256-gcm', 'legacy', '3.0.2', ['needs-core-restart']],
    ['shadowsocks', '2022-blake3-aes-256-gcm', 'clients', '3.1.0', ['needs-core-restart']],
    ['shadowsocks', '2022-blake3-aes-256-gcm', 'clients', '3.4.1', ['needs-core-restart']],
    ['shadowsocks', '2022-blake3-aes-256-gcm', 'clients', '3.5.0', ['first-needs-restart']],
    ['shadowsocks', '2022-blake3-aes-128-gcm', 'clients', '3.6.0', ['first-needs-restart']],
    ['shadowsocks', '2022-blake3-aes-128-gcm', 'clients', 'dev+abc', ['first-needs-restart']],
    ['shadowsocks', 'aes-256-gcm', 'legacy', '2.8.11', []],
    ['hysteria', '', 'legacy', '2.9.4', ['not-counted']],
    ['hysteria2', '', 'clients', '3.1.0', ['not-counted']],
    ['hysteria', '', 'clients', 'dev+abc', ['not-counted']],
    ['hysteria', '', 'clients', '3.6.0', []],
    ['hysteria', '', 'clients', '3.10.0', []],
    ['hysteria', '', 'clients', '4.0.0', []],
    ['vless', '', 'legacy', '2.6.7', []],
  ])(
    '%s with the cipher "%s" on a %s panel %s: %j',
    (...[protocol, cipher, generation, version, warnings]) => {
      expect(inboundWarnings({ protocol, cipher, generation, version })).toEqual(warnings);
    },
  );
});
