import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLink } from '../../src/model/parse-link.ts';
import { buildLinks } from '../../src/model/share-link.ts';
import type { LinkClient, LinkInbound } from '../../src/model/share-link-draft.ts';

// Words are chosen first; inbound and link are made of them, and the link read back has to say them again.

const word = fc.stringMatching(/^[a-z0-9]{1,12}$/);
/** Everything that a link has to escape. */
const anyText = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((text) => text.isWellFormed());
const path = anyText.map((text) => `/${text}`);

type Part = { network: string; settings: Record<string, unknown>; said: Record<string, string> };

const withHost = (network: 'ws' | 'httpupgrade') =>
  fc.record({ path, host: word, inHeader: fc.boolean() }).map(
    ({ path: way, host, inHeader }): Part => ({
      network,
      settings: {
        [`${network}Settings`]: { path: way, ...(inHeader ? { headers: { Host: host } } : { host }) },
      },
      said: { path: way, host },
    }),
  );

const transports: fc.Arbitrary<Part> = fc.oneof(
  fc.constantFrom('tcp', 'raw', '').map((network): Part => ({ network, settings: {}, said: {} })),
  fc.record({ path, host: word }).map(
    ({ path: way, host }): Part => ({
      network: 'tcp',
      settings: {
        tcpSettings: { header: { type: 'http', request: { path: [way, '/b'], headers: { host: [host] } } } },
      },
      said: { headerType: 'http', path: way, host },
    }),
  ),
  withHost('ws'),
  withHost('httpupgrade'),
  fc.record({ serviceName: anyText, authority: word, multiMode: fc.boolean() }).map(
    ({ multiMode, ...names }): Part => ({
      network: 'grpc',
      settings: { grpcSettings: { ...names, multiMode } },
      said: { ...names, ...(multiMode ? { mode: 'multi' } : {}) },
    }),
  ),
  fc.record({ path, host: word, mode: fc.constantFrom('auto', 'packet-up') }).map(
    (xhttpSettings): Part => ({
      network: 'xhttp',
      settings: { xhttpSettings: { ...xhttpSettings, xPaddingBytes: '5-6' } },
      said: {
        ...xhttpSettings,
        x_padding_bytes: '5-6',
        extra: `{"mode":"${xhttpSettings.mode}","xPaddingBytes":"5-6"}`,
      },
    }),
  ),
  fc.record({ mtu: fc.integer({ min: 576, max: 1460 }), tti: fc.integer({ min: 10, max: 100 }) }).map(
    ({ mtu, tti }): Part => ({
      network: 'kcp',
      settings: { kcpSettings: { mtu, tti } },
      said: { mtu: String(mtu), tti: String(tti) },
    }),
  ),
);

type Cover = { security: string; settings: Record<string, unknown>; said: Record<string, string> };

const plain = fc.constant<Cover>({ security: 'none', settings: {}, said: {} });
const tls = fc.record({ sni: word, alpn: fc.constantFrom('h2', 'h3,h2'), pin: anyText }).map(
  ({ sni, alpn, pin }): Cover => ({
    security: 'tls',
    settings: {
      tlsSettings: {
        serverName: sni,
        alpn: alpn.split(','),
        settings: { fingerprint: 'chrome', allowInsecure: true, pinnedPeerCertSha256: [pin] },
      },
    },
    said: { sni, alpn, fp: 'chrome', pcs: pin },
  }),
);
const reality = fc.record({ sni: word, sid: word, pbk: anyText, pqv: anyText }).map(
  ({ sni, sid, pbk, pqv }): Cover => ({
    security: 'reality',
    settings: {
      realitySettings: {
        serverNames: ['', sni, 'other'],
        shortIds: [sid, 'ff'],
        settings: { publicKey: pbk, fingerprint: 'firefox', spiderX: '/s', mldsa65Verify: pqv },
      },
    },
    said: { sni, sid, pbk, pqv, fp: 'firefox', spx: '/#/s|the-sub' },
  }),
);

const client: fc.Arbitrary<LinkClient> = fc.record({
  email: word,
  uuid: fc.uuid(),
  password: anyText,
  subId: fc.constant('the-sub'),
  flow: fc.constant('xtls-rprx-vision'),
});
const hosts = fc.constantFrom('de.example.com', '203.0.113.7', '2001:db8::7');
const port = fc.integer({ min: 1, max: 65_535 });

