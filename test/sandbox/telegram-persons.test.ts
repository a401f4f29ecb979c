import { readFileSync } from 'node:fs';
import type { Message } from 'grammy/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANN, BORIS, TestWorld } from './telegram-world.ts';

const PNG = readFileSync('docs/chat.png');

let world: TestWorld;
beforeEach(async () => {
  world = await TestWorld.start();
});
afterEach(() => world.close());

const idOf = ({ body }: { body: object }): number => (body as { messageId?: number }).messageId ?? 0;
const shown = async (id: number) => (await world.person(id).messages()).at(-1);

describe('what a person says', () => {
  it('may be a picture with words, which the bot can fetch', async () => {
    await world.person(ANN).act('send', { photo: PNG.toString('base64'), caption: 'see /help' });

    const [update] = await world.updates();
    const fileId = update?.message?.photo?.[0]?.file_id ?? '';
    const { file_path } = await world.api.getFile(fileId);
    const file = await fetch(`${world.world.url}/file/bot${world.token}/${file_path}`);

    expect(update?.message).toMatchObject({
      caption: 'see /help',
      caption_entities: [{ type: 'bot_command' }],
    });
    expect(Buffer.from(await file.arrayBuffer()).equals(PNG)).toBe(true);
    expect(await shown(ANN)).toMatchObject({ kind: 'photo', from: 'person', caption: 'see /help' });
  });

  it('may be a document, the own contact, somebody’s contact, a place', async () => {
    const ann = world.person(ANN);
    await ann.act('send', { document: { name: 'a.txt', data: Buffer.from('words').toString('base64') } });
    await ann.act('send', { contact: { phone: '+100' } });
    await ann.act('send', { contact: { phone: '+200', name: 'Mum' } });
    await ann.act('send', { location: { latitude: 55.7, longitude: 37.6 } });

    const messages = (await world.updates()).map(({ message }) => message);

    expect(messages[0]?.document).toMatchObject({ file_name: 'a.txt', file_size: 5 });
    expect(messages[1]?.contact).toEqual({ phone_number: '+100', first_name: 'Ann', user_id: ANN });
    expect(messages[2]?.contact).toEqual({ phone_number: '+200', first_name: 'Mum' });
    expect(messages[3]?.location).toEqual({ latitude: 55.7, longitude: 37.6 });
    expect(await shown(ANN)).toMatchObject({ location: { latitude: 55.7 } });
  });

  it('may answer a message, and be changed later', async () => {
    const ann = await world.started(ANN);
    const asked = await world.api.sendMessage(ANN, 'Which port?');
    const answer = await ann.act('send', { text: '80', replyTo: asked.message_id });
    await ann.act('edit', { messageId: idOf(answer), text: '443' });

    const [said, changed] = await world.updates();

    expect(said?.message).toMatchObject({ text: '80', reply_to_message: { text: 'Which port?' } });
    expect(changed?.edited_message).toMatchObject({ message_id: idOf(answer), text: '443' });
    expect(changed?.edited_message?.edit_date).toBeGreaterThan(0);
    expect(await shown(ANN)).toMatchObject({ text: '443', edited: true });
  });

  it('may be what somebody else wrote', async () => {
    const said = await world.person(BORIS).send('from Boris');
    await world.person(ANN).act('forward', { messageId: idOf(said), from: BORIS });

    const forwarded = (await world.updates()).at(-1)?.message;

    expect(forwarded).toMatchObject({
      ...{ text: 'from Boris', from: { id: ANN }, chat: { id: ANN } },
      forward_origin: { type: 'user', sender_user: { id: BORIS } },
    });
    expect(await shown(ANN)).toMatchObject({ forwarded: true });
  });

  it.each([
    ['send', {}, 400, 'body: wants {text}'],
    ['send', { photo: 'no base64!' }, 400, 'photo: Invalid base64'],
    ['send', { photo: 'AAAA' }, 400, 'photo: Bad Request: IMAGE_PROCESS_FAILED'],
    ['send', { document: { name: 'x', data: '' } }, 400, 'document: Bad Request: file must be non-empty'],
    ['send', { location: { latitude: 91, longitude: 0 } }, 400, 'location.latitude: Too big'],
    ['send', { text: 'x', replyTo: 9999 }, 404, 'replyTo: there is no message 9999'],
    ['edit', { messageId: 9999, text: 'x' }, 404, 'messageId: 9999 is no text of this person'],
    ['forward', { messageId: 9999 }, 404, 'messageId: there is no message 9999'],
    ['callback', { data: 'я'.repeat(33) }, 400, 'data: is longer than 64 bytes'],
  ])('%s %j is refused', async (...[door, body, code, error]) => {
    const answer = await world.person(ANN).act(door, body);
    expect(answer.status).toBe(code);
    expect(answer.body.error?.startsWith(error), answer.body.error).toBe(true);
  });
});

