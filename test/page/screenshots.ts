import { statSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { launchChromium, openPage } from '../support/browser.ts';
import { WholeShop } from '../support/whole-shop.ts';
import { chatOf, key } from './chat-hand.ts';

// Draws the pictures of docs/ anew: a purchase of Ann, the owner beside her, the same on a phone and in the dark.
// usage: npm run screenshots

const LIMIT_BYTES = 300_000;
const WIDE = { width: 1280, height: 920 };
const PHONE = { width: 390, height: 780 };

const [browser, shop] = await Promise.all([launchChromium(), WholeShop.open()]);
try {
  await drawAll(browser, shop.worldUrl);
} finally {
  await browser.close();
  await shop.close();
}

async function drawAll(in_: Browser, url: string): Promise<void> {
  const { page } = await openPage(in_, url, { viewport: WIDE });
  await buy(page);
  await lookAsOwner(page);
  await save(page, 'docs/chat.png');
  await page.emulateMedia({ colorScheme: 'dark' });
  await save(page, 'docs/chat-dark.png');
  await page.emulateMedia({ colorScheme: 'light' });
  await manage(page);
  await save(page, 'docs/owner.png');
  await onPhone(in_, url);
}

async function buy(page: Page): Promise<void> {
  const ann = chatOf(page, 'Ann');
  await key(ann, 'Start').click();
  await key(ann, /^1 month/).click();
  await key(ann, /^Pay/).click();
  await ann.getByRole('img', { name: /^QR code/ }).waitFor();
  const client = page.getByRole('listitem').filter({ hasText: 'Ann · until' });
  await client.getByRole('spinbutton').fill('18.4');
  await key(client, 'Give traffic').click();
  await client.getByText('18.4 GB used').waitFor();
}

async function lookAsOwner(page: Page): Promise<void> {
  for (const command of ['/servers', '/plans']) await press(chatOf(page, 'Olga'), command);
}

/** Presses a command and waits for what the bot says to it. */
async function press(chat: Locator, command: string): Promise<void> {
  await key(chat, command).click();
  await chat.locator(`li.person:has-text("${command}") ~ li.bot`).last().waitFor();
}

/** The owner at work: orders on the left, faults of the panel on the right. */
async function manage(page: Page): Promise<void> {
  const olga = chatOf(page, 'Olga');
  await key(page, 'Close the chat of Ann').click();
  await press(olga, '/orders');
  await page.getByText('Faults of the panel').click();
  const form = page.getByRole('region', { name: 'Panel 1' }).locator('.faults form');
  await form.getByLabel('What happens').selectOption('drop-after-apply');
  await form.getByLabel('How often').fill('2');
  await key(form, 'Set the fault').click();
  await page.getByText('2 times more').waitFor();
}

async function onPhone(in_: Browser, url: string): Promise<void> {
  const phone: BrowserContextOptions = { viewport: PHONE, deviceScaleFactor: 2, hasTouch: true };
  const { page } = await openPage(in_, url, phone);
  await chatOf(page, 'Ann')
    .getByRole('img', { name: /^QR code/ })
    .waitFor();
  await save(page, 'docs/chat-phone.png');
}

/** With nothing on it that passes by: no toast, no pointer over a key. */
async function save(page: Page, path: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page
    .getByRole('status')
    .filter({ hasText: /comes right away|Copied/ })
    .waitFor({ state: 'hidden' });
  await page.screenshot({ path });
  const { size } = statSync(path);
  if (size > LIMIT_BYTES) throw new Error(`${path} has ${size} bytes, more than ${LIMIT_BYTES}`);
}
