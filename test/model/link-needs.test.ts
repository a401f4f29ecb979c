import { describe, expect, it } from 'vitest';
import { lackingIn, type SoldDoor } from '../../src/model/link-needs.ts';
import type { LinkInbound } from '../../src/model/share-link-draft.ts';

const UUID = '11111111-2222-4333-8444-555555555555';

const door = (change: Partial<SoldDoor> = {}): SoldDoor => ({
  client: { email: 'a', uuid: UUID, password: 'p', subId: 's', flow: '' },
  port: 443,
  security: 'none',
  publicHost: 'de.example.com',
  listener: null,
  ...change,
});
const withFlow = { ...door().client, flow: 'xtls-rprx-vision' };
const vless = (query: string, place = 'de.example.com:443') => `vless://${UUID}@${place}?${query}#x`;
const inbound = (
  streamSettings: Record<string, unknown>,
  change: Partial<LinkInbound> = {},
): LinkInbound => ({
  protocol: 'vless',
  remark: 'in',
  port: 443,
  listen: '',
  settings: {},
  streamSettings,
  ...change,
});

const WS = inbound({
  network: 'ws',
  security: 'tls',
  wsSettings: { path: '/w', host: 'h.example.com' },
  tlsSettings: { serverName: 'sni.example.com' },
});
const GRPC = inbound({ network: 'grpc', security: 'none', grpcSettings: { serviceName: 'gun' } });
const REALITY = inbound({
  network: 'tcp',
  security: 'reality',
  realitySettings: { serverNames: ['a.example'], shortIds: ['ab'], settings: { publicKey: 'k' } },
});
const OLD_CIPHER = 'chacha20-ietf-poly1305';
const SS_HTTP = inbound(
  {
    network: 'tcp',
    tcpSettings: { header: { type: 'http', request: { path: ['/'], headers: { Host: ['h.example.com'] } } } },
  },
  { protocol: 'shadowsocks', settings: { method: OLD_CIPHER } },
);
const shadowsocks = (query: string) =>
  `ss://${Buffer.from(`${OLD_CIPHER}:p`).toString('base64')}@de.example.com:443?${query}#x`;

describe('a link lacks nothing', () => {
  it.each<[string, string, Partial<SoldDoor>]>([
    ['plain', vless('type=tcp&security=none'), {}],
    [
      'REALITY with Vision',
      vless('type=tcp&security=reality&pbk=k&sni=a.example&sid=ab&flow=xtls-rprx-vision'),
      { security: 'reality', client: withFlow, listener: REALITY },
    ],
    [
      'the host in front has its own name, path and tls',
      vless('type=ws&security=none&path=%2Ffront&host=cdn.example', 'cdn.example:80'),
      { security: 'tls', listener: WS },
    ],
    [
      'a root path need not be said',
      vless('type=ws'),
      { listener: inbound({ network: 'ws', wsSettings: { path: '/' } }) },
    ],
    [
      'shadowsocks says its http header as panels before 3.4 do',
      shadowsocks('type=tcp&headerType=http&path=%2F&host=h.example.com'),
      { listener: SS_HTTP },
    ],
    [
      'shadowsocks says its http header as a plugin',
      shadowsocks('plugin=obfs-local%3Bobfs%3Dhttp%3Bobfs-host%3Dh.example.com'),
      { listener: SS_HTTP },
    ],
    ['it cannot be read, so nothing can be told', 'tuic://x@h:1', {}],
  ])('%s', (_, link, change) => {
    expect(lackingIn(link, door(change))).toEqual([]);
  });
});

describe('a link that opens nothing', () => {
  it.each<[string[], string, Partial<SoldDoor>]>([
    [['security'], vless('type=tcp&security=none'), { security: 'tls' }],
    [['flow'], vless('type=tcp&security=tls&sni=a'), { security: 'tls', client: withFlow }],
    [['flow'], vless('type=tcp&security=tls&sni=a&flow=xtls-rprx-vision'), { security: 'tls' }],
    [['pbk', 'sni'], vless('type=tcp&security=reality'), { security: 'reality' }],
    [
      ['sid'],
      vless('type=tcp&security=reality&pbk=k&sni=a.example'),
      { security: 'reality', listener: REALITY },
    ],
    [['sni', 'path', 'host'], vless('type=ws&security=tls'), { security: 'tls', listener: WS }],
    [['serviceName'], vless('type=grpc&serviceName=other'), { listener: GRPC }],
    [
      ['headerType', 'path', 'host'],
      vless('type=tcp'),
      {
        listener: inbound({
          tcpSettings: { header: { type: 'http', request: { path: ['/c'], headers: { Host: ['h'] } } } },
        }),
      },
    ],
    [['headerType'], shadowsocks('type=tcp'), { listener: SS_HTTP }],
    [
      ['serverPassword'],
      'ss://2022-blake3-aes-128-gcm:b3RoZXI%3D:p@de.example.com:443?type=tcp#x',
      {
        listener: inbound(
          { network: 'tcp' },
          { protocol: 'shadowsocks', settings: { method: '2022-blake3-aes-128-gcm', password: 'b3Vycw==' } },
        ),
      },
    ],
  ])('is named by what it lacks or has wrong: %j', (lacking, link, change) => {
    expect(lackingIn(link, door(change))).toEqual(lacking);
  });
});
