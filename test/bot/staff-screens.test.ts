import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packTap, type Tap } from '../../src/bot/callback-data.ts';
import { seconds } from '../../src/model/values/period.ts';
import { ANN, BORIS, OLGA } from '../sandbox/telegram-world.ts';
import { renewed } from '../support/renewing.ts';
import { AdminScene } from './admin-scene.ts';

/** A name that would turn a line round and end a tag. */
const HOSTILE = '<b>&"\u202eAnn\u200b';

let scene: AdminScene;
let menus: { method: string; chat: unknown; names: string[] }[];
beforeEach(async () => {
  scene = await AdminScene.open();
  for (const id of [ANN, BORIS, OLGA]) await scene.world.started(id);
  await scene.meets(ANN, HOSTILE);
  await scene.meets(BORIS, 'Boris');
  menus = scene.menus;
});
afterEach(() => scene.close());

const toast = async () => (await scene.screen()).findLast(({ kind }) => kind !== 'message')?.text;
const hidesPlan = async () => {
  await scene.says('/plans');
  await scene.taps('1 month');
  await scene.taps('Hide');
};
const queued = (kind: string) => scene.shop.messages(kind);

describe('the staff in the chat', () => {
  it('grows by a person who is found, given a role by button, and asked about once more', async () => {
    await scene.says('/staff');
    await scene.taps('Add a person');
    await scene.says('@nobody');
    expect(await scene.last()).toMatch(/does not know this person/);
    await scene.restart();
    await scene.says(String(BORIS));
    expect(await scene.buttons()).toEqual(['Make viewer', 'Make support', 'Make admin', '« Back']);
    await scene.taps('Make support');
    expect(await scene.last()).toMatch(/Boris: none → support/);
    expect(await queued('role-changed')).toEqual([]);

    await scene.taps('Yes, give it');

    expect(await scene.last()).toContain(`Boris: support ${BORIS}`);
    expect(await queued('role-changed')).toMatchObject([{ data: { role: 'support' } }]);
    const own = menus.filter(({ chat }) => chat === BORIS);
    expect(own.map(({ method }) => method)).toEqual(['setMyCommands', 'setMyCommands']);
    expect(own[0]?.names).toEqual(expect.arrayContaining(['start', 'orders', 'customers']));
    expect(own[0]?.names).not.toContain('staff');
    expect(await scene.world.violations()).toEqual([]);
  });

  it('shrinks, and the menu of commands goes with the role', async () => {
    await scene.becomes(BORIS, 'admin');
    await scene.says('/staff');
    await scene.taps('Boris');
    await scene.taps('Take the role away');
    const [press] = await scene.taps('Yes, take it away');
    await scene.again(press);

    expect(await scene.last()).not.toContain(String(BORIS));
    expect(menus.filter(({ chat }) => chat === BORIS).at(-1)?.method).toBe('deleteMyCommands');
    expect(await queued('role-changed')).toHaveLength(1);
  });

  it('keeps its owners: their roles have no buttons, and a forged press is refused', async () => {
    await scene.meets(OLGA, 'Olga');
    await scene.presses({ screen: 'staff-set-yes', customerId: OLGA, role: 'customer' });

    expect(await toast()).toMatch(/This is an owner/);
    await scene.presses({ screen: 'staff-person', customerId: OLGA });
    expect(await scene.buttons()).toEqual(['« Back']);
  });

  it('stops asking who loses the role in the middle of a wizard', async () => {
    await scene.becomes(BORIS, 'admin');
    await scene.says('/newplan', BORIS);
    await scene.becomes(BORIS, null);
    await scene.says('1 month', BORIS);

    expect(scene.passedOn).toEqual(['1 month']);
  });
});

