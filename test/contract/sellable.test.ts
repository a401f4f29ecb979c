import { describe, expect, it } from 'vitest';
import { remoteInbound } from '../../src/panel/remote-inbound.ts';

// What a panel's list says of an inbound decides whether the shop can make a right key for it.

const key = (length: number) => Buffer.alloc(length, 7).toString('base64');

type Kind = { protocol: string; settings?: object; streamSettings?: object; port?: number; listen?: string };

const listed = ({ settings = {}, streamSettings = {}, ...kind }: Kind) =>
  remoteInbound({
    id: 1,
    remark: 'r',
    port: 443,
    listen: '',
    enable: true,
    settings,
    streamSettings,
    ...kind,
  });

const over = (network: string, more: object = {}) => ({ network, security: 'none', ...more });
const shadowsocks = (method: string, password = 'pw') => ({
  protocol: 'shadowsocks',
  settings: { method, password },
  streamSettings: over('tcp'),
});
const hysteria = (security: string, version = 2) => ({
  protocol: 'hysteria',
  settings: { version },
  streamSettings: { network: 'hysteria', security },
});
const kcp = (kcpSettings: object) => ({ protocol: 'vless', streamSettings: over('kcp', { kcpSettings }) });

describe('an inbound can be sold', () => {
  it.each<[string, Kind]>([
    ['vless over xhttp', { protocol: 'vless', streamSettings: over('xhttp') }],
    ['vless over httpupgrade', { protocol: 'vless', streamSettings: over('httpupgrade') }],
    ['mKCP without header and seed', kcp({ mtu: 1350, header: { type: 'none' }, seed: '' })],
    ['shadowsocks with a cipher of old', shadowsocks('chacha20-ietf-poly1305')],
    ['shadowsocks 2022 with keys of 16 bytes', shadowsocks('2022-blake3-aes-128-gcm', key(16))],
    ['shadowsocks 2022 with keys of 32 bytes', shadowsocks('2022-blake3-aes-256-gcm', key(32))],
    ['hysteria2', hysteria('tls')],
    ['hysteria2 under its own name', { ...hysteria('tls'), protocol: 'hysteria2', settings: {} }],
  ])('%s', (_, kind) => {
    expect(listed(kind).notSellable).toBeNull();
  });
});

describe('an inbound cannot be sold, and the reason is named', () => {
  it.each<[RegExp, Kind]>([
    [/mKCP with header or seed/, kcp({ seed: 's33d' })],
    [/mKCP with header or seed/, kcp({ header: { type: 'wechat-video' } })],
    [/one key for all/, shadowsocks('2022-blake3-chacha20-poly1305', key(32))],
    [/cipher "none" has one key for all/, shadowsocks('none')],
    [/does not fit its cipher/, shadowsocks('2022-blake3-aes-256-gcm', key(16))],
    [/does not fit its cipher/, shadowsocks('2022-blake3-aes-128-gcm', 'not base64 at all')],
    [
      /shadowsocks links cannot carry REALITY/,
      { ...shadowsocks('aes-256-gcm'), streamSettings: { network: 'tcp', security: 'reality' } },
    ],
    [
      /vmess links cannot carry REALITY/,
      { protocol: 'vmess', streamSettings: { network: 'tcp', security: 'reality' } },
    ],
    [/hysteria2 opens for nobody without TLS/, hysteria('none')],
    [/first hysteria/, hysteria('tls', 1)],
    [/WireGuard: the panel draws keys/, { protocol: 'wireguard', settings: { secretKey: key(32) } }],
    [/mtproto: has no keys/, { protocol: 'mtproto' }],
    [/network "quic"/, { protocol: 'vless', streamSettings: over('quic') }],
    [/socket file/, { protocol: 'trojan', streamSettings: over('tcp'), listen: '@vless', port: 0 }],
  ])('%s', (reason, kind) => {
    expect(listed(kind).notSellable).toMatch(reason);
  });
});
