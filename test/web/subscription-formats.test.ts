import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseLink } from '../../src/model/parse-link.ts';
import { chooseFormat } from '../../src/web/subscription/choose-format.ts';
import { clashProfile } from '../../src/web/subscription/clash-format.ts';
import { namedLinks } from '../../src/web/subscription/named-links.ts';
import { singBoxConfig } from '../../src/web/subscription/sing-box-format.ts';
import { recordedLinks } from '../contract/recorded-links.ts';

const UUID = '11111111-2222-4333-8444-555555555555';
const REALITY = `vless://${UUID}@de.example.com:443?type=tcp&encryption=none&security=reality&pbk=PUB&fp=firefox&sni=site.example&sid=ab12&spx=%2Fx&flow=xtls-rprx-vision#Germany`;
const WS = `vless://${UUID}@de.example.com:8443?type=ws&encryption=none&security=tls&sni=cdn.example&alpn=h2%2Chttp%2F1.1&fp=chrome&path=%2Fws%3Fed%3D2048&host=cdn.example#WS`;
const GRPC = `trojan://p%40ss@de.example.com:443?type=grpc&security=tls&sni=cdn.example&serviceName=tunnel&mode=multi#gRPC`;
const SS_2022 = 'ss://2022-blake3-aes-256-gcm:SERVERKEY:CLIENTKEY@de.example.com:8388?type=tcp#SS';
const HY2 =
  'hysteria2://secret@de.example.com:8443?security=tls&sni=cdn.example&alpn=h3&obfs=salamander&obfs-password=mask#HY2';
const XHTTP = `vless://${UUID}@de.example.com:443?type=xhttp&encryption=none&security=tls&sni=cdn.example&path=%2Fup&mode=packet-up&x_padding_bytes=100-1000&extra=%7B%22mode%22%3A%22packet-up%22%2C%22xPaddingBytes%22%3A%22100-1000%22%7D#XHTTP`;
const KCP = `vless://${UUID}@de.example.com:443?type=kcp&encryption=none&security=none#KCP`;
const VMESS = `vmess://${Buffer.from(
  JSON.stringify({
    v: '2',
    ps: 'VMess',
    add: 'de.example.com',
    port: 80,
    id: UUID,
    net: 'ws',
    path: '/v',
    host: 'h.example',
    tls: 'none',
    scy: 'auto',
    type: 'none',
  }),
).toString('base64')}`;
const MASKED = `${WS.split('#')[0]}&fm=%7B%22tcp%22%3A%5B1%5D%7D#Masked`;

const clashOf = (...links: string[]) => parse(clashProfile(namedLinks(links)).body);
const singBoxOf = (...links: string[]) => JSON.parse(singBoxConfig(namedLinks(links)).body);
const proxyOf = (link: string) => clashOf(link).proxies[0];
const outboundOf = (link: string) => singBoxOf(link).outbounds.at(-1);

describe('the format of a subscription', () => {
  it.each([
    ['clash-verge/v2.0.1', 'clash'],
    ['mihomo/1.19.14', 'clash'],
    ['FlClash/0.8', 'clash'],
    ['Stash/3.1 Clash/1.9', 'clash'],
    ['SFA/1.12.0 (Build 1; sing-box 1.12.0)', 'sing-box'],
    ['sing-box 1.12.1', 'sing-box'],
    ['v2rayNG/1.10.2', 'base64'],
    ['HiddifyNext/2.5.7 (android) like ClashMeta v2ray sing-box', 'base64'],
    ['Streisand', 'base64'],
    ['', 'base64'],
  ])('fits the app that asks: %s', (userAgent, format) => {
    expect(chooseFormat({ userAgent, accept: '*/*' })).toBe(format);
  });

  it('is a page for a browser, and what the address says goes before both', () => {
    const browser = { userAgent: 'Mozilla/5.0', accept: 'text/html,application/xhtml+xml' };

    expect(chooseFormat(browser)).toBe('html');
    expect(chooseFormat({ ...browser, format: 'sing-box' })).toBe('sing-box');
    expect(chooseFormat({ ...browser, format: 'pdf' })).toBeNull();
  });
});

