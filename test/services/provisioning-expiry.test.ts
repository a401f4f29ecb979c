import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/model/values/period.ts';
import { Lane } from '../../src/services/lanes/lane.ts';
import { takeLane } from '../../src/services/lanes/lane-statements.ts';
import { beginAttempt } from '../../src/services/provisioning/begin-attempt.ts';
import { dueGroups } from '../../src/services/provisioning/due-units.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { TIMES } from '../support/shop-process.ts';

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

/** A process that takes the lane and is never heard of again. */
const takesTheLane = async (): Promise<Lane> => {
  const taken = await takeLane(shop.work.read(), {
    serverId: shop.serverId,
    holder: 'dead',
    lease: TIMES.lease,
  });
  if (!taken) throw new Error('the lane is held');
  return new Lane(shop.serverId, taken, { work: shop.work, times: TIMES });
};

const dueNow = async () => {
  const groups = await dueGroups(shop.work.read(), shop, shop.clock.now());
  return groups.flatMap(({ units }) => [...units]);
};

/** It has chosen an identity and committed, and was about to call the panel. */
const beginsAnAttempt = async () => {
  const lane = await takesTheLane();
  const attempts = await beginAttempt(shop.main.needs, lane, await dueNow());
  return { lane, attempts };
};

describe('the end of the paid time', () => {
  it('may be that of an earlier attempt: the client is adopted and given the newest', async () => {
    const orderId = await shop.paidOrder();
    const { lane, attempts } = await beginsAnAttempt();
    const [first] = attempts;
    shop.pass(minutes(5));
    await shop.rows(sql`update order_server_clients set due_at = ${shop.clock.now()} returning id`);
    await beginAttempt(shop.main.needs, lane, await dueNow());
    await shop.panel.ask('clients/add', {
      client: {
        ...first?.wanted,
        trafficLimit: undefined,
        id: first?.wanted.uuid,
        totalGB: Number(first?.wanted.trafficLimit),
        expiryTime: first?.wanted.expiresAt?.getTime(),
      },
      inboundIds: [1],
    });
    await shop.panel.forgetCalls();
    await shop.rows(
      sql`update panel_lanes set lease_until = null, quiet_until = null where server_id = ${shop.serverId} returning 1`,
    );

    await shop.main.provisioning.processOrder(orderId);

    const { expiresAt, attemptExpiries } = await shop.client(orderId);
    expect(attemptExpiries).toHaveLength(2);
    expect(Number(expiresAt) - Number(first?.wanted.expiresAt)).toBeGreaterThanOrEqual(minutes(5));
    expect((await shop.panel.clients())[0]?.expiryTime).toBe(expiresAt?.getTime());
    expect(await shop.panel.writes()).toEqual(['clients/update']);
    expect(await shop.messages('key-text')).toHaveLength(1);
  });

  it('is counted from the attempt that adds the client, so that waiting costs nothing', async () => {
    await shop.panel.stop();
    const orderId = await shop.deliveredOrder();
    const paidAt = shop.clock.now().getTime();
    await shop.panel.start();
    shop.pass(minutes(45));

    await shop.recover(orderId);

    expect(Number((await shop.client(orderId)).expiresAt)).toBeGreaterThan(
      paidAt + minutes(45) + 29 * 86_400_000,
    );
    expect((await shop.panel.clients())[0]?.expiryTime).toBe(
      (await shop.client(orderId)).expiresAt?.getTime(),
    );
  });
});
