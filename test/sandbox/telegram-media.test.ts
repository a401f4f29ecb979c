import { readFileSync } from 'node:fs';
import { InputFile, InputMediaBuilder } from 'grammy';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANN, BORIS, TestWorld } from './telegram-world.ts';

const PNG = readFileSync('docs/chat.png');
const KEY = 'vless://3f1c9d4e-key-of-ann@host.example:443';

let world: TestWorld;
beforeEach(async () => {
  world = await TestWorld.start();
  await world.started(ANN);
  await world.started(BORIS);
});
afterEach(() => world.close());

const document = (text: string, name = 'list.txt') => new InputFile(Buffer.from(text), name);
const download = (path: string, token = world.token) => fetch(`${world.world.url}/file/bot${token}/${path}`);
const shown = async (id: number) => (await world.person(id).messages()).at(-1);
const button = { inline_keyboard: [[{ text: 'x', callback_data: 'x' }]] };

describe('a document', () => {
  it('is sent, sent again by its id, and comes back as it was', async () => {
    const sent = await world.api.sendDocument(ANN, document('one,two'), { caption: 'Orders' });
    const fileId = sent.document.file_id;
    const again = await world.api.sendDocument(BORIS, fileId);
    const { file_path } = await world.api.getFile(fileId);

    const file = await download(file_path ?? '');

    expect(sent).toMatchObject({ caption: 'Orders', document: { file_name: 'list.txt', file_size: 7 } });
    expect(again.document).toEqual(sent.document);
    expect(await shown(ANN)).toMatchObject({ caption: 'Orders', document: { name: 'list.txt', size: 7 } });
    expect(await file.text()).toBe('one,two');
    expect(await world.violations()).toEqual([]);
  });

  it('is no picture, is not invented, and is not shown to whoever has no token', async () => {
    const sent = await world.api.sendDocument(ANN, document('x'));
    const { file_path = '' } = await world.api.getFile(sent.document.file_id);

    const asPhoto = await world.call('sendPhoto', { chat_id: ANN, photo: sent.document.file_id });
    expect(asPhoto.body.description).toBe("Bad Request: can't use file of type Document as Photo");
    const unknown = await world.call('sendDocument', { chat_id: ANN, document: 'BQACnothing' });
    expect(unknown.body.description).toBe('Bad Request: wrong file identifier/HTTP URL specified');
    const none = await world.call('getFile', { file_id: 'x' });
    expect(none.body.description).toBe('Bad Request: wrong file_id or the file is temporarily unavailable');
    expect((await download(file_path, '1:x')).status).toBe(401);
    expect((await download('documents/other')).status).toBe(404);
  });
});

describe('a message that is brought elsewhere', () => {
  it('is copied without its keyboard, with a caption of its own where one is given', async () => {
    const { message_id } = await world.api.sendPhoto(ANN, new InputFile(PNG, 'x.png'), {
      caption: 'old',
      reply_markup: button,
    });

    const copy = await world.api.copyMessage(BORIS, ANN, message_id, {
      caption: '<b>new</b>',
      parse_mode: 'HTML',
    });

    expect(await shown(BORIS)).toMatchObject({
      id: copy.message_id,
      kind: 'photo',
      caption: 'new',
      buttons: [],
    });
    expect((await shown(BORIS))?.photo).toBe(PNG.toString('base64'));
  });

  it('is forwarded with the name of who wrote it', async () => {
    const said = await world.person(ANN).send('help');
    const messageId = (said.body as { messageId?: number }).messageId ?? 0;

    const forwarded = await world.api.forwardMessage(BORIS, ANN, messageId);

    expect(forwarded.text).toBe('help');
    expect(forwarded.forward_origin).toMatchObject({
      type: 'user',
      sender_user: { id: ANN, first_name: 'Ann' },
    });
  });

  it('must be there, and an invoice is forwarded but never copied', async () => {
    const price = [{ label: 'x', amount: 1 }];
    const invoice = await world.api.sendInvoice(ANN, 'x', 'x', 'x', 'XTR', price);
    const from = { chat_id: BORIS, from_chat_id: ANN };

    const gone = await world.call('copyMessage', { ...from, message_id: 9999 });
    expect(gone.body.description).toBe('Bad Request: message to copy not found');
    const copied = await world.call('copyMessage', { ...from, message_id: invoice.message_id });
    expect(copied.body.description).toBe("Bad Request: message can't be copied");
    const forwarded = await world.call('forwardMessage', { ...from, message_id: invoice.message_id });
    expect(forwarded.body.result).toMatchObject({ invoice: { title: 'x', total_amount: 1 } });
  });

  it('must not carry the key of somebody else', async () => {
    await world.post('/_emu/secrets', { value: KEY, owner: ANN });
    const { message_id } = await world.api.sendMessage(ANN, KEY);
    await world.api.copyMessage(ANN, ANN, message_id);
    expect(await world.violations()).toEqual([]);

    await world.api.forwardMessage(BORIS, ANN, message_id);
    expect(await world.violations()).toEqual(['secret seen']);
  });
});

describe('an edit of what is shown', () => {
  it('puts another picture or a document in place, with its own caption', async () => {
    await world.post('/_emu/secrets', { value: KEY, owner: ANN });
    const { message_id } = await world.api.sendPhoto(ANN, new InputFile(PNG, 'x.png'), { caption: 'old' });

    const media = InputMediaBuilder.document(document('x', 'key.txt'), {
      caption: `<code>${KEY}</code>`,
      parse_mode: 'HTML',
    });
    const edited = await world.api.editMessageMedia(ANN, message_id, media, { reply_markup: button });

    expect(edited).toMatchObject({ caption: KEY, document: { file_name: 'key.txt' }, reply_markup: button });
    expect(edited).not.toHaveProperty('photo');
    expect(await shown(ANN)).toMatchObject({ edited: true, photo: null, document: { name: 'key.txt' } });
    expect(await world.violations()).toEqual([]);
  });

  it('changes the caption of a document', async () => {
    const { message_id } = await world.api.sendDocument(ANN, document('x'), { caption: 'old' });
    const edited = await world.api.editMessageCaption(ANN, message_id, { caption: 'new' });
    expect(edited).toMatchObject({ caption: 'new', document: { file_name: 'list.txt' } });
  });

  it('is refused for media that is no picture and no document', async () => {
    const { message_id } = await world.api.sendMessage(ANN, 'x');
    const edit = await world.call('editMessageMedia', {
      chat_id: ANN,
      message_id,
      media: { type: 'video', media: 'x' },
    });
    expect(edit.status).toBe(501);
  });
});

describe('deleting many messages', () => {
  it('passes over those that are not there', async () => {
    const first = await world.api.sendMessage(ANN, 'one');
    const second = await world.api.sendMessage(ANN, 'two');

    await world.api.deleteMessages(ANN, [first.message_id, 9999, second.message_id]);

    expect((await world.person(ANN).messages()).map(({ text }) => text)).toEqual(['/start']);
  });
});
