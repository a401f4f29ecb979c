import { InputFile } from 'grammy';
import { describe, expect, it } from 'vitest';
import { ANN, BORIS } from '../sandbox/telegram-world.ts';
import { chatOf, key, messages } from './chat-hand.ts';
import { drawnWorld } from './drawn-world.ts';

const drawn = drawnWorld();
const html = { parse_mode: 'HTML' } as const;

describe('a message', () => {
  it('is drawn with all its formatting', async () => {
    const { ann } = await drawn.look();
    await drawn.world.api.sendMessage(
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
    const { page, ann } = await drawn.look();
    const nasty = '<img src=x onerror="document.title=1"><script>document.title=2</script>\u202Eabc';
    const title = await page.title();

    await drawn.world.person(ANN).send(nasty);
    await drawn.world.api.sendMessage(ANN, nasty, {
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
    const { page, ann } = await drawn.look();
    const lines = Array.from({ length: 9 }, (_, line) => `line ${line}`).join('\n');
    const text = `<tg-spoiler>the end</tg-spoiler><blockquote expandable>${lines}</blockquote>`;
    await drawn.world.api.sendMessage(ANN, text, html);
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
    await drawn.world.person(BORIS).send('x');
    const { page } = await drawn.look(BORIS);
    const moment = Date.UTC(2027, 0, 5, 12) / 1000;
    for (const id of [ANN, BORIS])
      await drawn.world.api.sendMessage(id, `<tg-time unix="${moment}" format="D">then</tg-time>`, html);

    await chatOf(page, 'Ann').getByText('January 5, 2027').waitFor();
    await chatOf(page, 'Boris').getByText('5 января 2027').waitFor();
  });

  it('says that it was edited, and is gone when it is deleted', async () => {
    const { ann } = await drawn.look();
    const { message_id } = await drawn.world.api.sendMessage(ANN, 'first words');
    await messages(ann, 'first words').waitFor();

    await drawn.world.api.editMessageText(ANN, message_id, 'other words');
    await messages(ann, /other words\s*edited \d/).waitFor();
    expect(await messages(ann, 'first words').count()).toBe(0);

    await drawn.world.api.deleteMessage(ANN, message_id);
    await messages(ann, 'other words').waitFor({ state: 'detached' });
  });

  it('sends the command that is pressed in it', async () => {
    const { ann } = await drawn.look();
    await drawn.world.api.sendMessage(ANN, 'See /terms first');

    await key(ann, '/terms').click();

    await ann.locator('li.person', { hasText: '/terms' }).waitFor();
  });

  it('carries a file that can be kept', async () => {
    const { page, ann } = await drawn.look();
    const file = new InputFile(Buffer.from('one,two'), 'orders.csv');
    await drawn.world.api.sendDocument(ANN, file, { caption: 'Your orders' });
    const card = ann.getByRole('link', { name: 'orders.csv 7 B' });
    await card.waitFor();

    const [download] = await Promise.all([page.waitForEvent('download'), card.click()]);

    expect(download.suggestedFilename()).toBe('orders.csv');
    const chunks = await (await download.createReadStream()).toArray();
    expect(Buffer.concat(chunks).toString()).toBe('one,two');
    await messages(ann, 'Your orders').waitFor();
  });

  it('has keys in the colours of their meaning, which wrap and never leave the bubble', async () => {
    const { page, ann } = await drawn.look();
    const long = 'A label that is far too long for one line of a phone';
    const styled = (['success', 'danger', 'primary'] as const).map((style) => ({
      text: style,
      style,
      callback_data: style,
    }));
    await drawn.world.api.sendMessage(ANN, 'Choose', {
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
