import { InputFile } from 'grammy';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ANN, BORIS, OLGA, TestWorld } from '../sandbox/telegram-world.ts';
import { chromiumPath, launchChromium, needsChromium, type Opened, openPage } from '../support/browser.ts';
import { chatOf, key, messages, shifted } from './chat-hand.ts';

let browser: Browser;
let world: TestWorld;
let opened: Opened;

beforeAll(async () => {
  if (chromiumPath) browser = await launchChromium();
});
beforeEach(async (context) => {
  needsChromium(context);
  world = await TestWorld.start();
  for (const id of [ANN, BORIS, OLGA]) await world.started(id);
});
afterEach(async () => {
  if (!chromiumPath) return;
  await opened?.page.context().close();
  await world.close();
  expect(opened.errors).toEqual([]);
});
afterAll(() => browser?.close());

/** Ann's chat, and beside it that of whoever else is named. */
async function look(...ids: number[]) {
  opened = await openPage(browser, `${world.world.url}/#${[ANN, ...ids].join(',')}`);
  const { page } = opened;
  const ann = chatOf(page, 'Ann');
  await messages(ann, '/start').waitFor();
  return { page, ann };
}

const html = { parse_mode: 'HTML' } as const;

describe('a message', () => {
  it('is drawn with all its formatting', async () => {
    const { ann } = await look();
    await world.api.sendMessage(
      ANN,
      [
        '<b>bold <i>bold and italic</i></b> <u>under</u> <s>struck</s>',
        '<code>key-1</code> <a href="https://example.org/x">a link</a>',
        '<pre><code class="language-json">{"a": 1}</code></pre>',
        '<blockquote>quoted</blockquote>',
        '/terms @the_shop https://example.org, 1 & 2',
      ].join('\n'),
      html,
    );

    const bubble = messages(ann, 'bold and italic');
    await bubble.waitFor();
    const within = async (place: string) => bubble.locator(place).allTextContents();

    expect(await within('b')).toEqual(['bold bold and italic']);
    expect(await within('b i')).toEqual(['bold and italic']);
    expect(await within('u')).toEqual(['under']);
    expect(await within('s')).toEqual(['struck']);
    expect(await within('pre > span')).toEqual(['json']);
    expect(await within('pre code')).toEqual(['{"a": 1}']);
    expect(await within('blockquote')).toEqual(['quoted']);
    expect(await bubble.locator('.words').first().textContent()).toContain('quoted/terms');
    expect(await within('a')).toEqual(['a link', 'https://example.org']);
    expect(await bubble.getByRole('link', { name: 'a link' }).getAttribute('href')).toBe(
      'https://example.org/x',
    );
    expect(await within('.linklike')).toEqual(['@the_shop']);
    expect(await bubble.locator('.words').first().textContent()).toContain('1 & 2');
  });

  it('is only words, whatever stands in it', async () => {
    const { page, ann } = await look();
    const nasty = '<img src=x onerror="document.title=1"><script>document.title=2</script>\u202Eabc';
    const title = await page.title();

    await world.person(ANN).send(nasty);
    await world.api.sendMessage(ANN, nasty, {
      entities: [
        { type: 'bold', offset: 0, length: 10 },
        { type: 'italic', offset: 5, length: 20 },
        { type: 'text_link', offset: 30, length: 5, url: 'javascript:document.title=3' },
      ],
      reply_markup: { inline_keyboard: [[{ text: '<b>x</b>', callback_data: 'x' }]] },
    });

    await key(ann, '<b>x</b>').waitFor();
    expect(await messages(ann, nasty).count()).toBe(2);
    expect(await ann.locator('img, script').count()).toBe(0);
    expect(await ann.locator('a').count()).toBe(0);
    expect(await page.title()).toBe(title);
    expect(await ann.locator('.words i').allTextContents()).toEqual([
      nasty.slice(5, 10),
      nasty.slice(10, 25),
    ]);
  });

  it('hides a spoiler, and folds a long quote, until they are pressed', async () => {
    const { page, ann } = await look();
    const lines = Array.from({ length: 9 }, (_, line) => `line ${line}`).join('\n');
    const text = `<tg-spoiler>the end</tg-spoiler><blockquote expandable>${lines}</blockquote>`;
    await world.api.sendMessage(ANN, text, html);
    const spoiler = ann.getByTitle('Show');
    const quote = ann.locator('blockquote .words');
    await spoiler.waitFor();
    const colour = () => page.evaluate<string>(`inPage.styleOf('.spoiler', 'color')`);
    const height = async () => (await quote.boundingBox())?.height ?? 0;
    const [hidden, folded] = [await colour(), await height()];

    await spoiler.focus();
    await page.keyboard.press('Enter');
    await key(ann, 'more').click();

    expect(hidden).toBe('rgba(0, 0, 0, 0)');
    expect(await colour()).not.toBe(hidden);
    expect(await height()).toBeGreaterThan(folded * 2.5);
    await key(ann, 'less').click();
    expect(await height()).toBe(folded);
  });

  it('tells a moment in the reader’s language', async () => {
    await world.person(BORIS).send('x');
    const { page } = await look(BORIS);
    const moment = Date.UTC(2027, 0, 5, 12) / 1000;
    for (const id of [ANN, BORIS])
      await world.api.sendMessage(id, `<tg-time unix="${moment}" format="D">then</tg-time>`, html);

    await chatOf(page, 'Ann').getByText('January 5, 2027').waitFor();
    await chatOf(page, 'Boris').getByText('5 января 2027').waitFor();
  });

  it('says that it was edited, and is gone when it is deleted', async () => {
    const { ann } = await look();
    const { message_id } = await world.api.sendMessage(ANN, 'first words');
    await messages(ann, 'first words').waitFor();

    await world.api.editMessageText(ANN, message_id, 'other words');
    await messages(ann, /other words\s*edited \d/).waitFor();
    expect(await messages(ann, 'first words').count()).toBe(0);

    await world.api.deleteMessage(ANN, message_id);
    await messages(ann, 'other words').waitFor({ state: 'detached' });
  });

  it('sends the command that is pressed in it', async () => {
    const { ann } = await look();
    await world.api.sendMessage(ANN, 'See /terms first');

    await key(ann, '/terms').click();

    await ann.locator('li.person', { hasText: '/terms' }).waitFor();
  });

  it('carries a file that can be kept', async () => {
    const { page, ann } = await look();
    const file = new InputFile(Buffer.from('one,two'), 'orders.csv');
    await world.api.sendDocument(ANN, file, { caption: 'Your orders' });
    const card = ann.getByRole('link', { name: 'orders.csv 7 B' });
    await card.waitFor();

    const [download] = await Promise.all([page.waitForEvent('download'), card.click()]);

    expect(download.suggestedFilename()).toBe('orders.csv');
    const chunks = await (await download.createReadStream()).toArray();
    expect(Buffer.concat(chunks).toString()).toBe('one,two');
    await messages(ann, 'Your orders').waitFor();
  });

  it('has keys in the colours of their meaning, which wrap and never leave the bubble', async () => {
    const { page, ann } = await look();
    const long = 'A label that is far too long for one line of a phone';
    const styled = (['success', 'danger', 'primary'] as const).map((style) => ({
      text: style,
      style,
      callback_data: style,
    }));
    await world.api.sendMessage(ANN, 'Choose', {
      reply_markup: {
        inline_keyboard: [
          styled,
          [
            { text: long, callback_data: 'l' },
            { text: `${long}.`, callback_data: 'm' },
          ],
        ],
      },
    });
    await key(ann, long).waitFor();
    const colour = (kind: string) => page.evaluate(`inPage.styleOf('.keys .${kind}', 'backgroundColor')`);

    const colours = await Promise.all(
      ['success', 'danger', 'primary', 'callback:not([class*=" "])'].map(colour),
    );

    expect(new Set(colours).size).toBe(4);
    const bubble = await messages(ann, 'Choose').boundingBox();
    const last = await key(ann, `${long}.`).boundingBox();
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(
      (bubble?.x ?? 0) + (bubble?.width ?? 0) + 1,
    );
    expect(await key(ann, long).evaluate((each) => each.scrollWidth <= each.clientWidth)).toBe(true);
  });
});

