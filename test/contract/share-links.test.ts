import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { opensFor } from '../../src/model/client-config.ts';
import { parseLink } from '../../src/model/parse-link.ts';
import { linksFor } from '../../src/panel/links-for.ts';
import type { Client, Inbound } from '../../src/sandbox/panel/panel-records.ts';
import { shareLinks } from '../../src/sandbox/panel/share-links.ts';

// The simulated panel writes links by the contract and its recordings; here they are read back.

const word = fc.stringMatching(/^[a-z0-9]{1,12}$/);
/** Everything that a link has to escape. */
const anyText = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((text) => text.isWellFormed());
const path = fc.oneof(
  fc.constant('/'),
  anyText.map((text) => `/${text}`),
);

const transports = fc.oneof(
  fc.constant({ network: 'tcp', tcpSettings: { header: { type: 'none' } }, said: {} }),
  fc.record({ path, host: word }).map(({ path: way, host }) => ({
    network: 'ws',
    wsSettings: { path: way, host },
    said: { path: way, host },
  })),
  fc
    .record({ name: anyText, authority: word, multiMode: fc.boolean() })
    .map(({ name, authority, multiMode }) => ({
      network: 'grpc',
      grpcSettings: { serviceName: name, authority, multiMode },
      said: { serviceName: name, authority, ...(multiMode ? { mode: 'multi' } : {}) },
    })),
  fc.record({ path, host: word, mode: fc.constantFrom('auto', 'packet-up') }).map((settings) => ({
    network: 'xhttp',
    xhttpSettings: settings,
    said: settings,
  })),
);

const securities = fc.oneof(
  fc.constant({ security: 'none', said: {} }),
  fc.record({ sni: word, alpn: fc.constantFrom('h2', 'h2,http/1.1') }).map(({ sni, alpn }) => ({
    security: 'tls',
    tlsSettings: { serverName: sni, alpn: alpn.split(','), settings: { fingerprint: 'chrome' } },
    said: { sni, alpn, fp: 'chrome' },
  })),
  fc.record({ sni: word, sid: word, pbk: word }).map(({ sni, sid, pbk }) => ({
    security: 'reality',
    realitySettings: {
      serverNames: [sni],
      shortIds: [sid],
      settings: { publicKey: pbk, fingerprint: 'firefox' },
    },
    said: { sni, sid, pbk, fp: 'firefox' },
  })),
);

const hosts = fc.constantFrom('de.example.com', '203.0.113.7', '2001:db8::7', 'localhost');
const METHODS = ['chacha20-ietf-poly1305', '2022-blake3-aes-256-gcm'];

const sales = fc.record({
  protocol: fc.constantFrom('vless', 'vmess', 'trojan', 'shadowsocks'),
  method: fc.constantFrom(...METHODS),
  serverKey: fc.base64String({ minLength: 4, maxLength: 44 }),
  transport: transports,
  security: securities,
  port: fc.integer({ min: 1, max: 65_535 }),
  uuid: fc.uuid(),
  password: anyText,
  host: hosts,
  remark: anyText,
});

type Sale = typeof sales extends fc.Arbitrary<infer Each> ? Each : never;

function doorOf({ transport, security, ...sale }: Sale) {
  const { said: _, ...stream } = transport;
  const { said: __, ...secured } = security;
  const settings = sale.protocol === 'shadowsocks' ? { method: sale.method, password: sale.serverKey } : {};
  return {
    id: 1,
    remark: sale.remark,
    protocol: sale.protocol,
    port: sale.port,
    listen: '',
    settings,
    streamSettings: { ...stream, ...secured },
  };
}

const ownerOf = ({ uuid, password }: Sale) => ({ email: 'shop-1', uuid, password, flow: '', subId: 's' });

function linkOf(sale: Sale): string {
  const client = { ...ownerOf(sale), security: 'auto' } as unknown as Client;
  const [link] = shareLinks(doorOf(sale) as unknown as Inbound, client, sale.host);
  if (link === undefined) throw new Error('no link');
  return link;
}

/** vmess and shadowsocks links have no words for REALITY. */
const isSecured = ({ protocol, security: { security } }: Sale): boolean =>
  security === 'tls' || (security === 'reality' && ['vless', 'trojan'].includes(protocol));

const saidBy = (sale: Sale) => ({
  protocol: sale.protocol,
  host: sale.host,
  port: sale.port,
  credential: ['vless', 'vmess'].includes(sale.protocol) ? sale.uuid : sale.password,
  network: sale.transport.network,
  security: isSecured(sale) ? sale.security.security : 'none',
  parameters: { ...sale.transport.said, ...(isSecured(sale) ? sale.security.said : {}) },
});

