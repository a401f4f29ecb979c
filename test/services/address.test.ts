import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hours } from '../../src/model/values/period.ts';
import { subscriptionHash, subscriptionPlace } from '../../src/services/delivery/customer-service.ts';
import { DeliveryService } from '../../src/services/delivery/delivery-service.ts';
import { PanelShop } from '../support/panel-shop.ts';

const BUYER = 1;
const ADMIN = 9001;

let shop: PanelShop;
let delivery: DeliveryService;
beforeEach(async () => {
  shop = await PanelShop.open();
  const { needs } = shop.main;
  const facts = { ...needs.shop, publicUrl: 'https://shop.example.com' };
  delivery = new DeliveryService({ ...needs, shop: facts, payloadOf: () => '' });
  await shop.deliveredOrder();
  const sealed = needs.vault.seal('first-token', subscriptionPlace(BUYER));
  await shop.rows(sql`
    update customers set subscription_hash = ${subscriptionHash('first-token')}, subscription_token = ${sealed}
     where id = ${BUYER} returning id`);
});
afterEach(() => shop.end());

const now = async () => {
  const address = await delivery.addresses.address(BUYER);
  if (!address) throw new Error('there is no address');
  return address;
};
const linksAt = async (url: string) =>
  (await delivery.subscription(url.split('/').at(-1) ?? ''))?.links ?? null;
const renew = async (actorId = BUYER) =>
  delivery.addresses.renew({ customerId: BUYER, mark: (await now()).mark, actorId });
const acts = () =>
  shop.rows<{ actor: number; target: string; told: string | null }>(sql`
    select actor_id::int as actor, target, (before::text || after::text) as told
      from audit_log where action = 'address.renew' order by id`);

describe('a subscription address that somebody else knows', () => {
  it('is dead at once, and the new one gives the same keys', async () => {
    const old = await now();
    const keys = await linksAt(old.url);

    const answer = await renew();

    expect(keys).toHaveLength(1);
    expect(await linksAt(old.url)).toBeNull();
    expect(answer).toEqual({ ok: true, value: await now() });
    expect(await linksAt((await now()).url)).toEqual(keys);
    expect(await acts()).toEqual([{ actor: BUYER, target: `customer:${BUYER}`, told: null }]);
  });

  it('is replaced once, however often the button is pressed', async () => {
    const { mark } = await now();
    const press = () => delivery.addresses.renew({ customerId: BUYER, mark, actorId: BUYER });

    const answers = await Promise.all([press(), press()]);

    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await press()).toEqual({ ok: false, refusal: { code: 'address-replaced' } });
  });

  it('is replaced three times a day by its customer; the staff may always', async () => {
    for (const _ of [1, 2, 3]) expect(await renew()).toMatchObject({ ok: true });

    expect(await renew()).toEqual({ ok: false, refusal: { code: 'too-many-addresses' } });
    expect(await renew(ADMIN)).toMatchObject({ ok: true });
    shop.pass(hours(25));
    expect(await renew()).toMatchObject({ ok: true });
  });

  it('is sent to its customer where the staff replaced it, and nowhere written down', async () => {
    await renew(ADMIN);

    const [message] = await shop.messages('address-renewed');
    expect(message).toMatchObject({ data: { customerId: BUYER } });
    expect(await acts()).toMatchObject([{ actor: ADMIN }]);
  });

  it('is not there where the shop has no public address', async () => {
    const { needs } = shop.main;
    const facts = { ...needs.shop, publicUrl: null };
    const bare = new DeliveryService({ ...needs, shop: facts, payloadOf: () => '' });

    expect(await bare.addresses.address(BUYER)).toBeNull();
    expect(await bare.addresses.renew({ customerId: BUYER, mark: 'x', actorId: BUYER })).toEqual({
      ok: false,
      refusal: { code: 'no-address' },
    });
  });
});
