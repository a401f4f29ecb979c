import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buy } from '../app/purchase.ts';
import { chromiumPath, launchChromium, needsChromium, type Opened, openPage } from '../support/browser.ts';
import { codeOf } from '../support/chat-person.ts';
import { WholeShop } from '../support/whole-shop.ts';
import {
  chatOf,
  clipboard,
  faintWords,
  focused,
  isDark,
  key,
  messages,
  surplusWidth,
  tabTo,
  unreachable,
} from './chat-hand.ts';

const MONTH = /^1 month · 50 GB/;
const PAY = /^Pay/;

let browser: Browser;
let shop: WholeShop;
let opened: Opened;

beforeAll(async () => {
  if (!chromiumPath) return;
  [browser, shop] = await Promise.all([launchChromium(), WholeShop.open()]);
});
beforeEach(needsChromium);
afterEach(async () => {
  if (!chromiumPath) return;
  await opened?.page.context().close();
  await shop.panel('start');
  await shop.expectClean();
  expect(opened.errors).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  await shop?.close();
});

describe('the chat page', { timeout: 90_000 }, () => {
  it('sells an access by clicks alone, and shows its client on the panel', async () => {
    opened = await openPage(browser, shop.worldUrl);
    const { page } = opened;
    const panel = page.getByRole('region', { name: 'Panel 1' });
    await key(page, /^Ann/).click();
    const ann = chatOf(page, 'Ann');
    await key(ann, 'Start').click();
    await key(ann, MONTH).click();
    await key(ann, PAY).click();

    await messages(ann, 'Paid ⭐150').waitFor();
    await messages(ann, 'Your access is ready').waitFor();
    await ann.getByRole('img', { name: /^QR code/ }).waitFor();
    await ann.getByLabel('850 Stars').waitFor();
    const client = panel.getByRole('listitem').filter({ hasText: 'Ann · until' });
    await client.getByText('0 GB used of 50 GB').waitFor();

    await client.getByRole('spinbutton').fill('12.5');
    await key(client, 'Give traffic').click();
    await client.getByText('12.5 GB used of 50 GB').waitFor();
    await page.getByText('nothing to do').waitFor();
    expect(await client.getByRole('progressbar').getAttribute('value')).toBe(String(12.5 * 2 ** 30));
  });

  it('copies the key where it is tapped, and the subscription by its button', async () => {
    const eva = await shop.newcomer('Eva');
    const { text } = await buy(eva);
    opened = await openPage(browser, `${shop.worldUrl}/#${eva.id}`);
    const { page } = opened;
    const chat = chatOf(page, 'Eva');
    const code = chat.locator('code').last();

    await code.click();

    await chat.getByRole('status').filter({ hasText: 'Copied to the clipboard' }).waitFor();
    expect(await clipboard(page)).toBe(codeOf(text));
    await key(chat, 'Copy subscription').click();
    await expect.poll(() => clipboard(page)).toMatch(/^http.*\/s\/[\w-]+$/);
  });

  it('lets an order wait for a stopped panel, and delivers when it is started again', async () => {
    opened = await openPage(browser, shop.worldUrl);
    const { page } = opened;
    const panel = page.getByRole('region', { name: 'Panel 1' });
    await key(page, /^Boris/).click();
    const boris = chatOf(page, 'Boris');
    await key(boris, 'Start').click();
    await key(boris, /^1 месяц/).click();
    await key(boris, /^(Pay|Оплатить)/).waitFor();
    await key(panel, 'Stop panel').click();
    await panel.getByText('stopped').waitFor();
    expect(await focused(page)).toBe('Start panel');

    await key(boris, /^(Pay|Оплатить)/).click();
    await messages(boris, 'Paid ⭐150').waitFor();
    await key(page, 'Clock + 1 hour').click();
    await page.getByText('1 h ahead of real time').waitFor();
    await messages(boris, /платёж/i)
      .last()
      .waitFor();
    expect(await boris.getByRole('img', { name: /QR/ }).count()).toBe(0);

    await key(panel, 'Start panel').click();
    await panel.getByText('running', { exact: true }).first().waitFor();
    // The shop looks at the panel first, and at the order when it may try again.
    await shop.until('the key is there', async () => {
      await key(page, 'Clock + 1 hour').click();
      return (await boris.getByRole('img', { name: /QR/ }).count()) > 0;
    });
    await panel.getByRole('listitem').filter({ hasText: 'Boris · until' }).waitFor();
  });

  it('sells an access with the keyboard alone', async () => {
    const carla = await shop.newcomer('Carla');
    opened = await openPage(browser, `${shop.worldUrl}/#${carla.id}`);
    const { page } = opened;
    const chat = chatOf(page, 'Carla');
    await key(chat, 'Start').waitFor();

    await tabTo(page, /^Start$/);
    await page.keyboard.press('Enter');
    await key(chat, MONTH).waitFor();
    await tabTo(page, MONTH);
    await page.keyboard.press('Enter');
    await key(chat, PAY).waitFor();
    await tabTo(page, PAY);
    await page.keyboard.press('Enter');
    await chat.getByRole('img', { name: /^QR code/ }).waitFor();

    await tabTo(page, /^\/help$/);
    await page.keyboard.press('Enter');
    await messages(chat, '/help').waitFor();
  });

  it('fits a phone: one chat at a time, nothing wider than 360 pixels, everything within reach', async () => {
    const dora = await shop.newcomer('Dora');
    opened = await openPage(browser, `${shop.worldUrl}/#${dora.id}`, {
      viewport: { width: 360, height: 640 },
      hasTouch: true,
    });
    const { page } = opened;
    const chat = chatOf(page, 'Dora');
    await key(chat, 'Start').tap();
    await key(chat, MONTH).tap();
    await key(chat, PAY).tap();
    await chat.getByRole('img', { name: /^QR code/ }).waitFor();

    expect(await surplusWidth(page)).toBe(0);
    expect(await unreachable(page)).toEqual([]);
    await key(page, /^Ann/).tap();
    await chatOf(page, 'Ann').waitFor();
    expect(await chat.count()).toBe(0);

    await key(page, 'World').tap();
    expect(await chatOf(page, 'Ann').isVisible()).toBe(false);
    for (const each of await page.locator('#world summary').all()) await each.tap();
    expect(await surplusWidth(page)).toBe(0);
    expect(await unreachable(page)).toEqual([]);
    await key(page, /^Remove /)
      .first()
      .tap();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await page.getByRole('region', { name: 'Panel 1' }).isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await chatOf(page, 'Ann').waitFor();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`can be read in ${colorScheme} colours`, async () => {
      const fred = await shop.newcomer('Fred');
      await buy(fred);
      opened = await openPage(browser, `${shop.worldUrl}/#${fred.id}`, { colorScheme });
      const { page } = opened;
      await key(chatOf(page, 'Fred'), 'Copy subscription').waitFor();
      for (const each of await page.locator('#world summary').all()) await each.click();

      expect(await isDark(page)).toBe(colorScheme === 'dark');
      expect(await faintWords(page)).toEqual([]);
    });
  }
});