describe('customers in the chat', () => {
  it('are found by a search that survives a restart, whatever they are called', async () => {
    await scene.says('/customers');
    await scene.taps('🔍 Search');
    await scene.restart();
    await scene.says('<B>&');

    expect(await scene.last()).toContain('<b>&"Ann');
    expect(await scene.buttons()).toEqual(['<b>&"Ann', '🔍 Search', 'All customers']);
    expect(await scene.wizardRows()).toEqual([]);
  });

  it('are suspended after a second press, and let go on', async () => {
    await scene.shop.deliveredOrder({ customerId: ANN });
    await scene.presses({ screen: 'customer', customerId: ANN });
    await scene.taps('Suspend');
    expect(await scene.last()).toMatch(/1 running access is switched off on its panel/);
    expect(await queued('customer-suspended')).toEqual([]);

    await scene.taps('Suspend');
    expect(await toast()).toBe('Suspended. 1 access is switched off.');
    expect(await scene.last()).toMatch(/Suspended since/);
    await scene.taps('Unsuspend');
    expect(await toast()).toBe('Open again. 1 access is switched on.');
    expect(await scene.buttons()).toContain('Suspend');
  });

  it('read what the staff wrote: previewed, sent once, over a restart in every step', async () => {
    const text = `Hello ${HOSTILE}\n\n\n\nsecond line`;
    await scene.presses({ screen: 'customer', customerId: ANN });
    await scene.taps('Message');
    await scene.restart();
    await scene.says(text);
    expect(await scene.last()).toMatch(
      /will read this.*\n✉️ A message from Test Shop\nHello <b>&"Ann\n\nsecond line/,
    );
    expect(await queued('from-shop')).toEqual([]);
    await scene.restart();
    const [press] = await scene.taps('Send');
    await scene.again(press);

    expect(await queued('from-shop')).toMatchObject([
      { data: { shop: 'Test Shop', text: 'Hello <b>&"Ann\n\nsecond line' } },
    ]);
    expect(await scene.last()).toMatch(/is on its way/);
  });

  it('are not written to with nothing', async () => {
    await scene.presses({ screen: 'customer-message', customerId: ANN });
    await scene.says('\u200b');

    expect(await scene.last()).toMatch(/nothing to read/);
    await scene.says('/cancel');
    expect(await queued('from-shop')).toEqual([]);
  });

  it('get days once for one question, and lose an access only after a second press', async () => {
    const orderId = await scene.shop.deliveredOrder({ customerId: ANN });
    const before = (await scene.shop.client(orderId)).expiresAt?.getTime() ?? 0;
    await scene.presses({ screen: 'customer-accesses', customerId: ANN, page: 0 });
    await scene.taps((await scene.shop.client(orderId)).email);
    await scene.taps('+7 days');
    const [press] = await scene.taps('+7 days');
    await scene.again(press);
    const after = (await scene.shop.client(orderId)).expiresAt?.getTime() ?? 0;

    expect(after - before).toBe(7 * 86_400_000);
    await scene.taps('Switch off');
    expect((await scene.shop.client(orderId)).status).toBe('active');
    await scene.taps('Switch off');
    expect((await scene.shop.client(orderId)).status).toBe('suspended');
    await scene.taps('Switch on');
    expect((await scene.shop.client(orderId)).status).toBe('active');
    expect(JSON.stringify(await scene.screen())).not.toContain('vless://');
  });
});

