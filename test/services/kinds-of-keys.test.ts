import { randomBytes } from 'node:crypto';
import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseLink } from '../../src/model/parse-link.ts';
import { seconds } from '../../src/model/values/period.ts';
import { PanelShop } from '../support/panel-shop.ts';

const ADMIN = 9001;

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

const PLAIN = { network: 'tcp', security: 'none', tcpSettings: { header: { type: 'none' } } };
const shadowsocks = (method: string, password: string) => ({
  protocol: 'shadowsocks',
  settings: { method, password, network: 'tcp,udp', clients: [] },
  streamSettings: PLAIN,
});
const key = (length: number) => randomBytes(length).toString('base64');
const HYSTERIA = {
  protocol: 'hysteria',
  settings: { version: 2, clients: [] },
  streamSettings: {
    network: 'hysteria',
    hysteriaSettings: { version: 2, udpIdleTimeout: 60 },
    security: 'tls',
    tlsSettings: { serverName: 'shop.example.com', alpn: ['h3'], settings: { fingerprint: 'chrome' } },
  },
};

/** The panel has one more inbound, and the shop sells on that one alone. */
async function sellsOnly(inbound: object): Promise<void> {
  await shop.panel.ask('inbounds/add', { remark: 'new', enable: true, port: 8443, sniffing: {}, ...inbound });
  await shop.fleet.sync({ serverId: shop.serverId, actorId: ADMIN });
  await shop.panel.forgetCalls();
  await shop.rows(
    sql`update server_inbounds set provisioning_enabled = (remark = 'new') where server_id = ${shop.serverId} returning id`,
  );
}

async function delivered(quantity = 1) {
  const orderId = await shop.deliveredOrder({ quantity });
  expect(await shop.orderStatus(orderId)).toBe('completed');
  const units = await shop.units(orderId);
  for (const { qaPassed, qaNotes, qaCompletedAt } of units) {
    const noted = { qaPassed: true, qaNotes: 'read back as sold', qaCompletedAt: expect.any(Date) };
    expect({ qaPassed, qaNotes, qaCompletedAt }).toEqual(noted);
  }
  return units.map(({ serverClient }) => ({
    password: serverClient?.password ?? '',
    connection: parseLink(serverClient?.links[0] ?? ''),
  }));
}

describe('a sale on a shadowsocks 2022 inbound', () => {
  it.each([
    ['2022-blake3-aes-128-gcm', 16],
    ['2022-blake3-aes-256-gcm', 32],
  ] as const)('of %s delivers a key of %d bytes that the panel keeps', async (method, length) => {
    const serverPassword = key(length);
    await sellsOnly(shadowsocks(method, serverPassword));

    const [sold] = await delivered();

    expect(Buffer.from(sold?.password ?? '', 'base64')).toHaveLength(length);
    expect((await shop.panel.clients()).map(({ password }) => password)).toEqual([sold?.password]);
    expect(sold?.connection).toMatchObject({
      protocol: 'shadowsocks',
      host: 'vpn.example.com',
      port: 8443,
      credential: sold?.password,
      parameters: { method, serverPassword },
    });
  });

  it('gives each unit of an order a key of its own', async () => {
    await sellsOnly(shadowsocks('2022-blake3-aes-256-gcm', key(32)));

    const sold = await delivered(3);

    expect(new Set(sold.map(({ connection }) => connection?.credential)).size).toBe(3);
  });

  it('is no key yet while the panel holds another than was sold, as when it drew one in its place', async () => {
    await sellsOnly(shadowsocks('2022-blake3-aes-256-gcm', key(32)));
    await shop.rows(sql`update server_inbounds set cipher = '' where remark = 'new' returning id`);

    const orderId = await shop.deliveredOrder();

    const [held] = await shop.panel.clients();
    const unit = await shop.unit(orderId);
    expect(held?.password).not.toBe(unit.serverClient?.password);
    expect(await shop.orderStatus(orderId)).not.toBe('completed');
    expect(unit).toMatchObject({ provisionStatus: 'failed', provisionErrorCode: 'conflict' });
    expect(await shop.messages('key-text')).toEqual([]);
  });
});

describe('a sale on a shadowsocks 2022 inbound of a panel up to 3.0', () => {
  it('is delivered only when the core has restarted, for it knows no new key before', async () => {
    await sellsOnly(shadowsocks('2022-blake3-aes-256-gcm', key(32)));
    await shop.rows(sql`update servers set panel_generation = 'legacy' returning id`);
    const orderId = await shop.deliveredOrder();
    const early = await shop.unit(orderId);
    await shop.passAndWake(seconds(20));
    const soon = await shop.unit(orderId);
    await shop.passAndWake(seconds(60));

    expect([early, soon].map(({ provisionStatus }) => provisionStatus)).toEqual(['pending', 'pending']);
    expect(early.provisionError).toContain('with its next restart');
    expect(await shop.orderStatus(orderId)).toBe('completed');
    expect(await shop.panel.writes()).toEqual(['clients/add']);
  });
});

describe('a sale on other kinds of inbound', () => {
  it('of shadowsocks before 2022 delivers a password of letters and digits with its cipher', async () => {
    await sellsOnly(shadowsocks('chacha20-ietf-poly1305', 'of-the-inbound'));

    const [sold] = await delivered();

    expect(sold?.password).toMatch(/^[a-z0-9]{26}$/);
    expect(sold?.connection).toMatchObject({
      credential: sold?.password,
      parameters: { method: 'chacha20-ietf-poly1305' },
    });
  });

  it('of hysteria2 delivers a link that opens with its password', async () => {
    await sellsOnly(HYSTERIA);

    const [sold] = await delivered();

    expect(sold?.connection).toMatchObject({
      protocol: 'hysteria2',
      host: 'vpn.example.com',
      port: 8443,
      credential: sold?.password,
      parameters: { sni: 'shop.example.com', alpn: 'h3' },
    });
  });

  it('of hysteria2 delivers several at once too', async () => {
    await sellsOnly(HYSTERIA);

    const sold = await delivered(3);

    expect(new Set(sold.map(({ connection }) => connection?.credential)).size).toBe(3);
  });

  it('of mKCP without header and seed delivers what its apps need', async () => {
    const streamSettings = { network: 'kcp', security: 'none', kcpSettings: { mtu: 1350, tti: 20 } };
    await sellsOnly({
      protocol: 'vless',
      settings: { clients: [], decryption: 'none', encryption: 'none' },
      streamSettings,
    });

    const [sold] = await delivered();

    expect(sold?.connection).toMatchObject({ network: 'kcp', parameters: { mtu: '1350', tti: '20' } });
  });
});

describe('a link that could not open anything', () => {
  it('is not delivered: the unit waits for a right one, and the reason is named', async () => {
    await sellsOnly({ protocol: 'trojan', settings: { clients: [] }, streamSettings: PLAIN });
    await shop.rows(sql`update server_inbounds set security = 'tls' where remark = 'new' returning id`);
    const orderId = await shop.deliveredOrder();

    const waiting = await shop.unit(orderId);
    await shop.fleet.sync({ serverId: shop.serverId, actorId: ADMIN });
    await shop.recover(orderId);

    expect(waiting.provisionStatus).not.toBe('completed');
    expect(waiting.provisionError).toContain('it lacks security, or has it wrong');
    expect((await shop.unit(orderId)).serverClient?.links).toHaveLength(1);
  });
});
