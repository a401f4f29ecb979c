import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packTap } from '../../src/bot/callback-data.ts';
import { ServerClient } from '../../src/model/server-client.ts';
import { minutes } from '../../src/model/values/period.ts';
import { ANN, BORIS } from '../sandbox/telegram-world.ts';
import { fillWallet } from '../support/wallet.ts';
import { CustomerScene } from './customer-scene.ts';

const PLAN = '1 month · 50 GB · 150 ⭐';

let scene: CustomerScene;

beforeEach(async () => {
  scene = await CustomerScene.open();
  await scene.says(ANN, '/start');
});
afterEach(async () => {
  const violations = await scene.world.violations();
  await scene.close();
  expect(violations).toEqual([]);
});

const screen = async (person = ANN) =>
  (await scene.screen(person)).findLast(({ buttons, kind }) => buttons?.length && kind === 'message');
const labels = async () => (await screen())?.buttons?.flat().map(({ text }) => text) ?? [];
const invoices = async () => (await scene.screen(ANN)).filter(({ kind }) => kind === 'invoice');
const notice = async () => (await screen())?.text ?? '';

/** So much is on Ann's balance, in cents, and she sees it. */
async function annHas(minor: bigint): Promise<void> {
  await fillWallet(scene.database, minor, ANN);
  await scene.says(ANN, '/start');
}

describe('who has nothing on the balance', () => {
  it('gets the invoice with one tap, and is shown no balance', async () => {
    expect(await notice()).not.toContain('balance');
    await scene.taps(ANN, PLAN);
    await scene.deliver();

    expect(await invoices()).toHaveLength(1);
  });

  it('reads behind More how a balance arises', async () => {
    await scene.taps(ANN, '☰ More');
    await scene.taps(ANN, '👛 Balance');

    expect(await notice()).toMatch(/Your balance: 0\.00 USD\nWhere it comes from: .*\n\nNothing has moved/);
    expect(await labels()).toEqual(['➕ Top up', '« Back', 'Home']);
  });
});

describe('a balance that covers the price', () => {
  beforeEach(() => annHas(500n));

  it('pays at once: no invoice, the order is paid, and the rest stays', async () => {
    await scene.taps(ANN, PLAN);
    const units = ['✓ ×1', '×2', '×3', '×5'];
    expect(await labels()).toEqual(['👛 2.99 USD', 'Pay 150 ⭐', ...units, '« Back', 'Home']);
    await scene.taps(ANN, '👛 2.99 USD');
    await scene.deliver();

    expect(await invoices()).toEqual([]);
    expect(await scene.orders()).toMatchObject([{ status: 'paid' }]);
    expect(await notice()).toMatch(/2\.99 USD paid from your balance[\s\S]*On your balance: 2\.01 USD/);
  });

  it('still lets pay in Stars', async () => {
    await scene.taps(ANN, PLAN);
    await scene.taps(ANN, 'Pay 150 ⭐');
    await scene.deliver();

    expect(await invoices()).toHaveLength(1);
    await scene.pays(ANN);
    expect(await scene.orders()).toMatchObject([{ status: 'paid' }]);
  });

  it('pays once, however often the button is pressed', async () => {
    await scene.taps(ANN, PLAN);
    await scene.world.person(ANN).tap('👛 2.99 USD');
    await scene.handle({ times: 3 });

    expect(await scene.orders()).toHaveLength(1);
    expect(await notice()).toContain('On your balance: 2.01 USD');
  });

  it('is shown with what moved it', async () => {
    await scene.taps(ANN, PLAN);
    await scene.taps(ANN, '👛 2.99 USD');
    const [order] = await scene.orders();

    await scene.taps(ANN, '👛 Balance');

    expect(await notice()).toContain(`−2.99 USD, paid (order ${order?.id})`);
    expect(await notice()).toContain('+5.00 USD, moved by the shop');
  });

  it('is told on the receipt', async () => {
    await scene.taps(ANN, PLAN);
    await scene.taps(ANN, '👛 2.99 USD');
    await scene.says(ANN, '/orders');
    await scene.taps(ANN, (await labels())[0] ?? '');

    expect(await notice()).toContain('From your balance: 2.99 USD');
    expect(await notice()).not.toContain('Nothing was charged');
  });

  it('is asked anew where the price rose while the person thought', async () => {
    await scene.taps(ANN, PLAN);
    await scene.sql('update server_plans set price_minor = 400');
    await scene.taps(ANN, '👛 2.99 USD');

    expect(await scene.orders()).toEqual([]);
    expect(await labels()).toContain('👛 4.00 USD');
  });

  it('cannot be spent by another person', async () => {
    await scene.says(BORIS, '/start');
    await scene.tapsData(BORIS, '1bb:1:abcdefgh:8b');

    expect(await scene.orders()).toEqual([]);
  });
});