describe('orders in the chat', () => {
  it('lead back to the list from one that is not there', async () => {
    await scene.presses({ screen: 'order', orderId: 'abcdefghij0123456789' });
    expect(await scene.buttons()).toEqual(['« Back']);

    await scene.taps('« Back');
    expect(await scene.last()).toMatch(/^Newest orders/);
  });

  it('wait for a yes in a list of their own, and are approved there', async () => {
    await scene.sql('update server_plans set auto_provision = false returning id');
    const orderId = await scene.shop.paidOrder({ customerId: ANN });
    await scene.says('/approvals');
    expect(await scene.last()).toMatch(/wait for a yes/);
    await scene.taps(orderId);
    expect(await scene.buttons()).toEqual(['Approve', 'Refund', 'Customer', '« Back']);

    const [press] = await scene.taps('Approve');
    expect(await toast()).toBe('Approved. The delivery begins.');
    await scene.again(press);
    expect(await scene.buttons()).toEqual(['Retry', 'Refund', 'Customer', '« Back']);
    await scene.presses({ screen: 'order-approve', orderId });
    expect(await toast()).toMatch(/waits for no yes any more/);
  });

  it('are cancelled unpaid after a second press', async () => {
    const orderId = await scene.shop.unpaidOrder({ customerId: ANN });
    await scene.says('/orders');
    await scene.taps('Unpaid');
    await scene.taps(orderId);
    await scene.taps('Cancel order');
    expect(await scene.shop.orderStatus(orderId)).toBe('pending_payment');

    await scene.taps('Yes, cancel it');

    expect(await scene.shop.orderStatus(orderId)).toBe('cancelled');
    expect(await queued('order-cancelled')).toHaveLength(1);
  });

  it('are not touched by a yes that comes more than a minute after its question', async () => {
    const orderId = await scene.shop.paidOrder({ customerId: ANN });
    await scene.presses({ screen: 'order-refund', orderId });
    scene.pass(seconds(63));
    await scene.taps('Refund 250 ⭐');

    expect(await toast()).toMatch(/asked more than a minute ago/);
    expect(await scene.shop.orderStatus(orderId)).toBe('paid');
  });

  it('tell why a key failed in words', async () => {
    const orderId = await scene.shop.paidOrder({ customerId: ANN });
    await scene.sql(
      `update order_server_clients set provision_status = 'failed', due_at = null,
              provision_error_code = 'permanent', provision_error = 'no such inbound' returning id`,
    );
    await scene.says('/orders');
    await scene.taps('Failed');
    await scene.taps(orderId);

    expect(await scene.last()).toContain('↳ the panel refused the request (no such inbound)');
  });

  it('have charges beside them that belong to none, and these go back after a second press', async () => {
    await scene.shop.checkout.confirmPayment({
      botId: 4242,
      chargeId: 'stray',
      payerId: ANN,
      amount: 70n,
      currency: 'XTR',
      payload: 'nobody knows it',
    });
    await scene.says('/orders');
    await scene.taps('💰 Money');
    await scene.taps('Refund no. 1');
    expect(await scene.last()).toMatch(/70 ⭐ go back to person 5000000001/);
    expect(await queued('refund-started')).toEqual([]);

    await scene.taps('Refund 70 ⭐');

    expect(await queued('refund-started')).toHaveLength(1);
    expect(await scene.last()).toMatch(/every charge has its order/);
  });
});

describe('a refund of an access', () => {
  it('tells before how much of it was paid ahead', async () => {
    const orderId = await scene.shop.deliveredOrder({ customerId: ANN });
    await renewed(scene.shop, { clientId: (await scene.shop.client(orderId)).id, customerId: ANN });
    await scene.presses({ screen: 'order-refund', orderId });

    expect(await scene.last()).toMatch(/500 ⭐ go back to .*\nOf that, 250 ⭐ were paid ahead/);
    await scene.taps('Refund 500 ⭐');

    expect(await toast()).toBe('500 ⭐ go back to the customer.');
  });

  it('says why it is refused', async () => {
    const orderId = await scene.shop.deliveredOrder({ customerId: ANN });
    const { id: clientId } = await scene.shop.client(orderId);
    const renewal = await renewed(scene.shop, { clientId, customerId: ANN });
    const small = await scene.shop.newPlan({ name: 'Small', priceMinor: 200n });
    const offer = await scene.shop.checkout.plans.offer({ clientId, customerId: ANN });
    const choice = offer.ok ? offer.value.choices.find(({ planId }) => planId === small) : undefined;
    const press = { clientId, customerId: ANN, planId: small, nonce: 'Zk3_xQ9a' };
    await scene.shop.checkout.plans.place({ ...press, fingerprint: choice?.fingerprint ?? '' });

    await scene.presses({ screen: 'order-refund', orderId: renewal });
    await scene.taps('Refund 250 ⭐');

    expect(await toast()).toMatch(
      /^Something was bought for this access after it\. Refund the newest order first/,
    );
    expect(await scene.shop.orderStatus(renewal)).toBe('completed');
  });
});

