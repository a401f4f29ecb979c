import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANN, BORIS, OLGA, TestWorld } from './telegram-world.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await TestWorld.start();
});
afterEach(() => world.close());

type Made = { id?: number; threadId?: number; messageId?: number; updateId?: number | null };
const made = (answer: { body: object }): Made => answer.body;

/** A group that Olga made, with Ann in it. */
async function group(more: object = {}): Promise<number> {
  const body = { title: 'Admins', members: [OLGA, ANN], bot: 'administrator', ...more };
  const id = made(await world.post('/_emu/groups', body)).id ?? 0;
  await world.updates();
  await world.updates();
  return id;
}

const screen = async (id: number) => (await world.get<object[]>(`/_emu/groups/${id}/messages`)).body;
const say = (id: number, text: string, more: object = {}) =>
  world.person(ANN).act('send', { chat: id, text, ...more });
const words = async (method: string, params: object) =>
  (await world.call(method, { ...params })).body.description;

describe('a group', () => {
  it('is told of to the bot that is taken in, and carries messages both ways', async () => {
    const { body } = await world.post('/_emu/groups', {
      title: 'Admins',
      members: [OLGA, ANN],
      bot: 'administrator',
    });
    const id = made({ body }).id ?? 0;
    expect(id).toBeLessThan(-1_000_000_000_000);
    const [joined] = await world.updates();
    expect(joined?.my_chat_member).toMatchObject({
      chat: { id, title: 'Admins', type: 'supergroup' },
      from: { id: OLGA },
      old_chat_member: { status: 'left' },
      new_chat_member: { status: 'administrator' },
    });

    await say(id, 'anybody?');
    const [said] = await world.updates();
    const sent = await world.api.sendMessage(id, 'I am', {
      reply_parameters: { message_id: said?.message?.message_id ?? 0 },
    });

    expect(said?.message).toMatchObject({
      text: 'anybody?',
      from: { id: ANN },
      chat: { id, type: 'supergroup' },
    });
    expect(sent).toMatchObject({ chat: { id }, reply_to_message: { text: 'anybody?', from: { id: ANN } } });
    expect(await screen(id)).toMatchObject([
      { from: 'person', author: ANN, text: 'anybody?' },
      { from: 'bot', author: null, text: 'I am', replyTo: said?.message?.message_id },
    ]);
  });

  it('shows a bot that is no administrator only what is meant for it', async () => {
    const id = await group({ bot: 'member' });
    const own = await world.api.sendMessage(id, 'menu');

    const unread = await say(id, 'among us');
    await say(id, '/orders');
    await say(id, '/orders@another_bot');
    await say(id, 'hey @sandbox_shop_bot');
    await say(id, 'yes', { replyTo: own.message_id });

    expect(made(unread).updateId).toBeNull();
    const read = (await world.updates()).map(({ message }) => message?.text);
    expect(read).toEqual(['/orders', 'hey @sandbox_shop_bot', 'yes']);
  });

  it('has buttons that each member presses for themselves', async () => {
    const id = await group();
    await world.api.sendMessage(id, 'menu', {
      reply_markup: { inline_keyboard: [[{ text: 'Tap', callback_data: 'x' }]] },
    });

    const tap = await world.person(ANN).act('tap', { label: 'Tap', chat: id });
    const stranger = await world.person(BORIS).act('tap', { label: 'Tap', chat: id });

    const [update] = await world.updates();
    expect(update?.callback_query).toMatchObject({
      ...{ id: tap.body.callbackQueryId, data: 'x', from: { id: ANN } },
      message: { chat: { id }, text: 'menu' },
    });
    expect(stranger.status).toBe(404);
  });

  it.each([
    ['kicked', 'supergroup', 403, 'Forbidden: bot was kicked from the supergroup chat'],
    ['left', 'supergroup', 403, 'Forbidden: bot is not a member of the supergroup chat'],
    ['kicked', 'group', 403, 'Forbidden: bot was kicked from the group chat'],
    ['left', 'channel', 403, 'Forbidden: bot is not a member of the channel chat'],
    ['member', 'channel', 400, 'Bad Request: need administrator rights in the channel chat'],
  ])('refuses a bot that is %s in a %s', async (...[standing, type, code, description]) => {
    const id = await group({ type });
    await world.post(`/_emu/groups/${id}/bot`, { standing });

    expect(await world.call('sendMessage', { chat_id: id, text: 'x' })).toEqual({
      status: code,
      body: { ok: false, error_code: code, description },
    });
  });

  it('that was upgraded answers with its new id', async () => {
    const id = await group({ type: 'group' });
    const upgraded = made(await world.post(`/_emu/groups/${id}/upgrade`)).id ?? 0;
    expect(await world.updates()).toMatchObject([
      { message: { chat: { id }, migrate_to_chat_id: upgraded } },
      { message: { chat: { id: upgraded }, migrate_from_chat_id: id } },
    ]);

    const { status, body } = await world.call('sendMessage', { chat_id: id, text: 'x' });

    expect(status).toBe(400);
    expect(body).toEqual({
      ...{ ok: false, error_code: 400, parameters: { migrate_to_chat_id: upgraded } },
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
    });
    expect((await world.api.sendMessage(upgraded, 'x')).chat.id).toBe(upgraded);
  });

  it('knows who is in it, and tells an administrator that asked for it who came and went', async () => {
    const id = await group();
    await world.api.getUpdates({ allowed_updates: ['message', 'chat_member'] });
    expect(await world.api.getChatMember(id, OLGA)).toMatchObject({ status: 'creator' });
    expect(await world.api.getChatMember(id, BORIS)).toMatchObject({ status: 'left' });

    await world.post(`/_emu/groups/${id}/members`, { person: BORIS, standing: 'member' });

    const [update] = await world.updates();
    expect(update?.chat_member).toMatchObject({ from: { id: BORIS }, new_chat_member: { status: 'member' } });
    expect(await world.api.getChatMember(id, BORIS)).toMatchObject({ status: 'member' });
    expect(await world.api.getChatMemberCount(id)).toBe(4);
    expect(await world.api.getChat(id)).toMatchObject({ id, title: 'Admins', type: 'supergroup' });
  });

  it('keeps `chat_member` from a bot that did not ask for it', async () => {
    const id = await group();
    await world.post(`/_emu/groups/${id}/members`, { person: BORIS, standing: 'member' });
    expect(await world.updates()).toEqual([]);
  });

  it('lets only an administrator ask who reads a channel, take away what others wrote, and pin', async () => {
    const channel = await group({ type: 'channel', bot: 'member' });
    expect(await words('getChatMember', { chat_id: channel, user_id: ANN })).toBe(
      'Bad Request: member list is inaccessible',
    );
    const id = await group({ bot: 'member' });
    const message_id = made(await say(id, '/start')).messageId;
    expect(await words('deleteMessage', { chat_id: id, message_id })).toBe(
      "Bad Request: message can't be deleted",
    );
    expect(await words('pinChatMessage', { chat_id: id, message_id })).toBe(
      'Bad Request: not enough rights to manage pinned messages in the chat',
    );
  });

  it('is no place for a key, not even one whose owner is not known', async () => {
    await world.post('/_emu/secrets', { value: 'key-of-somebody', owner: 0 });
    const id = await group();
    await world.api.sendMessage(id, 'key-of-somebody');
    expect(await world.violations()).toEqual(['secret seen']);
  });

  it('has no buttons that open a web app', async () => {
    const id = await group();
    const reply_markup = { inline_keyboard: [[{ text: 'x', web_app: { url: 'https://example.com' } }]] };
    expect(await words('sendMessage', { chat_id: id, text: 'x', reply_markup })).toBe(
      'Bad Request: BUTTON_TYPE_INVALID',
    );
    await world.started(ANN);
    expect((await world.call('sendMessage', { chat_id: ANN, text: 'x', reply_markup })).status).toBe(200);
  });

  it('is written in only by those who are in it', async () => {
    const id = await group();
    const stranger = await world.person(BORIS).act('send', { chat: id, text: 'hello' });
    expect(stranger).toMatchObject({
      status: 409,
      body: { error: `chat: this person is not in group ${id}` },
    });
    expect((await world.person(ANN).act('send', { chat: -5, text: 'x' })).status).toBe(404);
  });
});

