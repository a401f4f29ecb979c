import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { invoiceView } from '../../src/bot/views/invoice-view.ts';
import { ANN } from '../sandbox/telegram-world.ts';
import { fillWallet } from '../support/wallet.ts';
import { CustomerScene } from './customer-scene.ts';
import { texts } from './english.ts';
import { anInvoice } from './view-data.ts';

const PLAN = '1 month · 50 GB · 225 ⭐';

let scene: CustomerScene;

beforeEach(async () => {
  scene = await CustomerScene.open();
  await scene.sql('update server_plans set setup_fee_minor = 150');
  await scene.says(ANN, '/start');
});
afterEach(async () => {
  const violations = await scene.world.violations();
  await scene.close();
  expect(violations).toEqual([]);
});

const text = async () =>
  (await scene.screen(ANN)).findLast(({ buttons, kind }) => buttons?.length && kind === 'message')?.text ??
  '';

describe('a set-up fee', () => {
  it('is named beside the price before anybody chooses', async () => {
    expect(await text()).toContain(
      '1 month, 50 GB, a server that sells: 225 ⭐, of which 75 ⭐ once for setting up',
    );
  });

  it('is named on the screen where the balance can pay, with what a renewal costs without it', async () => {
    await fillWallet(scene.database, 100n, ANN);
    await scene.says(ANN, '/start');
    await scene.taps(ANN, PLAN);

    expect(await text()).toContain('Price: 4.49 USD or 225 ⭐');
    expect(await text()).toContain('Of it 1.50 USD (75 ⭐) once for setting up. Renewals do not cost it.');
  });

  it('is named by the invoice, and by the receipt', async () => {
    await scene.taps(ANN, PLAN);
    await scene.deliver();
    const invoice = (await scene.screen(ANN)).find(({ kind }) => kind === 'invoice');
    expect(JSON.stringify(invoice)).toContain(
      'Of the price 1.50 USD are for setting up, once: renewals do not cost it.',
    );

    await scene.pays(ANN);
    await scene.says(ANN, '/orders');
    const [order] = await scene.orders();
    await scene.tapsData(ANN, `1cd:${order?.id}`);
    expect(await text()).toMatch(/225 ⭐\nOf it 1\.50 USD once for setting up: renewals do not cost it\./);
  });

  it.each(['en', 'ru'])('is never cut from an invoice, in %s', (language) => {
    const t = texts.for(language);
    const total = { minor: 99_999_999n, currency: 'USD' };
    for (const fromBalance of [null, { minor: 99_999_998n, currency: 'USD' }])
      for (const quantity of [1, 60]) {
        const long = { total, fromBalance, quantity, durationDays: 1825, dataLimitGb: 1_000_000 };
        const { description } = invoiceView(anInvoice({ ...long, setupFeeMinor: 9_999_999n }), t);
        expect([...description].length).toBeLessThanOrEqual(255);
        expect(description).toContain(t('invoice-fee', { amount: '99999.99 USD' }));
      }
  });

  it('is not spoken of where there is none', async () => {
    await scene.sql('update server_plans set setup_fee_minor = 0');
    await scene.says(ANN, '/start');
    expect(await text()).not.toContain('setting up');
    await scene.taps(ANN, '1 month · 50 GB · 150 ⭐');
    await scene.deliver();
    expect(JSON.stringify((await scene.screen(ANN)).at(-1))).not.toContain('setting up');
  });
});