describe('a refund that Telegram refuses for good', () => {
  it('goes to the balance after a second press that names the sum', async () => {
    const orderId = await scene.shop.deliveredOrder({ customerId: ANN });
    await scene.shop.checkout.refundOrder({ orderId, actorId: OLGA });
    await scene.sql(
      "update refunds set status = 'failed', error = 'CHARGE_NOT_FOUND', attempts = 8 returning id",
    );
    await scene.says('/orders');
    await scene.taps('💰 Money');
    await scene.taps('To the balance, no. 1');
    expect(await scene.last()).toMatch(
      /these 250 ⭐ back.* 5\.00 USD, goes to the balance of person 5000000001/,
    );
    expect(await queued('credited')).toEqual([]);

    await scene.taps('To the balance');

    expect(await toast()).toBe('5.00 USD (to the balance in the shop) go back to the customer.');
    expect(await queued('credited')).toHaveLength(1);
    expect((await scene.shop.client(orderId)).wanted).toBe('deleted');
    expect(await scene.last()).toMatch(/every refund went through/);
  });
});

describe('the audit log in the chat', () => {
  it('tells who did what, and takes it back after a second press', async () => {
    await scene.meets(OLGA, 'Olga');
    await hidesPlan();
    await scene.says('/audit');
    expect(await scene.last()).toMatch(
      /Olga: plan shown or hidden, 1 month \(plan:\d+\)\n• on sale: yes → no/,
    );
    const [entry = ''] = await scene.buttons();
    await scene.taps(entry);
    await scene.taps('Undo');
    expect((await scene.fleet.plans())[0]?.onSale).toBe(false);

    await scene.taps('Undo');

    expect((await scene.fleet.plans())[0]?.onSale).toBe(true);
    expect(await toast()).toBe('Taken back.');
    expect(await scene.last()).toMatch(/on sale: no → yes/);
  });

  it('takes an edit of a card back too', async () => {
    await scene.says('/plans');
    await scene.taps('1 month');
    await scene.taps('Not renewable');
    await scene.says('/audit');
    expect(await scene.last()).toMatch(/: plan changed, 1 month \(plan:\d+\)\n• renewable: yes → no/);
    const [entry = ''] = await scene.buttons();
    await scene.taps(entry);
    await scene.taps('Undo');
    await scene.taps('Undo');

    expect((await scene.fleet.plans())[0]?.renewable).toBe(true);
    expect(await scene.last()).toMatch(/• renewable: no → yes/);
  });

  it('leads back to the menu where it is whole, and to the whole where it is not', async () => {
    await scene.says('/audit');
    expect(await scene.buttons()).toEqual(['No. 2', 'No. 1', '« Back']);
    await scene.says('/audit plan:9999');
    expect(await scene.buttons()).toEqual(['Everything, newest first']);

    await scene.taps('Everything, newest first');

    expect(await scene.buttons()).toEqual(['No. 2', 'No. 1', '« Back']);
  });

  it('is filtered by person and by target', async () => {
    await scene.becomes(BORIS, 'viewer');
    await hidesPlan();
    await scene.says(`/audit ${OLGA}`);
    expect(await scene.last()).toContain('plan:');
    await scene.says('/audit plan:9999');
    expect(await scene.last()).toMatch(/Nothing was done yet/);
    await scene.says(`/audit ${BORIS}`);
    expect(await scene.last()).toMatch(/Nothing was done yet/);
  });
});

describe('the buttons of the staff', () => {
  it('are those that the role may press', async () => {
    await scene.becomes(BORIS, 'viewer');
    const orderId = await scene.shop.paidOrder({ customerId: ANN });
    const tap: Tap = { screen: 'order', orderId };
    await scene.presses(tap, BORIS);

    expect(packTap(tap)).toContain(orderId);
    expect(await scene.buttons(BORIS)).toEqual(['Customer', '« Back']);
  });
});
