import { InputFile } from 'grammy';
import { describe, expect, it } from 'vitest';
import { ANN, BORIS, OLGA } from '../sandbox/telegram-world.ts';
import { chatOf, key, messages, shifted } from './chat-hand.ts';
import { drawnWorld } from './drawn-world.ts';

const drawn = drawnWorld();

describe('the chat', () => {
  it('shows what the bot is doing for as long as it does it', async () => {
    const { ann } = await drawn.look();
    const doing = ann.getByRole('status').filter({ hasText: 'sending a photo' });

    await drawn.world.api.sendChatAction(ANN, 'upload_photo');
    await doing.waitFor();
    await drawn.world.api.sendMessage(ANN, 'here it is');
    await doing.waitFor({ state: 'detached' });

    await drawn.world.api.sendChatAction(ANN, 'typing');
    const typing = ann.getByRole('status').filter({ hasText: 'typing' });
    await typing.waitFor();
    await typing.waitFor({ state: 'detached', timeout: 8000 });
  });

  it('answers a tap with a toast, and with an alert that Enter closes', async () => {
    const { page, ann } = await drawn.look();
    const reply_markup = { inline_keyboard: [[{ text: 'Press', callback_data: 'p' }]] };
    await drawn.world.api.sendMessage(ANN, 'Go', { reply_markup });
    const pressed = async () => {
      await key(ann, 'Press').click();
      const [update] = await drawn.world.updates(5);
      return update?.callback_query?.id ?? '';
    };

    await drawn.world.api.answerCallbackQuery(await pressed(), { text: 'Saved' });
    await ann.getByRole('status').filter({ hasText: 'Saved' }).waitFor();
    await drawn.world.api.answerCallbackQuery(await pressed(), { text: 'Sold out', show_alert: true });
    await page.getByRole('dialog').getByText('Sold out').waitFor();
    expect(await page.getByRole('dialog').textContent()).toContain('Ann');
    await page.keyboard.press('Enter');

    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await messages(ann, /Saved|Sold out/).count()).toBe(0);
  });

  it('counts Stars down with a payment and up with its refund, each with a receipt', async () => {
    const { ann } = await drawn.look();
    await drawn.world.api.sendInvoice(ANN, 'Basic', 'One month', 'order-1', 'XTR', [
      { label: 'x', amount: 150 },
    ]);
    const answered = drawn.world.updates(10).then(async ([update]) => {
      await drawn.world.api.answerPreCheckoutQuery(update?.pre_checkout_query?.id ?? '', true);
    });
    await key(ann, 'Pay ⭐150').click();
    await answered;

    await ann.getByLabel('850 Stars').waitFor();
    await ann.getByText('Paid ⭐150').click();
    const [update] = await drawn.world.updates(5);
    const charge = update?.message?.successful_payment?.telegram_payment_charge_id ?? '';
    await ann.getByText(charge).waitFor();
    await drawn.world.api.refundStarPayment(ANN, charge);

    await ann.getByText('Refunded ⭐150').waitFor();
    await ann.getByLabel('1000 Stars').waitFor();
  });

  it('says why a payment failed, and keeps the Stars', async () => {
    const { page, ann } = await drawn.look();
    await drawn.world.api.sendInvoice(ANN, 'Basic', 'One month', 'order-1', 'XTR', [
      { label: 'x', amount: 150 },
    ]);
    const answered = drawn.world.updates(10).then(async ([update]) => {
      const id = update?.pre_checkout_query?.id ?? '';
      await drawn.world.api.answerPreCheckoutQuery(id, false, { error_message: 'Sold out meanwhile' });
    });
    await key(ann, 'Pay ⭐150').click();
    await answered;

    await page.getByRole('dialog').getByText('Sold out meanwhile').waitFor();
    await ann.getByLabel('1000 Stars').waitFor();
    drawn.expectNotes();
  });

  it('takes a sticker, and lets a person block the bot and take it back', async () => {
    const { ann } = await drawn.look();
    const menu = ann.getByLabel('More');

    await menu.click();
    await key(ann, 'Send a sticker').click();
    await ann.getByRole('img', { name: 'Sticker 👋' }).waitFor();
    await menu.click();
    await key(ann, 'Block the bot').click();
    await ann.getByText('has blocked the bot').waitFor();
    const refused = await drawn.world.call('sendMessage', { chat_id: ANN, text: 'Hello?' });
    expect(refused.status).toBe(403);
    await menu.click();
    await key(ann, 'Unblock the bot').click();

    await ann.getByText('customer · en').waitFor();
  });

  it('enlarges a picture, and Escape closes it', async () => {
    const { page, ann } = await drawn.look();
    await drawn.world.api.sendPhoto(ANN, new InputFile('docs/chat.png'), { caption: 'Your code' });

    await key(ann, 'Your code').click();
    await page.getByRole('dialog').getByRole('img', { name: 'Your code' }).waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });
});

