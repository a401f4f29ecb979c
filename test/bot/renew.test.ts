import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packTap } from '../../src/bot/callback-data.ts';
import { days, hours, later } from '../../src/model/values/period.ts';
import { ANN, BORIS } from '../sandbox/telegram-world.ts';
import { fillWallet } from '../support/wallet.ts';
import { CustomerScene } from './customer-scene.ts';

let scene: CustomerScene;
let clientId: number;

beforeEach(async () => {
  scene = await CustomerScene.open();
  await scene.says(ANN, '/start');
  clientId = await scene.giveAccess(ANN);
});
afterEach(async () => {
  const violations = await scene.world.violations();
  await scene.close();
  expect(violations).toEqual([]);
});

const screen = async (person = ANN) =>
  (await scene.screen(person)).findLast(({ buttons, kind }) => buttons?.length && kind === 'message');
const renews = (person = ANN) => scene.tapsData(person, packTap({ screen: 'renew', clientId }));

describe('the preview of a renewal', () => {
  it('tells what is left, what it would be, and the price, before anything is paid', async () => {
    await renews();

    const { text = '' } = (await screen()) ?? {};
    expect(text).toContain('Renew Starter');
    expect(text).toContain('You have now: 30 days left, 50 GB left.');
    expect(text).toContain('A renewal gives: 1 month, traffic: 50 GB.');
    expect(text).toContain('Then traffic: 100 GB');
    expect(text).toContain('2.99 USD or 150 ⭐');
  });

  it('stays below the notice that led to it', async () => {
    await renews();

    expect((await scene.screen(ANN)).map(({ text }) => text)).toContain('x');
  });

  it('is not shown to anybody else', async () => {
    await scene.says(BORIS, '/start');
    await renews(BORIS);

    expect(JSON.stringify(await scene.screen(BORIS))).not.toContain('Starter ·');
    expect((await screen(BORIS))?.text).not.toContain('Renew');
  });

  it('says so where the seller renews this plan no more', async () => {
    await scene.sql('update server_plans set renewable = false');
    await renews();

    expect((await screen())?.text).not.toContain('Renew Starter');
  });
});

describe('the notices of an end', () => {
  const said = async (kind: 'access-ending' | 'access-ended') => {
    await scene.says(ANN, '/my');
    const [isOver, now] = [kind === 'access-ended', new Date()];
    const until = later(now, isOver ? hours(-1) : hours(60)).toISOString();
    const status = isOver ? 'expired' : 'active';
    await scene.sql(
      `update server_clients set expires_at = '${until}', end_noticed = ${isOver ? 0 : 3}, status = '${status}'`,
    );
    const goneAt = later(now, days(2)).toISOString();
    const row = await scene.render(kind, { clientId, days: 3, until, goneAt });
    return JSON.stringify(row);
  };

  it.each(['access-ending', 'access-ended'] as const)('lead to a renewal: %s', async (kind) => {
    expect(await said(kind)).toMatch(/renewed.*the same key.*🔁 Renew/i);
  });

  it.each(['access-ending', 'access-ended'] as const)('promise none that is not sold: %s', async (kind) => {
    await scene.sql('update server_plans set renewable = false');

    const words = await said(kind);
    expect(words).toContain('It cannot be renewed. Other plans: /buy');
    expect(words).not.toMatch(/same key|🔁 Renew/);
  });
});

describe('paying for a renewal in the chat', () => {
  const accessText = async () => {
    await scene.says(ANN, '/my');
    await scene.taps(ANN, (await labels())[0] ?? '');
    return (await screen())?.text ?? '';
  };
  const labels = async () => (await screen())?.buttons?.flat().map(({ text }) => text) ?? [];
  const invoices = async () => (await scene.screen(ANN)).filter(({ kind }) => kind === 'invoice');

  it('leads from the access by Stars to a receipt with the new end and traffic', async () => {
    await accessText();
    await scene.taps(ANN, '🔁 Renew');
    await scene.taps(ANN, 'Pay 150 ⭐');
    await scene.deliver();
    expect(JSON.stringify(await invoices())).toContain('Renewal: Starter');

    await scene.pays(ANN);
    await scene.deliver();

    expect(JSON.stringify(await scene.screen(ANN))).toMatch(
      /Renewed\. Your key stays the same[\s\S]*Traffic now: 100 GB/,
    );
    expect(await accessText()).toContain('60 days left');
    expect(await scene.orders()).toMatchObject([
      { status: 'completed' },
      { status: 'completed', purpose: 'renewal' },
    ]);
  });

  it('from the balance needs no invoice, and says what is left there', async () => {
    await fillWallet(scene.database, 500n, ANN);
    await renews();
    expect(await labels()).toEqual([
      '👛 2.99 USD',
      'Pay 150 ⭐',
      'Subscribe: 150 ⭐/30 d',
      '🔁 Turn on auto-renewal',
      '« Back',
      'Home',
    ]);

    await scene.taps(ANN, '👛 2.99 USD');
    await scene.deliver();

    expect(await invoices()).toEqual([]);
    expect(JSON.stringify(await scene.screen(ANN))).toContain(
      'Paid: 2.99 USD from your balance; 2.01 USD are left there.',
    );
  });

  it('is renewed once, however often the button is pressed', async () => {
    await fillWallet(scene.database, 900n, ANN);
    await renews();
    await scene.world.person(ANN).tap('👛 2.99 USD');
    await scene.handle({ times: 3 });

    expect((await scene.orders()).filter(({ purpose }) => purpose === 'renewal')).toHaveLength(1);
  });

  it('is asked anew where the price changed while the person thought', async () => {
    await renews();
    await scene.sql('update server_clients set renewal_price_minor = 400, renewal_stars = 200');
    await scene.taps(ANN, 'Pay 150 ⭐');
    await scene.deliver();

    expect(await invoices()).toEqual([]);
    expect(await labels()).toContain('Pay 200 ⭐');
  });

  it('stands among the orders as what it is', async () => {
    await fillWallet(scene.database, 500n, ANN);
    await renews();
    await scene.taps(ANN, '👛 2.99 USD');
    await scene.says(ANN, '/orders');

    expect((await screen())?.text).toMatch(/Renewal: Starter · 150 ⭐ · 🟢 done/);
    await scene.taps(ANN, (await labels())[0] ?? '');
    expect((await screen())?.text).toContain('Plan: Renewal: Starter');
    expect(await labels()).toContain('🔑 Access 1');
  });

  it('by itself is switched on and off where it is previewed, and says when and for how much', async () => {
    await renews();
    await scene.taps(ANN, '🔁 Turn on auto-renewal');

    expect((await screen())?.text).toMatch(
      /Renews by itself on .* for 2\.99 USD from your balance\.\n⚠️ Your balance is 2\.99 USD short/,
    );
    expect(await accessText()).toMatch(/Renews by itself on .* for 2\.99 USD/);
    await scene.taps(ANN, '🔁 Renew');
    await scene.taps(ANN, 'Turn off auto-renewal');
    expect((await screen())?.text).toContain('Auto-renewal is off.');
  });

  it('is offered to nobody else who knows the button', async () => {
    await scene.says(BORIS, '/start');
    await scene.tapsData(
      BORIS,
      packTap({ screen: 'renew-stars', clientId, nonce: 'Zk3_xQ9a', offer: 'abcdefghij' }),
    );

    expect(await scene.orders()).toHaveLength(1);
  });
});
