import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANN, BORIS, OLGA, TestWorld } from './telegram-world.ts';
import { WebhookReceiver } from './webhook-receiver.ts';

const PNG = readFileSync('docs/chat.png');
const MONTH_S = 2_592_000;
const prices = [{ label: 'Access', amount: 150 }];

let folder: string;
let world: TestWorld;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'world-'));
  world = await TestWorld.start({ folder });
  await world.started(ANN);
});
afterEach(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

async function restart(): Promise<void> {
  await world.close();
  world = await TestWorld.start({ folder });
}

const numberIn = ({ body }: { body: object }, field: string) =>
  Number((body as Record<string, unknown>)[field]);

async function forum(): Promise<{ id: number; thread: number }> {
  const made = await world.post('/_emu/groups', {
    ...{ title: 'Admins', members: [OLGA, ANN], forum: true, bot: 'administrator' },
  });
  const id = numberIn(made, 'id');
  const { message_thread_id: thread } = await world.api.createForumTopic(id, 'Payments');
  await world.api.closeForumTopic(id, thread);
  return { id, thread };
}

async function pay(link: string): Promise<string> {
  const paying = world.person(ANN).act('pay', { link });
  let query: string | undefined;
  while (!query)
    query = (await world.updates(5)).find((update) => update.pre_checkout_query)?.pre_checkout_query?.id;
  await world.api.answerPreCheckoutQuery(query, true);
  return (await paying).body.chargeId ?? '';
}

describe('a restart of the world', () => {
  it('keeps groups, who is in them, and their topics', async () => {
    const { id, thread } = await forum();
    await world.person(ANN).act('send', { chat: id, text: 'hello' });
    const before = await world.get(`/_emu/groups/${id}/messages`);
    const groups = await world.get('/_emu/groups');

    await restart();

    expect(await world.get('/_emu/groups')).toEqual(groups);
    expect(await world.get(`/_emu/groups/${id}/messages`)).toEqual(before);
    const closed = await world.call('closeForumTopic', { chat_id: id, message_thread_id: thread });
    expect(closed.body.description).toBe('Bad Request: TOPIC_NOT_MODIFIED');
  });

  it('keeps pins, reactions, albums, contacts, places and pictures of persons', async () => {
    const ann = world.person(ANN);
    const said = numberIn(await ann.act('send', { photo: PNG.toString('base64') }), 'messageId');
    await ann.act('send', { contact: { phone: '+1' } });
    await ann.act('send', { location: { latitude: 1, longitude: 2 } });
    await ann.act('send', { text: 'see above', replyTo: said });
    await world.api.pinChatMessage(ANN, said);
    await world.api.setMessageReaction(ANN, said, [{ type: 'emoji', emoji: '👍' }]);
    const before = await ann.messages();

    await restart();

    expect(await world.person(ANN).messages()).toEqual(before);
    expect(before).toContainEqual(expect.objectContaining({ pinned: true, reactions: ['👍'] }));
  });

  it('keeps a deleted history and a deleted account', async () => {
    await world.started(BORIS);
    const { message_id } = await world.api.sendMessage(ANN, 'card');
    await world.person(ANN).act('delete-history');
    await world.person(BORIS).act('delete-account');

    await restart();

    expect(await world.person(ANN).messages()).toEqual([]);
    const edited = await world.call('editMessageText', { chat_id: ANN, message_id, text: 'card 2' });
    expect(edited.status).toBe(200);
    const gone = await world.call('sendMessage', { chat_id: BORIS, text: 'x' });
    expect(gone.body.description).toBe('Forbidden: user is deactivated');
  });

  it('keeps invoice links and subscriptions, and renews what became due meanwhile', async () => {
    const url = await world.api.createInvoiceLink('Access', 'A month', 'sub-1', '', 'XTR', prices, {
      subscription_period: MONTH_S,
    });
    const charge = await pay(url);
    await world.api.editUserStarSubscription(ANN, charge, true);
    await world.api.editUserStarSubscription(ANN, charge, false);

    await restart();

    const list = await world.get(`/_emu/persons/${ANN}/subscriptions`);
    expect(list.body).toMatchObject([{ chargeId: charge, state: 'canceled', charges: [charge] }]);
    await world.person(ANN).act(`subscriptions/${charge}/enable`);
    await world.post('/_emu/clock/advance', { ms: (MONTH_S + 1) * 1000 });
    expect(await world.stars(ANN)).toBe(700);
    await pay(url);
    expect(await world.stars(ANN)).toBe(550);
  });

  it('keeps faults with their chat and words, limits, what is held, and the order of updates', async () => {
    await world.updates();
    await world.post('/_emu/faults', { method: 'sendMessage', chat: ANN, match: 'x', times: 3, kind: '413' });
    await world.post('/_emu/limits', { perChat: 1 });
    await world.person(ANN).send('first');
    await world.person(BORIS).send('second');
    await world.post('/_emu/updates/reorder');
    await world.post('/_emu/updates/hold', { hold: true });

    await restart();

    expect((await world.get('/_emu/faults')).body).toMatchObject([{ chat: ANN, match: 'x', times: 3 }]);
    expect((await world.call('sendMessage', { chat_id: ANN, text: 'x' })).status).toBe(413);
    expect((await world.call('sendMessage', { chat_id: ANN, text: 'y' })).status).toBe(200);
    expect((await world.call('sendMessage', { chat_id: ANN, text: 'y' })).status).toBe(429);
    expect(await world.api.getUpdates()).toEqual([]);
    await world.post('/_emu/updates/hold', { hold: false });
    const texts = (await world.api.getUpdates()).map(({ message }) => message?.text);
    expect(texts.filter((text) => text !== '/start')).toEqual(['second', 'first']);
  });

  it('keeps a log-out', async () => {
    await world.api.logOut();
    await restart();
    expect((await world.call('getMe')).body.description).toBe('Logged out');
  });

  it('keeps since when a webhook answers 410', async () => {
    const receiver = new WebhookReceiver();
    receiver.always = { status: 410, headers: { 'retry-after': '3600' } };
    await world.api.setWebhook(await receiver.start());
    const info = async () => (await world.call('getWebhookInfo')).body.result;
    while (!(await info())?.last_error_message) await turn();
    await world.post('/_emu/clock/advance', { ms: 23 * 3_600_000 + 1 });

    await restart();
    while ((await info())?.url !== '') await turn();

    expect(receiver.heard).toHaveLength(2);
    await receiver.close();
  });

  it('renews at its start what became due while it was away', async () => {
    const url = await world.api.createInvoiceLink('Access', 'A month', 'sub-1', '', 'XTR', prices, {
      subscription_period: MONTH_S,
    });
    await pay(url);
    await world.post('/_emu/clock/advance', { ms: MONTH_S * 1000 - 2000 });
    expect(await world.stars(ANN)).toBe(850);
    await world.close();
    await new Promise((resolve) => setTimeout(resolve, 2100));

    world = await TestWorld.start({ folder });

    expect(await world.stars(ANN)).toBe(700);
  });
});
