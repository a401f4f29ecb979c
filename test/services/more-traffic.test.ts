import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { ServerClient } from '../../src/model/server-client.ts';
import { days } from '../../src/model/values/period.ts';
import { bytes, gigabytes } from '../../src/model/values/traffic.ts';
import { brokenPromises } from '../../src/services/upkeep/audit.ts';
import { openTestDatabase } from '../support/database.ts';
import { countedIds } from '../support/ids.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { admitRenewal, chargeOf, payRenewal, renewed } from '../support/renewing.ts';
import { takeSnapshot } from '../support/snapshot.ts';
import { StarsLedger } from '../support/stars-ledger.ts';
import { upkeepOf } from '../support/upkeep.ts';
import { fillWallet, ledgerBalances } from '../support/wallet.ts';

const GIB = 1024 ** 3;
const ADMIN = 9001;

let database: Database;
let stars: StarsLedger;
let shop: PanelShop;
let orderId: string;
let clientId: number;

beforeEach(async () => {
  database = await openTestDatabase();
  stars = new StarsLedger();
  shop = await PanelShop.open({ database, stars });
  await sells('10 GB = 1.50, 50 GB = 5.00');
  orderId = await shop.deliveredOrder();
  clientId = (await shop.client(orderId)).id;
  await shop.panel.forgetCalls();
});
afterEach(async () => {
  expect(brokenPromises(await upkeepOf(shop, stars).audit())).toBe(0);
  await shop.end();
});

const sells = (packs: string | null) =>
  shop.rows(sql`update server_plans set traffic_packs = ${packs} returning id`);
const client = () => shop.client(orderId);
const onPanel = async () => (await shop.panel.clients())[0];
const wake = () => shop.main.lanes.wake(shop.serverId);
const change = (act: (row: ServerClient) => void) =>
  shop.work.do(async (em) => {
    act(await em.findOneOrFail(ServerClient, clientId));
    await em.flush();
  });
const uses = (used: number) => change((row) => row.updateTrafficUsage(bytes(BigInt(used)), shop.clock.now()));
const offer = async (customerId = 1) => shop.checkout.traffic.offer({ clientId, customerId });
const fingerprintOf = async (gb: number) => {
  const found = await offer();
  if (!found.ok) throw new Error(found.refusal.code);
  return found.value.packs.find((pack) => pack.gb === gb)?.fingerprint ?? '';
};
const place = async (
  gb: number,
  more: { fromBalance?: number; fingerprint?: string; nonce?: string } = {},
) => {
  const fingerprint = more.fingerprint ?? (await fingerprintOf(gb));
  const { fromBalance, nonce = countedIds.nonce() } = more;
  const from = fromBalance === undefined ? {} : { fromBalance };
  return shop.checkout.traffic.place({ clientId, customerId: 1, gb, fingerprint, nonce, ...from });
};
const ordered = async (gb: number, more: { fromBalance?: number; nonce?: string } = {}) => {
  const placed = await place(gb, more);
  if (!placed.ok) throw new Error(placed.refusal.code);
  return placed.value.orderId;
};
const refund = (id: string) => shop.checkout.refundOrder({ orderId: id, actorId: ADMIN });
const bought = async (gb: number) => {
  const id = await ordered(gb);
  await shop.checkout.confirmPayment(stars.take(await chargeOf(shop, id)));
  return id;
};

describe('the offer of more traffic', () => {
  it('names each pack with its price and the gigabytes there would be', async () => {
    expect(await offer()).toMatchObject({
      ok: true,
      value: {
        limit: gigabytes(50n),
        packs: [
          { gb: 10, price: { minor: 150n }, stars: 75, after: gigabytes(60n) },
          { gb: 50, price: { minor: 500n }, stars: 250, after: gigabytes(100n) },
        ],
      },
    });
  });

  it.each([
    ['a stranger', null, 'access-not-found'],
    [
      'a plan that sells none',
      sql`update server_plans set traffic_packs = null returning id`,
      'traffic-not-offered',
    ],
    ['no limit', sql`update server_clients set traffic_limit_mb = null returning id`, 'traffic-unlimited'],
    [
      'an end',
      sql`update server_clients set expires_at = now() - interval '1 day' returning id`,
      'access-ended',
    ],
    ['a deletion', sql`update server_clients set wanted = 'deleted' returning id`, 'access-gone'],
  ])('is none for %s', async (_, statement, code) => {
    if (statement) await shop.rows(statement);
    expect(await offer(statement ? 1 : 2)).toEqual({ ok: false, refusal: { code } });
  });
});