describe('a forged press', () => {
  it('comes from this person with any data, on the newest message of the bot', async () => {
    await world.started(BORIS);
    const { message_id } = await world.api.sendMessage(BORIS, 'menu');

    const { body } = await world.person(BORIS).act('callback', { data: '1o:7' });

    const [update] = await world.updates();
    expect(update?.callback_query).toMatchObject({
      ...{ id: body.callbackQueryId, data: '1o:7', from: { id: BORIS } },
      message: { message_id, chat: { id: BORIS }, text: 'menu' },
    });
    await world.api.answerCallbackQuery(body.callbackQueryId ?? '', { text: 'Not yours' });
    expect(await shown(BORIS)).toMatchObject({ kind: 'toast', text: 'Not yours' });
  });

  it('on a message of another chat shows the bot a message it cannot reach', async () => {
    await world.started(ANN);
    await world.started(BORIS);
    const anns = await world.api.sendMessage(ANN, 'key of Ann');

    await world.person(BORIS).act('callback', { data: 'x', messageId: anns.message_id });

    const [update] = await world.updates();
    expect(update?.callback_query?.message).toEqual({
      ...{ message_id: anns.message_id, date: 0 },
      chat: { id: BORIS, first_name: 'Boris', type: 'private' },
    });
  });
});

describe('a history that is deleted', () => {
  it('is gone for the person alone: the bot still edits what nobody sees', async () => {
    const ann = await world.started(ANN);
    const { message_id } = await world.api.sendMessage(ANN, 'card');
    await ann.act('delete-history');

    await world.api.editMessageText(ANN, message_id, 'card 2');

    expect(await ann.messages()).toEqual([]);
    expect((await ann.tap('x')).body.labels).toEqual([]);
  });

  it('with `revoke` is gone for both', async () => {
    const ann = await world.started(ANN);
    const { message_id } = await world.api.sendMessage(ANN, 'card');
    await ann.act('delete-history', { revoke: true });

    const edit = await world.call('editMessageText', { chat_id: ANN, message_id, text: 'x' });

    expect(edit.body.description).toBe('Bad Request: message to edit not found');
  });
});

describe('an account that is deleted', () => {
  it('does nothing any more, and cannot be written to', async () => {
    const boris = await world.started(BORIS);
    await boris.act('delete-account');

    const acts = [
      boris.send('x'),
      boris.tap('x'),
      boris.act('block'),
      boris.act('callback', { data: 'x' }),
      boris.act('pay', { link: 'x' }),
    ];

    for (const { status, body } of await Promise.all(acts)) {
      expect(status).toBe(409);
      expect(body.error).toBe('this account was deleted');
    }
    expect((await world.call('sendMessage', { chat_id: BORIS, text: 'x' })).body.description).toBe(
      'Forbidden: user is deactivated',
    );
    const { body } = await world.get<object[]>('/_emu/persons');
    expect(body).toContainEqual(
      expect.objectContaining({ id: BORIS, name: 'Deleted Account', deleted: true }),
    );
  });
});