const sales = fc.record({
  protocol: fc.constantFrom('vless', 'vmess', 'trojan', 'shadowsocks'),
  method: fc.constantFrom('chacha20-ietf-poly1305', '2022-blake3-aes-256-gcm'),
  serverKey: fc.base64String({ minLength: 4, maxLength: 44 }),
  transport: transports,
  cover: fc.oneof(plain, tls, reality),
  client,
  host: hosts,
  port,
  remark: anyText,
});
type Sale = typeof sales extends fc.Arbitrary<infer Each> ? Each : never;

const means = (host: string) => ({
  host,
  digest: (text: string) => `#${text}`,
  publicKey: (key: string) => `public-${key}`,
});

const inboundOf = ({ protocol, method, serverKey, transport, cover, ...sale }: Sale): LinkInbound => ({
  protocol,
  remark: sale.remark,
  port: sale.port,
  listen: '0.0.0.0',
  settings: protocol === 'shadowsocks' ? { method, password: serverKey } : { encryption: 'none' },
  streamSettings: {
    network: transport.network,
    security: cover.security,
    ...transport.settings,
    ...cover.settings,
  },
});

const plainName = (network: string) => (['raw', ''].includes(network) ? 'tcp' : network);

/** What each protocol says beside transport and cover. */
function ownWords({ protocol, method, serverKey, transport, cover, ...sale }: Sale): Record<string, string> {
  if (protocol === 'vmess') return { scy: 'auto' };
  if (protocol === 'trojan') return {};
  if (protocol === 'shadowsocks') {
    return { method, ...(method.startsWith('2022-') ? { serverPassword: serverKey } : {}) };
  }
  const vision = plainName(transport.network) === 'tcp' && cover.security !== 'none';
  return { encryption: 'none', ...(vision ? { flow: sale.client.flow } : {}) };
}

/** Shadowsocks names an http header by its plugin. */
function wayWords({ protocol, transport }: Sale): Record<string, string> {
  if (protocol !== 'shadowsocks' || transport.said.headerType === undefined) return transport.said;
  return { plugin: `obfs-local;obfs=http;obfs-host=${transport.said.host}` };
}

describe('a link that the shop makes', () => {
  it('says what the inbound asks for, in every combination', () => {
    fc.assert(
      fc.property(sales, (sale) => {
        const [link, ...others] = buildLinks(inboundOf(sale), sale.client, means(sale.host));
        const hasWords = sale.cover.security !== 'reality' || ['vless', 'trojan'].includes(sale.protocol);

        expect(others).toEqual([]);
        expect(link !== undefined).toBe(hasWords);
        if (link === undefined) return;
        expect(parseLink(link)).toEqual({
          protocol: sale.protocol,
          host: sale.host,
          port: sale.port,
          credential: ['vless', 'vmess'].includes(sale.protocol) ? sale.client.uuid : sale.client.password,
          network: plainName(sale.transport.network),
          security: sale.cover.security,
          parameters: { ...wayWords(sale), ...sale.cover.said, ...ownWords(sale) },
        });
        expect(link).not.toMatch(/insecure/i);
      }),
      { numRuns: 1500 },
    );
  });

  it('of hysteria2 says its own words, under both names that panels have for it', () => {
    const doors = fc.record({
      owner: client,
      host: hosts,
      at: port,
      protocol: fc.constantFrom('hysteria', 'hysteria2'),
    });

    fc.assert(
      fc.property(doors, ({ owner, host, at, protocol }) => {
        const inbound: LinkInbound = {
          protocol,
          remark: 'hy',
          port: at,
          listen: '',
          settings: { version: 2 },
          streamSettings: {
            network: 'hysteria',
            security: 'tls',
            tlsSettings: {
              serverName: 'sni',
              alpn: ['h3'],
              settings: { pinnedPeerCertSha256: [Buffer.alloc(32, 1).toString('base64')] },
            },
            finalmask: { udp: [{ type: 'salamander', settings: { password: 'p&q' } }] },
          },
        };

        const [link = ''] = buildLinks(inbound, owner, means(host));

        expect(parseLink(link)).toEqual({
          protocol: 'hysteria2',
          host,
          port: at,
          credential: owner.password,
          network: 'udp',
          security: 'tls',
          parameters: {
            sni: 'sni',
            alpn: 'h3',
            obfs: 'salamander',
            'obfs-password': 'p&q',
            pinSHA256: '01'.repeat(32),
          },
        });
        expect(buildLinks({ ...inbound, settings: { version: 1 } }, owner, means(host))).toEqual([]);
      }),
    );
  });

  it('of WireGuard says keys and addresses of its client, and is none where the panel drew none', () => {
    const inbound: LinkInbound = {
      protocol: 'wireguard',
      remark: 'wg',
      port: 51820,
      listen: '',
      settings: {
        secretKey: 'server=',
        mtu: 1420,
        dns: '1.1.1.1,9.9.9.9',
        clients: [
          {
            email: 'a',
            privateKey: 'own+/=',
            allowedIPs: ['10.0.0.2/32', 'fd00::2/128'],
            preSharedKey: 's',
            keepAlive: 25,
          },
        ],
      },
      streamSettings: {},
    };
    const owner = { email: 'a', uuid: '', password: '', subId: '', flow: '' };

    expect(buildLinks(inbound, owner, means('h')).map(parseLink)).toEqual([
      {
        protocol: 'wireguard',
        host: 'h',
        port: 51820,
        credential: 'own+/=',
        network: 'udp',
        security: 'none',
        parameters: {
          address: '10.0.0.2/32,fd00::2/128',
          dns: '1.1.1.1,9.9.9.9',
          mtu: '1420',
          keepalive: '25',
          presharedkey: 's',
          publickey: 'public-server=',
        },
      },
    ]);
    expect(buildLinks(inbound, { ...owner, email: 'b' }, means('h'))).toEqual([]);
  });

  it('never throws, whatever a panel holds', () => {
    const anything = fc.dictionary(
      fc.constantFrom(
        'network',
        'security',
        'tlsSettings',
        'realitySettings',
        'externalProxy',
        'wsSettings',
        'grpcSettings',
        'xhttpSettings',
        'kcpSettings',
        'tcpSettings',
        'finalmask',
        'clients',
        'method',
      ),
      fc.oneof(
        fc.jsonValue(),
        fc.constant(2n ** 60n),
        fc.constantFrom('tcp', 'xhttp', 'kcp', 'tls', 'reality'),
      ),
    );
    const protocols = fc.constantFrom(
      'vless',
      'vmess',
      'trojan',
      'shadowsocks',
      'hysteria',
      'wireguard',
      'mixed',
    );

    fc.assert(
      fc.property(protocols, fc.tuple(anything, anything), client, (protocol, parts, owner) => {
        const [settings, streamSettings] = parts;
        const inbound = { protocol, remark: 'x', port: 1, listen: '', settings, streamSettings };

        expect(buildLinks(inbound, owner, means('h'))).toBeInstanceOf(Array);
      }),
    );
  });
});