describe('a long chat', () => {
  it('stays where it is read, until its person writes', async () => {
    for (let line = 0; line < 40; line++) await drawn.world.person(ANN).send(`line ${line}`);
    const { page, ann } = await drawn.look();
    await ann.getByText('line 39').waitFor();
    const isInView = (words: string) =>
      ann.getByText(words, { exact: true }).evaluate((each) => {
        const { top, bottom } = each.getBoundingClientRect();
        return top >= 0 && bottom <= each.ownerDocument.defaultView.innerHeight;
      });
    await expect.poll(() => isInView('line 39')).toBe(true);

    await ann.getByText('line 20', { exact: true }).scrollIntoViewIfNeeded();
    await drawn.world.api.sendMessage(ANN, 'the newest');
    await ann.getByText('the newest').waitFor();
    expect(await isInView('the newest')).toBe(false);

    await ann.getByLabel('Message', { exact: true }).fill('my answer');
    await page.keyboard.press('Enter');
    await ann.getByText('my answer').waitFor();
    await expect.poll(() => isInView('my answer')).toBe(true);
  });
});

describe('a chat that is saved', () => {
  it('is one file that needs nothing else, with the calls of the bot beside it', async () => {
    await drawn.world.api.sendPhoto(ANN, new InputFile('docs/chat.png'), { caption: 'Your <code>' });
    await drawn.world.api.sendMessage(BORIS, 'for Boris alone');
    const { page, ann } = await drawn.look();
    await ann.getByRole('img', { name: 'Your <code>' }).waitFor();
    await ann.getByLabel('More').click();
    const [download] = await Promise.all([page.waitForEvent('download'), key(ann, 'Save the chat').click()]);

    const chunks = await (await download.createReadStream()).toArray();
    const saved = await page.context().newPage();
    await saved.setContent(Buffer.concat(chunks).toString());

    expect(download.suggestedFilename()).toBe(`chat-of-${ANN}.html`);
    await saved.getByRole('heading', { name: 'Chat of Ann' }).waitFor();
    await saved.getByRole('img', { name: 'Your <code>' }).waitFor();
    await saved.getByText(/^\d+ sendPhoto: 200$/).waitFor();
    expect(await saved.getByText('for Boris alone').count()).toBe(0);
    expect(await saved.locator('[src]:not([src^="data:"]), link, script').count()).toBe(0);
  });
});

describe('several people', () => {
  it('stand side by side, as many as there is room for', async () => {
    const { page, ann } = await drawn.look(OLGA);
    const olga = chatOf(page, 'Olga');
    await drawn.world.api.sendMessage(OLGA, 'for Olga');
    await messages(olga, 'for Olga').waitFor();
    const [left, right] = [await ann.boundingBox(), await olga.boundingBox()];
    expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThanOrEqual((right?.x ?? 0) + 1);
    expect(await messages(ann, 'for Olga').count()).toBe(0);

    await key(page, /^Boris/).click();
    await chatOf(page, 'Boris').waitFor();
    expect(await page.getByRole('region', { name: /^Chat of/ }).count()).toBe(3);
    await page.setViewportSize({ width: 1000, height: 800 });
    await olga.waitFor({ state: 'detached' });
    await chatOf(page, 'Boris').waitFor();
  });

  it('are told of by a dot while their chat is closed', async () => {
    const { page } = await drawn.look();
    const boris = key(page, /^Boris/);

    await drawn.world.api.sendMessage(BORIS, 'News');

    await boris.getByRole('img', { name: 'something new' }).waitFor();
    await boris.click();
    await messages(chatOf(page, 'Boris'), 'News').waitFor();
    await boris.getByRole('img', { name: 'something new' }).waitFor({ state: 'detached' });
  });

  it('become more by a form', async () => {
    const { page } = await drawn.look();

    await key(page, 'Add a person').click();
    await page.getByLabel('Name').fill('Фёдор');
    await page.getByLabel('Language').selectOption('ru');
    await page.getByLabel('Stars', { exact: true }).fill('77');
    await page.keyboard.press('Enter');

    const chat = chatOf(page, 'Фёдор');
    await chat.getByLabel('77 Stars').waitFor();
    await chat.getByText('customer · ru').waitFor();
    await key(chat, 'Start').waitFor();
  });

  it('can close their chats, but never the last', async () => {
    const { page, ann } = await drawn.look(OLGA);

    await key(page, 'Close the chat of Olga').click();

    await chatOf(page, 'Olga').waitFor({ state: 'detached' });
    expect(await key(ann, 'Close the chat of Ann').isVisible()).toBe(false);
    expect(new URL(page.url()).hash).toBe(`#${ANN}`);
  });
});

describe('the page', () => {
  it('does not jump while it is drawn', async () => {
    await drawn.world.api.setMyCommands([{ command: 'my', description: 'My access' }]);
    await drawn.world.api.sendPhoto(ANN, new InputFile('docs/chat.png'), { caption: 'Your code' });
    const { page, ann } = await drawn.look(OLGA);
    await ann.getByRole('img', { name: 'Your code' }).waitFor();
    await page.getByText('real time', { exact: true }).waitFor();

    expect(await shifted(page)).toBeLessThan(0.1);
  });

  it('says so when the world is away', async () => {
    const { page } = await drawn.look();

    await drawn.world.close();

    await page.getByRole('alert').filter({ hasText: 'The world does not answer' }).waitFor();
    drawn.expectNotes();
  });
});