describe('marks on messages', () => {
  it('pin a message, and tell the bot of its own pin', async () => {
    await world.started(ANN);
    const { message_id } = await world.api.sendMessage(ANN, 'rules');
    await world.api.pinChatMessage(ANN, message_id, { disable_notification: true });
    await world.api.pinChatMessage(ANN, message_id);

    const updates = await world.updates();
    expect(updates).toMatchObject([{ message: { pinned_message: { message_id, text: 'rules' } } }]);
    const [, rules, line] = await world.person(ANN).messages();
    expect(rules).toMatchObject({ text: 'rules', pinned: true });
    expect(line).toMatchObject({ kind: 'service', text: 'Pinned a message' });
    await world.api.unpinChatMessage(ANN);
    expect((await world.person(ANN).messages())[1]).toMatchObject({ pinned: false });
    expect((await world.call('unpinChatMessage', { chat_id: ANN })).body.description).toBe(
      'Bad Request: message to unpin not found',
    );
  });

  it('are reactions of the bot, one to a message', async () => {
    const said = await world.person(ANN).send('thanks');
    await world.api.setMessageReaction(ANN, idOf(said), [{ type: 'emoji', emoji: '👍' }]);
    expect(await shown(ANN)).toMatchObject({ text: 'thanks', reactions: ['👍'], edited: false });
    await world.api.setMessageReaction(ANN, idOf(said), []);
    expect(await shown(ANN)).toMatchObject({ reactions: [] });
    const react = (reaction: object[]) =>
      world.call('setMessageReaction', { chat_id: ANN, message_id: idOf(said), reaction });
    const thumb = { type: 'emoji', emoji: '👍' };
    expect((await react([thumb, thumb])).body.description).toBe('Bad Request: REACTIONS_TOO_MANY');
    expect((await react([{ type: 'emoji', emoji: 'x' }])).body.description).toBe(
      'Bad Request: REACTION_INVALID',
    );
    expect((await react([{ type: 'paid' }])).body.description).toBe('Bad Request: REACTION_INVALID');
  });
});

describe('an album', () => {
  it('is 2 to 10 pictures that belong together, counted one by one', async () => {
    await world.started(ANN);
    const { photo } = await sentPhoto();
    const media = photo.at(-1)?.file_id ?? '';
    const [first, second] = await world.api.sendMediaGroup(ANN, [
      { type: 'photo', media, caption: '<b>one</b>', parse_mode: 'HTML' },
      { type: 'photo', media },
    ]);

    const album = (first as Message.PhotoMessage | undefined)?.media_group_id;
    expect(album).toMatch(/^.{16}$/);
    expect(first).toMatchObject({ caption: 'one', caption_entities: [{ type: 'bold' }] });
    expect(second).toMatchObject({ media_group_id: album });
    expect((await world.person(ANN).messages()).slice(-2)).toMatchObject([
      { kind: 'photo', caption: 'one', album },
      { kind: 'photo', album },
    ]);
    await world.call('sendMediaGroup', { chat_id: ANN, media: Array(5).fill({ type: 'photo', media }) });
    expect(await world.violations()).toContain('burst');
  });

  it('mixes no documents with pictures', async () => {
    await world.started(ANN);
    const media = ['photo', 'document'].map((type) => ({ type, media: 'x' }));
    const { body } = await world.call('sendMediaGroup', { chat_id: ANN, media });
    expect(body.description).toBe("Bad Request: document can't be mixed with other media types");
  });

  it('is looked through for keys and names like every message', async () => {
    await world.started(ANN);
    await world.post('/_emu/persons', { name: '<b>&"', language: 'en' });
    await world.post('/_emu/secrets', { value: 'key-of-boris', owner: BORIS });
    const caption = '<b>&" key-of-boris';
    await world.call('sendMediaGroup', {
      chat_id: ANN,
      media: [
        { type: 'photo', media: 'x' },
        { type: 'photo', media: 'y', caption, parse_mode: 'HTML' },
      ],
    });
    expect(await world.violations()).toEqual(['not escaped', 'secret seen']);
  });
});

/** A picture that Ann sent, to have a file id. */
async function sentPhoto() {
  await world.person(ANN).act('send', { photo: PNG.toString('base64') });
  const photo = (await world.updates()).at(-1)?.message?.photo ?? [];
  return { photo };
}

describe('an answer to an inline query', () => {
  it('is kept and leads nowhere', async () => {
    expect(await world.api.answerInlineQuery('1', [])).toBe(true);
    expect(await world.violations()).toEqual([]);
  });
});