describe('a balance that covers a part', () => {
  beforeEach(() => annHas(100n));

  it('pays that part, and the invoice asks for the rest alone', async () => {
    await scene.taps(ANN, PLAN);
    await scene.taps(ANN, '👛 1.00 USD + 100 ⭐');
    await scene.deliver();

    expect(JSON.stringify(await invoices())).toContain('1.00 USD come from your balance');
    const { body } = await scene.pays(ANN);
    expect(body.chargeId).toBeTruthy();
    expect(await scene.orders()).toMatchObject([{ status: 'paid' }]);
  });

  it('comes back when the order is not paid', async () => {
    await scene.taps(ANN, PLAN);
    await scene.taps(ANN, '👛 1.00 USD + 100 ⭐');
    await scene.deliver();
    await scene.says(ANN, '/balance');
    expect(await notice()).toContain('Your balance: 0.00 USD');

    await scene.waits(minutes(1));
    await scene.taps(ANN, 'Cancel order');
    await scene.says(ANN, '/balance');

    expect(await notice()).toContain('Your balance: 1.00 USD');
    expect(await notice()).toContain('+1.00 USD, back, because the order was not paid');
  });
});

describe('money that came to the balance', () => {
  it('is told with the amount, why, and the ways to it', async () => {
    const data = { orderId: 'abc', minor: '299', currency: 'USD', units: 1, of: 3, reason: 'not-delivered' };

    const said = await scene.render('credited', data);

    expect(said).toMatchObject({
      payload: {
        text: expect.stringMatching(
          /2\.99 USD came to your balance.*We could not create[\s\S]*1 of the 3 keys/,
        ),
        reply_markup: { inline_keyboard: [[{ text: '👛 Balance' }, { text: 'Home' }]] },
      },
    });
  });
});

describe('topping the balance up', () => {
  const chooses = async () => {
    await scene.says(ANN, '/balance');
    await scene.taps(ANN, '➕ Top up');
  };

  it('leads over the amount to an invoice, and the money is there with the payment', async () => {
    await chooses();
    expect(await labels()).toEqual([
      '5.00 USD · 250 ⭐',
      '10.00 USD · 500 ⭐',
      '20.00 USD · 1,000 ⭐',
      '« Back',
      'Home',
    ]);
    await scene.taps(ANN, '10.00 USD · 500 ⭐');
    await scene.deliver();
    expect(JSON.stringify(await invoices())).toContain('Balance: 10.00 USD');

    await scene.pays(ANN);
    await scene.deliver();

    expect(await notice()).toMatch(/10\.00 USD are on your balance[\s\S]*Paid: 500 ⭐[\s\S]*10\.00 USD/);
    await scene.says(ANN, '/balance');
    expect(await notice()).toMatch(/Your balance: 10\.00 USD[\s\S]*\+10\.00 USD, topped up/);
  });

  it('is one order, however often an amount is pressed', async () => {
    await chooses();
    await scene.world.person(ANN).tap('5.00 USD · 250 ⭐');
    await scene.handle({ times: 3 });

    expect(await scene.orders()).toMatchObject([{ purpose: 'topup', status: 'pending_payment' }]);
  });

  it('stands among the orders with its amount, and can be cancelled there', async () => {
    await chooses();
    await scene.taps(ANN, '5.00 USD · 250 ⭐');
    await scene.says(ANN, '/orders');
    expect(await notice()).toContain('Top-up: 5.00 USD');
    await scene.taps(ANN, (await labels())[0] ?? '');
    await scene.taps(ANN, (await labels()).find((label) => label.includes('Cancel')) ?? '');

    expect(await notice()).toContain('your balance stays as it is');
  });

  it('is where the notice of a renewal that found too little leads', async () => {
    const clientId = await scene.giveAccess(ANN);
    const { expiresAt } = await scene.database.em().findOneOrFail(ServerClient, clientId);
    const until = expiresAt?.toISOString() ?? null;
    const data = { clientId, minor: '200', currency: 'USD', until, isLast: false };
    const sent = await scene.render('renewal-short', data);

    expect(JSON.stringify(sent)).toContain('➕ Top up');
    await scene.tapsData(ANN, packTap({ screen: 'topup-new' }));
    expect(await notice()).toContain('Top up your balance');
  });

  it('is refused for an amount that the shop does not offer', async () => {
    await scene.tapsData(ANN, packTap({ screen: 'topup-pay', shown: 1, nonce: 'Zk3_xQ9a' }));

    expect(await scene.orders()).toEqual([]);
  });
});