describe('more traffic paid in Stars', () => {
  it('raises the limit of this period, and neither its end nor what is used', async () => {
    await uses(20 * GIB);
    const { expiresAt } = await client();

    const id = await bought(10);
    await wake();

    expect(await client()).toMatchObject({
      trafficLimit: gigabytes(60n),
      trafficUsed: bytes(BigInt(20 * GIB)),
      trafficPercentageUsed: 33.33,
      expiresAt,
    });
    expect(await shop.orderStatus(id)).toBe('completed');
    expect((await shop.messages('traffic-added')).map(({ data }) => data)).toEqual([{ orderId: id }]);
    expect(await shop.panel.writes()).toEqual(['clients/update']);
    expect(await onPanel()).toMatchObject({ enable: true, totalGB: 60 * GIB });
  });

  it('switches on at once what its traffic had switched off', async () => {
    await uses(50 * GIB);
    await change((row) => row.suspend('traffic', shop.clock.now()));
    await wake();
    expect(await onPanel()).toMatchObject({ enable: false });

    await bought(10);
    await wake();

    expect(await client()).toMatchObject({ status: 'active', trafficLimit: gigabytes(60n) });
    expect(await onPanel()).toMatchObject({ enable: true, totalGB: 60 * GIB });
  });

  it('leaves off what an admin has switched off', async () => {
    await change((row) => row.suspend('admin', shop.clock.now()));
    await bought(10);

    expect(await client()).toMatchObject({ status: 'suspended', trafficLimit: gigabytes(60n) });
  });

  it.each([
    [49, 100, 80],
    [45, 80, 0],
    [45, 0, 0],
  ])('at %i GB has told of %i %%, and afterwards counts as told of %i %%', async (used, before, after) => {
    await uses(used * GIB);
    await change((row) => {
      row.trafficNoticed = before;
    });
    await bought(10);

    expect((await client()).trafficNoticed).toBe(after);
  });

  it('is given once, though its invoice is paid twice', async () => {
    const id = await bought(10);

    expect(await payRenewal(shop, id)).toMatchObject({ outcome: 'surplus' });
    expect((await client()).trafficLimit).toEqual(gigabytes(60n));
  });

  it('is not taken once its access has ended, and money that comes all the same goes back', async () => {
    const id = await ordered(10);
    await shop.rows(sql`update server_clients set expires_at = now() - interval '1 day' returning id`);

    expect(await admitRenewal(shop, id)).toEqual({ ok: false, refusal: { code: 'access-ended' } });
    expect(await payRenewal(shop, id)).toMatchObject({ outcome: 'surplus' });
    expect(await shop.orderStatus(id)).toBe('cancelled');
    expect((await shop.messages('refund-started')).map(({ data }) => data.reason)).toEqual(['access-ended']);
  });

  it('is found again by its invoice where the database has lost it', async () => {
    const { restore } = await takeSnapshot(database);
    const id = await bought(10);
    await restore();

    await upkeepOf(shop, stars).examine({ fix: true });

    expect((await client()).trafficLimit).toEqual(gigabytes(60n));
    expect(await shop.orderStatus(id)).toBe('completed');
  });
});

describe('more traffic from the balance', () => {
  it('is there at once, and the rest stays', async () => {
    await fillWallet(database, 400n, 1);
    await ordered(10, { fromBalance: 150 });

    expect((await client()).trafficLimit).toEqual(gigabytes(60n));
    expect((await ledgerBalances(database))['USD customer:1']).toBe(250);
    expect(shop.wakes).toContain(`lane ${shop.serverId}`);
  });

  it('is one order, however often the button is pressed', async () => {
    await fillWallet(database, 400n, 1);
    const press = { fromBalance: 150, nonce: 'Zk3_xQ9a' };

    expect(await ordered(10, press)).toBe(await ordered(10, press));
    expect((await client()).trafficLimit).toEqual(gigabytes(60n));
  });
});

describe('a press on a pack that is another one now', () => {
  it.each(['10 GB = 2.00', '50 GB = 5.00'])('is refused where the seller has %s', async (packs) => {
    const fingerprint = await fingerprintOf(10);
    await sells(packs);

    expect(await place(10, { fingerprint })).toEqual({ ok: false, refusal: { code: 'renewal-changed' } });
  });
});

describe('traffic whose money goes back', () => {
  it('is taken back, and its lack switches off what has used it', async () => {
    const id = await bought(10);
    await uses(55 * GIB);

    await refund(id);

    expect(await client()).toMatchObject({
      status: 'suspended',
      statusReason: 'traffic',
      trafficLimit: gigabytes(50n),
    });
  });

  it.each([
    { when: 'was used up', rule: 'keep', used: 60, left: 50n },
    { when: 'was dropped', rule: 'drop', used: 20, left: 50n },
    { when: 'was kept in part', rule: 'keep', used: 53, left: 50n },
    { when: 'was kept as a whole', rule: 'keep', used: 20, left: 80n },
  ])('takes nothing that was paid later: before a renewal, where it $when', async ({ rule, used, left }) => {
    await shop.rows(sql`update server_plans set renewal_rule = ${rule} returning id`);
    const id = await bought(10);
    await uses(used * GIB);
    await renewed(shop, { clientId });
    await uses(45 * GIB);

    expect(await refund(id)).toMatchObject({ ok: true, value: { stars: 75 } });
    expect(await client()).toMatchObject({ status: 'active', trafficLimit: gigabytes(left) });
  });

  it('stays paid where the access itself is refunded: its period had begun', async () => {
    const id = await bought(10);
    shop.pass(days(1));
    expect(await refund(orderId)).toMatchObject({ ok: true });

    expect(await shop.orderStatus(id)).toBe('completed');
  });
});
