import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SimulatedPanel } from '../../src/sandbox/panel/simulated-panel.ts';
import { Shelf } from '../../src/sandbox/shelf.ts';

const UUID = '11111111-2222-4333-8444-555555555555';
const created = z.object({ success: z.literal(true), obj: z.object({ id: z.number() }) });
const linkList = z.object({ success: z.literal(true), obj: z.array(z.string()) });

let panel: SimulatedPanel;

beforeEach(async () => {
  panel = new SimulatedPanel({ n: 1, shelf: new Shelf(null), port: 0, now: () => 0, inbounds: 'none' });
  await panel.start();
});

afterEach(() => panel.stop());

const ask = async (path: string, body?: unknown) => {
  const answer = await fetch(`${panel.address.url}panel/api/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { Authorization: `Bearer ${panel.address.token}`, Connection: 'close' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return answer.json();
};

/** The links of the client `user` on a new inbound `char`, without their names. */
async function linksOn(inbound: Record<string, unknown>, client: Record<string, unknown>): Promise<string[]> {
  const made = created.parse(
    await ask('inbounds/add', { remark: 'char', enable: true, port: 8443, sniffing: {}, ...inbound }),
  );
  await ask('clients/add', { client: { email: 'user', subId: 'sub', ...client }, inboundIds: [made.obj.id] });
  const { obj } = linkList.parse(await ask('clients/subLinks/sub'));
  return obj.map((link) => link.replace(/#.*$/, ''));
}

const tls = (serverName: string, alpn: string[] = []) => ({
  network: 'tcp',
  tcpSettings: { header: { type: 'none' } },
  security: 'tls',
  tlsSettings: { serverName, alpn, settings: { fingerprint: 'chrome' } },
});

describe('links that the panel writes, by the vectors of contracts/3x-ui.md section 6', () => {
  it('give each proxy in front its own address and tls', async () => {
    const externalProxy = [
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
      { forceTls: 'none', dest: 'cdn2.example.com', port: 80, remark: 'R2' },
    ];

    const links = await linksOn(
      {
        protocol: 'vless',
        settings: { clients: [], decryption: 'none', encryption: 'none' },
        streamSettings: { ...tls('base.sni', ['h2']), externalProxy },
      },
      { id: UUID },
    );

    expect(links).toEqual([
      `vless://${UUID}@cdn1.example.com:8443?alpn=h3%2Ch2&encryption=none&fp=firefox&pcs=UElO&security=tls&sni=sni1.example.com&type=tcp`,
      `vless://${UUID}@cdn2.example.com:80?encryption=none&security=none&type=tcp`,
    ]);
  });

  it('escape everything in a trojan password', async () => {
    const links = await linksOn(
      { protocol: 'trojan', settings: { clients: [] }, streamSettings: tls('tj.sni') },
      { password: 'p@ss/w+rd=' },
    );

    expect(links).toEqual([
      'trojan://p%40ss%2Fw%2Brd%3D@localhost:8443?fp=chrome&security=tls&sni=tj.sni&type=tcp',
    ]);
  });

  it('carry both keys of shadowsocks 2022', async () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const settings = {
      method: '2022-blake3-aes-256-gcm',
      password: 'inboundpw',
      network: 'tcp,udp',
      clients: [],
    };

    const links = await linksOn(
      { protocol: 'shadowsocks', settings, streamSettings: tls('ss.sni') },
      { password: key },
    );

    expect(links).toEqual([
      `ss://2022-blake3-aes-256-gcm:inboundpw:${encodeURIComponent(key)}@localhost:8443?fp=chrome&security=tls&sni=ss.sni&type=tcp`,
    ]);
  });

  it('write an http header of shadowsocks as its plugin', async () => {
    const header = { type: 'http', request: { path: ['/'], headers: { Host: ['front.example.com'] } } };
    const settings = {
      method: 'chacha20-ietf-poly1305',
      password: 'x',
      network: 'tcp',
      clients: [{ email: 'inside', password: 'pw', subId: 'inside' }],
    };
    const stream = { network: 'tcp', tcpSettings: { header }, security: 'none' };

    const links = await linksOn(
      { protocol: 'shadowsocks', settings, streamSettings: stream },
      { password: 'pw' },
    );

    expect(new URL(links[0] ?? '').searchParams.get('plugin')).toBe(
      'obfs-local;obfs=http;obfs-host=front.example.com',
    );
    expect(linkList.parse(await ask('clients/subLinks/inside')).obj).toHaveLength(1);
  });
});