describe('where a link points', () => {
  const on = (listen: string, streamSettings = {}) => {
    const inbound = { protocol: 'trojan', remark: 'in', port: 443, listen, settings: {}, streamSettings };
    const owner = { email: 'a', uuid: 'u', password: 'p', subId: 's', flow: '' };
    return buildLinks(inbound, owner, means('de.example.com'));
  };

  it.each([
    '',
    '0.0.0.0',
    '::',
    '::0',
    '127.0.0.1',
    'localhost',
    '10.1.2.3',
    '172.20.0.5',
    '/run/x.sock',
    '@x',
  ])(
    'is the name that customers know, for the inbound itself says nothing they could reach: "%s"',
    (listen) => {
      expect(on(listen)).toEqual(['trojan://p@de.example.com:443?security=none&type=tcp#in-a']);
    },
  );

  it('is the one public address that the inbound listens on', () => {
    expect(on('198.51.100.4')).toEqual(['trojan://p@198.51.100.4:443?security=none&type=tcp#in-a']);
    expect(on('2001:db8::9')).toEqual(['trojan://p@[2001:db8::9]:443?security=none&type=tcp#in-a']);
  });

  it('is every proxy in front, with the tls that each speaks', () => {
    const links = on('198.51.100.4', {
      security: 'tls',
      tlsSettings: { serverName: 'base.sni', alpn: ['h2'], settings: { fingerprint: 'chrome' } },
      externalProxy: [
        {
          forceTls: 'tls',
          dest: 'cdn1.example.com',
          port: 8443,
          remark: 'R1',
          sni: 'sni1.example.com',
          fingerprint: 'firefox',
          alpn: ['h3', 'h2'],
          pinnedPeerCertSha256: ['UElO'],
        },
        { forceTls: 'same', dest: '2001:db8::1', port: 443, remark: '' },
        { forceTls: 'none', dest: 'cdn2.example.com', port: 80, remark: 'R2' },
      ],
    });

    expect(links).toEqual([
      'trojan://p@cdn1.example.com:8443?alpn=h3%2Ch2&fp=firefox&pcs=UElO&security=tls&sni=sni1.example.com&type=tcp#in-a-R1',
      'trojan://p@[2001:db8::1]:443?alpn=h2&fp=chrome&security=tls&sni=base.sni&type=tcp#in-a',
      'trojan://p@cdn2.example.com:80?security=none&type=tcp#in-a-R2',
    ]);
  });
});
