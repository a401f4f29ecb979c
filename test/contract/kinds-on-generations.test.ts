import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyBytes } from '../../src/model/credential.ts';
import { parseLink } from '../../src/model/parse-link.ts';
import { bytes } from '../../src/model/values/traffic.ts';
import { PanelRouter } from '../../src/panel/panel-router.ts';
import { GENERATIONS, type Generation } from '../../src/sandbox/panel/generation.ts';
import { SimulatedPanel } from '../../src/sandbox/panel/simulated-panel.ts';
import { Shelf } from '../../src/sandbox/shelf.ts';
import type { PanelAccess, WantedClient } from '../../src/services/ports/panel.ts';
import { randomIds } from '../../src/system/ids.ts';

const SERVER_KEYS = {
  16: Buffer.alloc(16, 1).toString('base64'),
  32: Buffer.alloc(32, 1).toString('base64'),
};
const PLAIN = { network: 'tcp', security: 'none', tcpSettings: { header: { type: 'none' } } };
const shadowsocks = (method: string, password: string) => ({
  protocol: 'shadowsocks',
  settings: { method, password, network: 'tcp,udp' },
  streamSettings: PLAIN,
});
const vless = (streamSettings: Record<string, unknown>) => ({
  protocol: 'vless',
  settings: { decryption: 'none', encryption: 'none' },
  streamSettings: { security: 'none', ...streamSettings },
});

/** What the shop sells beside vless and trojan over tcp, and since when panels have it. */
const KINDS = {
  'shadowsocks 2022, 16 bytes': shadowsocks('2022-blake3-aes-128-gcm', SERVER_KEYS[16]),
  'shadowsocks 2022, 32 bytes': shadowsocks('2022-blake3-aes-256-gcm', SERVER_KEYS[32]),
  'shadowsocks before 2022': shadowsocks('chacha20-ietf-poly1305', 'of-the-inbound'),
  'vless over mKCP': vless({ network: 'kcp', kcpSettings: { mtu: 1350, tti: 20 } }),
  'vless over xhttp': vless({
    network: 'xhttp',
    xhttpSettings: { path: '/x', host: 'h.example', mode: 'auto' },
  }),
  'vless over httpupgrade': vless({
    network: 'httpupgrade',
    httpupgradeSettings: { path: '/u', host: 'h.example' },
  }),
  hysteria2: {
    protocol: 'hysteria',
    settings: { version: 2 },
    streamSettings: {
      network: 'hysteria',
      hysteriaSettings: { version: 2, udpIdleTimeout: 60 },
      security: 'tls',
      tlsSettings: { serverName: 'sni.example', alpn: ['h3'], settings: { fingerprint: 'chrome' } },
    },
  },
};
const WITHOUT_HYSTERIA: readonly Generation[] = ['2.6', '2.8'];

const kindsOf = (generation: Generation) =>
  Object.entries(KINDS).filter(([kind]) => kind !== 'hysteria2' || !WITHOUT_HYSTERIA.includes(generation));

describe.each(GENERATIONS)('a panel of %s', (generation) => {
  let simulated: SimulatedPanel;
  let panel: PanelRouter;
  beforeEach(async () => {
    simulated = new SimulatedPanel({
      n: 1,
      shelf: new Shelf(null),
      generation,
      port: 0,
      now: () => Date.now(),
    });
    panel = new PanelRouter({ limits: LIMITS, allowPrivate: true, now: () => new Date() });
    await simulated.start();
  });
  afterEach(() => simulated.stop());

  it.each(kindsOf(generation))(
    'keeps the key that was sold, and it stands in the link: %s',
    async (_, kind) => {
      const access = accessTo(simulated);
      const remoteId = await panel.addInbound(access, { remark: 'kind', port: 8443, clients: [], ...kind });
      const listed = (await panel.listInbounds(access)).find((each) => each.remoteId === remoteId);
      const clients = [1, 2].map(() => newClient(listed?.cipher ?? ''));

      await panel.addClients(access, remoteId, clients);

      const emails = clients.map(({ email }) => email);
      const held = await panel.readClients(access, remoteId, emails);
      for (const client of clients) {
        const links = await panel.clientLinks(access, { remoteId, email: client.email, subId: client.subId });
        const credential = kind.protocol === 'vless' ? client.uuid : client.password;
        expect(listed?.notSellable).toBeNull();
        expect(credential).toBe(heldSecret(kind.protocol, held.get(client.email)));
        expect(links.map(parseLink)).toMatchObject([{ host: 'vpn.example.com', port: 8443, credential }]);
      }
    },
  );
});

const LIMITS = { connectMs: 5000, readMs: 10_000, writeMs: 10_000, maxBytes: 64 * 1024 * 1024 };

const heldSecret = (protocol: string, held: { uuid: string; password: string } | undefined) =>
  protocol === 'vless' ? held?.uuid : held?.password;

const accessTo = ({ address }: SimulatedPanel): PanelAccess => ({
  url: address.url,
  publicHost: 'vpn.example.com',
  allowHttp: true,
  pinnedSha256: null,
  credentials: { kind: 'password', username: address.username, password: address.password },
});

function newClient(cipher: string): WantedClient {
  const length = keyBytes(cipher);
  return {
    email: `shop-${randomIds.unitId()}`,
    uuid: randomIds.uuid(),
    password: length === null ? randomIds.secret() : randomIds.key(length),
    cipher,
    subId: randomIds.secret(),
    flow: '',
    limitIp: 0,
    trafficLimit: bytes(1_000_000n),
    expiresAt: null,
    enable: true,
    telegramId: 1,
    comment: 'order 1',
  };
}