describe('the chat', () => {
  it('shows what the bot is doing for as long as it does it', async () => {
    const { ann } = await look();
    const doing = ann.getByRole('status').filter({ hasText: 'sending a photo' });

    await world.api.sendChatAction(ANN, 'upload_photo');
    await doing.waitFor();
    await world.api.sendMessage(ANN, 'here it is');
    await doing.waitFor({ state: 'detached' });

    await world.api.sendChatAction(ANN, 'typing');
    const typing = ann.getByRole('status').filter({ hasText: 'typing' });
    await typing.waitFor();
    await typing.waitFor({ state: 'detached', timeout: 8000 });
  });

  it('answers a tap with a toast, and with an alert that Enter closes', async () => {
    const { page, ann } = await look();
    const reply_markup = { inline_keyboard: [[{ text: 'Press', callback_data: 'p' }]] };
    await world.api.sendMessage(ANN, 'Go', { reply_markup });
    const pressed = async () => {
      await key(ann, 'Press').click();
      const [update] = await world.updates(5);
      return update?.callback_query?.id ?? '';
    };

    await world.api.answerCallbackQuery(await pressed(), { text: 'Saved' });
    await ann.getByRole('status').filter({ hasText: 'Saved' }).waitFor();
    await world.api.answerCallbackQuery(await pressed(), { text: 'Sold out', show_alert: true });
    await page.getByRole('dialog').getByText('Sold out').waitFor();
    expect(await page.getByRole('dialog').textContent()).toContain('Ann');
    await page.keyboard.press('Enter');

    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await messages(ann, /Saved|Sold out/).count()).toBe(0);
  });

  it('counts Stars down with a payment and up with its refund, each with a receipt', async () => {
    const { ann } = await look();
    await world.api.sendInvoice(ANN, 'Basic', 'One month', 'order-1', 'XTR', [{ label: 'x', amount: 150 }]);
    const answered = world.updates(10).then(async ([update]) => {
      await world.api.answerPreCheckoutQuery(update?.pre_checkout_query?.id ?? '', true);
    });
    await key(ann, 'Pay ⭐150').click();
    await answered;

    await ann.getByLabel('850 Stars').waitFor();
    await ann.getByText('Paid ⭐150').click();
    const [update] = await world.updates(5);
    const charge = update?.message?.successful_payment?.telegram_payment_charge_id ?? '';
    await ann.getByText(charge).waitFor();
    await world.api.refundStarPayment(ANN, charge);

    await ann.getByText('Refunded ⭐150').waitFor();
    await ann.getByLabel('1000 Stars').waitFor();
  });

  it('says why a payment failed, and keeps the Stars', async () => {
    const { page, ann } = await look();
    await world.api.sendInvoice(ANN, 'Basic', 'One month', 'order-1', 'XTR', [{ label: 'x', amount: 150 }]);
    const answered = world.updates(10).then(async ([update]) => {
      const id = update?.pre_checkout_query?.id ?? '';
      await world.api.answerPreCheckoutQuery(id, false, { error_message: 'Sold out meanwhile' });
    });
    await key(ann, 'Pay ⭐150').click();
    await answered;

    await page.getByRole('dialog').getByText('Sold out meanwhile').waitFor();
    await ann.getByLabel('1000 Stars').waitFor();
    opened.errors.length = 0; // the browser notes every answer of 400 and above
  });

  it('takes a sticker, and lets a person block the bot and take it back', async () => {
    const { ann } = await look();
    const menu = ann.getByLabel('More');

    await menu.click();
    await key(ann, 'Send a sticker').click();
    await ann.getByRole('img', { name: 'Sticker 👋' }).waitFor();
    await menu.click();
    await key(ann, 'Block the bot').click();
    await ann.getByText('has blocked the bot').waitFor();
    const refused = await world.call('sendMessage', { chat_id: ANN, text: 'Hello?' });
    expect(refused.status).toBe(403);
    await menu.click();
    await key(ann, 'Unblock the bot').click();

    await ann.getByText('customer · en').waitFor();
  });

  it('enlarges a picture, and Escape closes it', async () => {
    const { page, ann } = await look();
    await world.api.sendPhoto(ANN, new InputFile('docs/chat.png'), { caption: 'Your code' });

    await key(ann, 'Your code').click();
    await page.getByRole('dialog').getByRole('img', { name: 'Your code' }).waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });
});