describe('a share link', () => {
  it('says what was sold, for every protocol over every transport with every security', () => {
    fc.assert(
      fc.property(sales, (sale) => {
        expect(parseLink(linkOf(sale))).toMatchObject(saidBy(sale));
      }),
      { numRuns: 1000 },
    );
  });

  it('says the same, whether a panel wrote it or the shop', () => {
    fc.assert(
      fc.property(sales, (sale) => {
        const [ours = ''] = linksFor(doorOf(sale), ownerOf(sale), sale.host);

        if (isSecured(sale) || sale.security.security === 'none') {
          expect(parseLink(ours)).toEqual(parseLink(linkOf(sale)));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('opens the door that was sold, and no other', () => {
    fc.assert(
      fc.property(sales, fc.uuid(), (sale, otherUuid) => {
        const link = linkOf(sale);
        const owner = {
          protocol: sale.protocol,
          network: sale.transport.network,
          uuid: sale.uuid,
          password: sale.password,
        };

        expect(opensFor(link, owner)).toBe(true);
        expect(opensFor(link, { ...owner, uuid: otherUuid, password: `${sale.password}x` })).toBe(false);
        expect(opensFor(link, { ...owner, network: 'kcp' })).toBe(false);
        expect(opensFor(link, { ...owner, protocol: 'socks' })).toBe(false);
      }),
    );
  });

  it('is read whatever it is, and never throws', () => {
    const broken = fc.oneof(
      fc.string(),
      fc.string().map((text) => `vless://${text}`),
      fc.base64String().map((text) => `vmess://${text}`),
      fc.string().map((text) => `ss://${text}@h:1`),
    );

    fc.assert(fc.property(broken, (text) => parseLink(text) === null || parseLink(text) !== undefined));
  });

  it.each([
    'vless://%E0%A4%A@h:1',
    'vless://id@host',
    'vless://id@host:0',
    'vless://id@host:99999',
    'vless://@host:1',
    'vmess://bm90IGpzb24=',
    'vmess://bnVsbA==',
    'hysteria2://a@h',
    'tuic://a@h:1',
    'https://example.com:443/',
    '',
  ])('is none: %s', (text) => {
    expect(parseLink(text)).toBeNull();
  });

  it('of an older panel is read too: IPv6 without brackets, keys of shadowsocks in base64', () => {
    const ss = Buffer.from('2022-blake3-aes-128-gcm:server==:client==').toString('base64');

    expect(parseLink('vless://u@2001:db8::7:443?type=tcp&security=none#x')).toMatchObject({
      host: '2001:db8::7',
      port: 443,
    });
    expect(parseLink(`ss://${ss}@h:1?type=tcp`)).toMatchObject({
      credential: 'client==',
      parameters: { method: '2022-blake3-aes-128-gcm', serverPassword: 'server==' },
    });
  });

  it('opens for its client although the panel wrote a route into the uuid', () => {
    const uuid = '11111111-2222-4333-8444-555555555555';
    const owner = { protocol: 'vless', network: 'raw', uuid, password: 'p' };

    expect(opensFor('vless://11111111-2222-00ff-8444-555555555555@h:1?type=tcp', owner)).toBe(true);
    expect(opensFor('vless://11111111-2222-00ff-8444-555555555556@h:1?type=tcp', owner)).toBe(false);
  });

  it('that cannot be read has to hold the credential', () => {
    const owner = { protocol: 'vless', network: 'tcp', uuid: 'the-uuid', password: 'the-password' };

    expect(opensFor('unknown://the-uuid@h', owner)).toBe(true);
    expect(opensFor('unknown://other@h', owner)).toBe(false);
  });
});

const exchanges = z.object({
  exchanges: z.array(
    z.object({
      request: z.object({ path: z.string() }),
      response: z.object({ json: z.object({ obj: z.unknown() }).nullish() }),
    }),
  ),
});

describe.each(['3.1.0', '3.6.0'])('the links of a real panel %s', (version) => {
  const file = `test/contract/recordings/${version}/20-one-client-per-kind.json`;
  const recorded = exchanges.parse(JSON.parse(readFileSync(file, 'utf8')));
  const links = recorded.exchanges
    .filter(({ request }) => /\/clients\/(subLinks|links)\//.test(request.path))
    .flatMap(
      ({ response }) =>
        z
          .array(z.string())
          .nullable()
          .parse(response.json?.obj ?? null) ?? [],
    );

  it('are read, every one of a protocol that is sold', () => {
    const sold = links.filter((link) => /^(vless|vmess|trojan|ss):/.test(link));
    const read = sold.map(parseLink);

    expect(sold.length).toBeGreaterThan(15);
    expect(read.filter((each) => each === null)).toEqual([]);
    expect(new Set(read.map((each) => each?.network))).toEqual(
      new Set(['tcp', 'ws', 'grpc', 'xhttp', 'httpupgrade', 'kcp']),
    );
    expect(read.map((each) => each?.port).every((port) => port && port > 0)).toBe(true);
  });
});