describe('a forum', () => {
  it('has topics that the bot opens, names, writes in and closes', async () => {
    const id = await group({ forum: true });
    const topic = await world.api.createForumTopic(id, 'Payments');
    const thread = topic.message_thread_id;
    const sent = await world.api.sendMessage(id, 'paid', { message_thread_id: thread });
    await world.api.editForumTopic(id, thread, { name: 'Money' });
    await world.api.closeForumTopic(id, thread);

    expect(topic).toMatchObject({ name: 'Payments' });
    expect(sent).toMatchObject({ message_thread_id: thread, is_topic_message: true });
    const kinds = (await world.updates()).map(({ message = {} }) => Object.keys(message).at(-1));
    expect(kinds).toEqual(['forum_topic_created', 'forum_topic_edited', 'forum_topic_closed']);
    expect((await world.get<object[]>('/_emu/groups')).body).toMatchObject([
      { id, forum: true, topics: [{ threadId: thread, name: 'Money', closed: true }] },
    ]);
    expect(await screen(id)).toMatchObject([
      { kind: 'service', text: 'Topic “Payments” opened' },
      { text: 'paid', threadId: thread },
      { kind: 'service', text: 'Topic is now “Money”' },
      { kind: 'service', text: 'Topic closed' },
    ]);
    expect(await world.violations()).toEqual([]);
  });

  it('has persons who write in a topic until it is closed', async () => {
    const id = await group({ forum: true });
    const thread = made(await world.post(`/_emu/groups/${id}/topics`, { name: 'Help' })).threadId ?? 0;
    await world.updates();
    await say(id, 'in here', { threadId: thread });
    await world.api.closeForumTopic(id, thread);

    const [update] = await world.updates();
    expect(update?.message).toMatchObject({
      text: 'in here',
      message_thread_id: thread,
      is_topic_message: true,
    });
    expect((await say(id, 'still?', { threadId: thread })).status).toBe(409);
    expect((await say(id, 'where?', { threadId: 9999 })).status).toBe(404);
  });

  it('refuses what is no topic, no forum, and who has no say', async () => {
    const plain = await group();
    const forum = await group({ forum: true });
    const topic = await world.api.createForumTopic(forum, 'x');
    const thread = { chat_id: forum, message_thread_id: topic.message_thread_id };
    await world.post(`/_emu/groups/${forum}/bot`, { standing: 'member' });

    expect(await words('createForumTopic', { chat_id: plain, name: 'x' })).toBe(
      'Bad Request: the chat is not a forum',
    );
    expect(await words('createForumTopic', { chat_id: forum, name: 'x' })).toBe(
      'Bad Request: not enough rights to create a topic',
    );
    expect(await words('closeForumTopic', thread)).toBe('Bad Request: not enough rights to close the topic');
    await world.post(`/_emu/groups/${forum}/bot`, { standing: 'administrator' });
    expect(await words('sendMessage', { chat_id: forum, text: 'x', message_thread_id: 9999 })).toBe(
      'Bad Request: message thread not found',
    );
    expect(await words('editForumTopic', { ...thread, name: 'x' })).toBe('Bad Request: TOPIC_NOT_MODIFIED');
    expect(await words('editForumTopic', { ...thread, message_thread_id: 9999, name: 'y' })).toBe(
      'Bad Request: TOPIC_ID_INVALID',
    );
  });
});

describe('the doors of groups', () => {
  it.each([
    [{ members: [ANN] }, 'title: '],
    [{ title: 'x', members: [] }, 'members: wants at least the person who made the group'],
    [{ title: 'x', members: [1] }, 'members: there is no person 1'],
    [{ title: 'x', members: [ANN], type: 'channel', forum: true }, 'forum: only a supergroup can be one'],
    [{ title: 'x', members: [ANN], owner: ANN }, 'owner: is not known here; known are title, type, forum'],
  ])('say what is wrong with %j', async (body, error) => {
    const answer = await world.post('/_emu/groups', body);
    expect([400, 404]).toContain(answer.status);
    expect(answer.body.error).toContain(error);
  });
});