describe('several people', () => {
  it('stand side by side, as many as there is room for', async () => {
    const { page, ann } = await look(OLGA);
    const olga = chatOf(page, 'Olga');
    await world.api.sendMessage(OLGA, 'for Olga');
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
    const { page } = await look();
    const boris = key(page, /^Boris/);

    await world.api.sendMessage(BORIS, 'News');

    await boris.getByRole('img', { name: 'something new' }).waitFor();
    await boris.click();
    await messages(chatOf(page, 'Boris'), 'News').waitFor();
    await boris.getByRole('img', { name: 'something new' }).waitFor({ state: 'detached' });
  });

  it('become more by a form', async () => {
    const { page } = await look();

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
    const { page, ann } = await look(OLGA);

    await key(page, 'Close the chat of Olga').click();

    await chatOf(page, 'Olga').waitFor({ state: 'detached' });
    expect(await key(ann, 'Close the chat of Ann').isVisible()).toBe(false);
    expect(new URL(page.url()).hash).toBe(`#${ANN}`);
  });
});

describe('the page', () => {
  it('does not jump while it is drawn', async () => {
    await world.api.setMyCommands([{ command: 'my', description: 'My access' }]);
    await world.api.sendPhoto(ANN, new InputFile('docs/chat.png'), { caption: 'Your code' });
    const { page, ann } = await look(OLGA);
    await ann.getByRole('img', { name: 'Your code' }).waitFor();
    await page.getByText('real time', { exact: true }).waitFor();

    expect(await shifted(page)).toBeLessThan(0.1);
  });

  it('says so when the world is away', async () => {
    const { page } = await look();

    await world.close();

    await page.getByRole('alert').filter({ hasText: 'The world does not answer' }).waitFor();
    opened.errors.length = 0; // the browser notes each connection that is refused
  });
});