describe('a Clash profile', () => {
  it('says REALITY as Mihomo does', () => {
    expect(proxyOf(REALITY)).toEqual({
      name: 'Germany',
      type: 'vless',
      server: 'de.example.com',
      port: 443,
      udp: true,
      uuid: UUID,
      flow: 'xtls-rprx-vision',
      tls: true,
      servername: 'site.example',
      'client-fingerprint': 'firefox',
      'reality-opts': { 'public-key': 'PUB', 'short-id': 'ab12' },
    });
  });

  it('says web sockets with early data, grpc, obfuscation and keys of two parts', () => {
    expect(proxyOf(WS)).toMatchObject({
      network: 'ws',
      alpn: ['h2', 'http/1.1'],
      'ws-opts': { path: '/ws', headers: { Host: 'cdn.example' }, 'max-early-data': 2048 },
    });
    expect(proxyOf(GRPC)).toMatchObject({
      type: 'trojan',
      password: 'p@ss',
      sni: 'cdn.example',
      'grpc-opts': { 'grpc-service-name': 'tunnel' },
    });
    expect(proxyOf(SS_2022)).toMatchObject({
      type: 'ss',
      cipher: '2022-blake3-aes-256-gcm',
      password: 'SERVERKEY:CLIENTKEY',
    });
    expect(proxyOf(HY2)).toMatchObject({ obfs: 'salamander', 'obfs-password': 'mask', alpn: ['h3'] });
    expect(proxyOf(XHTTP)).toMatchObject({
      network: 'xhttp',
      'xhttp-opts': { path: '/up', mode: 'packet-up', 'x-padding-bytes': '100-1000' },
    });
    expect(proxyOf(VMESS)).toMatchObject({ type: 'vmess', name: 'VMess', alterId: 0, cipher: 'auto' });
  });

  it('leaves out what it has no words for, and says how much that is', () => {
    const { body, leftOut } = clashProfile(namedLinks([REALITY, KCP, MASKED, 'not a link']));

    expect(leftOut).toBe(3);
    expect(body).toMatch(/^# left out.*: 3\n/);
    expect(parse(body).proxies).toHaveLength(1);
  });

  it('sends everything through the group, and nothing at all where there is no proxy', () => {
    const { rules, 'proxy-groups': groups } = clashOf(REALITY, REALITY);

    expect(rules.at(-1)).toBe('MATCH,PROXY');
    expect(groups[0].proxies).toEqual(['AUTO', 'Germany', 'Germany 2']);
    expect(clashOf()['proxy-groups']).toEqual([{ name: 'PROXY', type: 'select', proxies: ['REJECT'] }]);
  });

  it('keeps names that YAML would read as something else', () => {
    const names = ['yes', '*a', '12:30', '- x', '# y', 'Ж: "ж"'];
    const links = names.map((name) => `${REALITY.split('#')[0]}#${encodeURIComponent(name)}`);

    expect(clashOf(...links).proxies.map(({ name }: { name: string }) => name)).toEqual(names);
  });
});

describe('a sing-box configuration', () => {
  it('says REALITY with a hello like a browser’s', () => {
    expect(outboundOf(REALITY)).toEqual({
      type: 'vless',
      tag: 'Germany',
      server: 'de.example.com',
      server_port: 443,
      uuid: UUID,
      flow: 'xtls-rprx-vision',
      packet_encoding: 'xudp',
      tls: {
        enabled: true,
        server_name: 'site.example',
        utls: { enabled: true, fingerprint: 'firefox' },
        reality: { enabled: true, public_key: 'PUB', short_id: 'ab12' },
      },
    });
  });

  it('says web sockets, grpc, hysteria2 and shadowsocks', () => {
    expect(outboundOf(WS).transport).toMatchObject({ type: 'ws', path: '/ws', max_early_data: 2048 });
    expect(outboundOf(GRPC)).toMatchObject({
      password: 'p@ss',
      transport: { type: 'grpc', service_name: 'tunnel' },
    });
    expect(outboundOf(HY2)).toMatchObject({ obfs: { type: 'salamander', password: 'mask' } });
    expect(outboundOf(SS_2022)).toMatchObject({ password: 'SERVERKEY:CLIENTKEY' });
  });

  it('leaves out what it has no words for', () => {
    expect(singBoxConfig(namedLinks([XHTTP, KCP, REALITY])).leftOut).toBe(2);
  });

  it('refuses all traffic where there is no link, instead of sending it in the open', () => {
    const { route, outbounds } = singBoxOf(KCP);

    expect(outbounds.map(({ type }: { type: string }) => type)).toEqual(['direct']);
    expect(route.rules.at(-1)).toEqual({ action: 'reject' });
  });
});

const proxyShape = z.looseObject({
  name: z.string().min(1),
  type: z.enum(['vless', 'vmess', 'trojan', 'ss', 'hysteria2', 'wireguard']),
  server: z.string().min(1),
  port: z.int().min(1).max(65_535),
});

describe('links that real panels gave', () => {
  const links = ['2.6.7', '2.8.11', '3.0.2', '3.1.0', '3.6.0'].flatMap((version) =>
    recordedLinks(version).map(({ link }) => link),
  );

  it('are all either said with their own host, port and secret, or left out', () => {
    expect(links.length).toBeGreaterThan(20);
    for (const link of links) {
      const connection = parseLink(link);
      const [proxy] = clashOf(link).proxies;
      if (proxy === undefined) continue;
      const told = proxyShape.parse(proxy);
      expect([told.server, told.port]).toEqual([connection?.host, connection?.port]);
      expect(JSON.stringify(told)).toContain(connection?.credential);
    }
  });

  it('are for the most part known to both formats', () => {
    const share = (leftOut: number) => 1 - leftOut / links.length;

    expect(share(clashProfile(namedLinks(links)).leftOut)).toBeGreaterThan(0.7);
    expect(share(singBoxConfig(namedLinks(links)).leftOut)).toBeGreaterThan(0.6);
  });
});
