import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, minutes } from '../../src/model/values/period.ts';
import { expectDeliveredOnce } from '../support/expect-delivered-once.ts';
import { PanelShop } from '../support/panel-shop.ts';

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

/** Answers that are none (RELIABILITY C3, 53 to 55, 64; E5): what the shop takes each for. */
const BAD = [
  { name: 'a login page with 200', fault: { kind: 'login-page' }, code: 'unknown' },
  { name: 'an empty 404', fault: { kind: 'status', status: 404 }, code: 'unsupported' },
  { name: 'a redirect to the login', fault: { kind: 'status', status: 307 }, code: 'session' },
  { name: 'an empty 500', fault: { kind: 'status', status: 500 }, code: 'unknown' },
  { name: 'too many requests', fault: { kind: 'status', status: 429 }, code: 'busy' },
  { name: 'a locked database', fault: { kind: 'busy' }, code: 'busy' },
  {
    name: 'a locked database, in another language',
    fault: { kind: 'words', text: 'Что-то пошло не так (database is locked)' },
    code: 'busy',
  },
];

describe('an add that gets no answer of the panel’s', () => {
  it.each(BAD.filter(({ code }) => code !== 'unsupported'))(
    '$name: the order is kept, and delivered once when the panel is itself again',
    async (bad) => {
      await shop.panel.fault({ path: 'clients/add', ...bad.fault });

      const orderId = await shop.deliveredOrder();

      expect(await shop.unit(orderId)).toMatchObject({
        provisionStatus: bad.code === 'unknown' ? 'provisioning' : 'pending',
        provisionErrorCode: bad.code,
      });
      expect(await shop.health()).toMatchObject({ health: 'healthy' });
      await shop.recover(orderId);
      await expectDeliveredOnce(shop, orderId);
      expect(await shop.alerts()).toEqual([]);
    },
  );

  it('a cut answer of an add that was done: adopted at once, without a second write', async () => {
    await shop.panel.fault({ path: 'clients/add', kind: 'cut' });

    const orderId = await shop.deliveredOrder();

    await expectDeliveredOnce(shop, orderId);
    expect(await shop.panel.writes()).toEqual(['clients/add']);
  });

  it('an empty 404 where the panel is no other than before: out of sale, delivered once when the route is back', async () => {
    await shop.panel.fault({ path: 'clients/add', kind: 'status', status: 404 });

    const orderId = await shop.deliveredOrder();

    expect(await shop.unit(orderId)).toMatchObject({ provisionErrorCode: 'unsupported' });
    expect(await shop.alerts()).toEqual(['server-out']);
    await shop.recover(orderId);
    await expectDeliveredOnce(shop, orderId);
    expect(await shop.alerts()).toEqual(['server-out', 'server-back']);
  });

  it('an empty 404 for an hour, to additions alone: out of sale all the while, told of once, and no order fails', async () => {
    await shop.panel.fault({ path: 'clients/add', kind: 'status', status: 404, times: 10_000 });
    const orderId = await shop.deliveredOrder();

    for (let look = 0; look < 30; look++) {
      shop.pass(minutes(2));
      await shop.fleet.probeServers();
      await shop.main.provisioning.wakeDueLanes();
    }

    expect(await shop.unit(orderId)).toMatchObject({ provisionStatus: 'pending', provisionAttempts: 1 });
    expect(await shop.alerts()).toEqual(['server-out']);
    await shop.panel.fault({ path: 'clients/add', kind: 'status', times: 0 });
    await shop.recover(orderId);
    await expectDeliveredOnce(shop, orderId);
    expect(await shop.alerts()).toEqual(['server-out', 'server-back']);
  });

  it('a token that lost its right (403): out of sale at once, told of once, delivered when it has it again', async () => {
    await shop.panel.fault({ path: '', kind: 'status', status: 403, times: 1000 });

    const orderId = await shop.deliveredOrder();

    expect(await shop.health()).toMatchObject({ health: 'critical' });
    expect(await shop.alerts()).toEqual(['server-out']);
    await shop.panel.fault({ path: '', kind: 'status', times: 0 });
    await shop.recover(orderId);
    await expectDeliveredOnce(shop, orderId);
    expect(await shop.alerts()).toEqual(['server-out', 'server-back']);
  });
});

describe('a read-back that gets no answer of the panel’s', () => {
  it.each([
    ...BAD,
    { name: 'JSON that breaks off', fault: { kind: 'cut' } },
    { name: 'a refusal in unknown words', fault: { kind: 'words', text: 'Obtain (disk I/O error)' } },
    { name: 'a refusal by its status alone', fault: { kind: 'status', status: 400 } },
  ])('$name: what was added is found later, without a second write', async ({ fault }) => {
    await shop.panel.fault({ path: 'clients/get', ...fault });

    const orderId = await shop.deliveredOrder();

    expect(await shop.unit(orderId)).toMatchObject({ provisionStatus: 'provisioning' });
    await shop.recover(orderId);
    await expectDeliveredOnce(shop, orderId);
    expect(await shop.panel.writes()).toEqual(['clients/add']);
  });
});

describe('a login that the panel refuses in another language', () => {
  beforeEach(async () => {
    await shop.end();
    shop = await PanelShop.open({ login: 'password' });
  });

  it('is tried once in ten minutes, the server is out of sale, and the order waits for it', async () => {
    await shop.panel.fault({ path: 'clients/add', kind: 'status', status: 401 });
    const text = 'Неверное имя пользователя, пароль или код двухфакторной аутентификации.';
    await shop.panel.fault({ path: '/login', kind: 'words', text, times: 1000 });

    const orderId = await shop.deliveredOrder();
    for (let look = 0; look < 3; look++) {
      shop.pass(minutes(3));
      await shop.fleet.probeServers();
    }

    const logins = (await shop.panel.calls()).filter((route) => route === 'login');
    expect(logins).toHaveLength(1);
    expect(await shop.health()).toMatchObject({ health: 'critical' });
    expect(await shop.alerts()).toEqual(['server-out']);

    await shop.panel.fault({ path: '/login', kind: 'words', times: 0 });
    shop.pass(minutes(11));
    await shop.recover(orderId);
    await expectDeliveredOnce(shop, orderId);
  });
});

describe('a panel whose clock is wrong', () => {
  it.each([
    { by: 'a day ahead', skew: days(1) },
    { by: 'a day behind', skew: -days(1) },
  ])('$by: the paid time ends by the shop’s clock', async ({ skew }) => {
    shop.skew = skew;
    const sold = shop.clock.now().getTime();

    const orderId = await shop.deliveredOrder();

    await expectDeliveredOnce(shop, orderId);
    const [onPanel] = await shop.panel.clients();
    expect(onPanel?.expiryTime).toBe((await shop.client(orderId)).expiresAt?.getTime());
    expect(Math.abs((onPanel?.expiryTime ?? 0) - sold - days(30))).toBeLessThan(minutes(5));
  });
});
