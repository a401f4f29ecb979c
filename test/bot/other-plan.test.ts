import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packTap } from '../../src/bot/callback-data.ts';
import { hours } from '../../src/model/values/period.ts';
import { ANN, BORIS } from '../sandbox/telegram-world.ts';
import { fillWallet } from '../support/wallet.ts';
import { CustomerScene } from './customer-scene.ts';

let scene: CustomerScene;
let clientId: number;

/** Thirty days of 50 GB for 2.99 are bought, and fifteen are left. */
beforeEach(async () => {
  scene = await CustomerScene.open([{ name: 'Start' }, { name: 'Big' }, { name: 'Small' }]);
  await scene.says(ANN, '/start');
  clientId = await scene.giveAccess(ANN);
  await scene.sql(`
    update server_plans set server_id = (select server_id from server_inbounds where remark = 'old'),
           current_clients = 1, duration_days = 30, price_stars = null, data_limit_gb = 100, concurrent_connections = 5,
           price_minor = case name when 'Big' then 999 when 'Small' then 100 else 299 end`);
  await scene.sql(
    "update server_clients set expires_at = date_trunc('second', now()) + interval '15 days 30 minutes'",
  );
});
afterEach(async () => {
  const violations = await scene.world.violations();
  await scene.close();
  expect(violations).toEqual([]);
});

const screen = async (person = ANN) =>
  (await scene.screen(person)).findLast(({ buttons, kind }) => buttons?.length && kind === 'message');
const labels = async () => (await screen())?.buttons?.flat().map(({ text }) => text) ?? [];
const opensAccess = async () => {
  await scene.says(ANN, '/my');
  await scene.taps(ANN, (await labels())[0] ?? '');
};
const opensBig = async () => {
  await opensAccess();
  await scene.taps(ANN, '🔄 Other plan');
  await scene.taps(ANN, 'Big · +3.51 USD');
};

describe('another plan in the chat', () => {
  it('leads from the access over the plans and the preview to a receipt', async () => {
    await opensAccess();
    await scene.taps(ANN, '🔄 Other plan');
    expect((await screen())?.text).toContain('That is worth 1.49 USD');
    await scene.taps(ANN, 'Big · +3.51 USD');
    const preview = (await screen())?.text;
    expect(preview).toContain('Traffic for that time: 50 GB');
    expect(preview).toContain('5 devices at a time');
    expect(preview).toContain('A renewal costs 9.99 USD (500 ⭐) for 1 month from then on');
    expect(preview).toContain('To pay for the change: 3.51 USD or 176 ⭐');
    await scene.taps(ANN, 'Pay 176 ⭐');
    await scene.deliver();
    await scene.pays(ANN);
    await scene.deliver();

    expect(JSON.stringify(await scene.screen(ANN))).toContain('You have another plan now');
    expect(await scene.orders()).toContainEqual(
      expect.objectContaining({ purpose: 'plan', status: 'completed' }),
    );
    await opensAccess();
    expect((await screen())?.text).toContain('Big');
  });

  it('from the balance is there at once', async () => {
    await fillWallet(scene.database, 500n, ANN);
    await opensBig();
    await scene.taps(ANN, '👛 3.51 USD');
    await scene.deliver();

    expect(JSON.stringify(await scene.screen(ANN))).toContain('Paid: 3.51 USD from your balance; 1.49 USD');
  });

  it('that is cheaper asks for one more press, and brings the difference to the balance', async () => {
    await opensAccess();
    await scene.taps(ANN, '🔄 Other plan');
    await scene.taps(ANN, 'Small · −0.99 USD');
    expect((await screen())?.text).toContain('Nothing to pay: 0.99 USD come to your balance');
    await scene.taps(ANN, '✅ Change the plan');
    await scene.deliver();

    expect(JSON.stringify(await scene.screen(ANN))).toContain('0.99 USD came to your balance');
  });

  it('shows how it is now where the price has changed since', async () => {
    await opensBig();
    await scene.sql("update server_plans set price_minor = 1099 where name = 'Big'");
    await scene.taps(ANN, 'Pay 176 ⭐');

    expect((await screen())?.text).toContain('To pay for the change: 4.01 USD');
    expect((await scene.orders()).filter(({ purpose }) => purpose === 'plan')).toEqual([]);
  });

  it('shows the other plans where the chosen one was hidden meanwhile', async () => {
    await opensBig();
    await scene.sql("update server_plans set on_sale = false where name = 'Big'");
    await scene.taps(ANN, 'Pay 176 ⭐');

    expect(await labels()).toContain('Small · −0.99 USD');
    expect(await labels()).not.toContain('Big · +3.51 USD');
  });

  it('is refused in the last hour with the words that help', async () => {
    await opensBig();
    await scene.waits(hours(15 * 24));
    await scene.taps(ANN, 'Pay 176 ⭐');

    expect((await scene.orders()).filter(({ purpose }) => purpose === 'plan')).toEqual([]);
  });

  it('has no button where no other plan is sold', async () => {
    await scene.sql("update server_plans set on_sale = false where name <> 'Start'");
    await opensAccess();

    expect(await labels()).not.toContain('🔄 Other plan');
  });

  it('is offered where nearly all is used', async () => {
    await scene.sql('update server_clients set traffic_noticed = 95');
    const sent = await scene.render('traffic-notice', { clientId, percent: 95 });

    expect(JSON.stringify(sent)).toContain('🔄 Other plan');
  });

  it('is not sold for somebody else’s access', async () => {
    await scene.says(BORIS, '/start');
    await scene.tapsData(BORIS, packTap({ screen: 'plans-beside', clientId, page: 0 }));

    expect((await screen(BORIS))?.text).not.toContain('Another plan');
  });
});
