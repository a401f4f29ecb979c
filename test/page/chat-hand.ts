import type { Locator, Page } from 'playwright-core';

/** The column of one person. */
export const chatOf = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: `Chat of ${name}` });

/** A button by its whole label. */
export const key = (inside: Locator | Page, name: string | RegExp): Locator =>
  inside.getByRole('button', { name, exact: true });

/** Messages with these words, oldest first. */
export const messages = (chat: Locator, words: string | RegExp): Locator =>
  chat.getByRole('listitem').filter({ hasText: words });

/** The element that has the focus, in the words a screen reader would say. */
export const focused = (page: Page): Promise<string> => page.evaluate('inPage.focused()');

/** By how many pixels the page is wider than the window. */
export const surplusWidth = (page: Page): Promise<number> => page.evaluate('inPage.surplusWidth()');

/** What can be pressed or filled in but lies outside of the window even after it was scrolled to. */
export const unreachable = (page: Page): Promise<string[]> => page.evaluate('inPage.unreachable()');

/** Words that stand out less from what is behind them than 4.5 : 1. */
export const faintWords = (page: Page): Promise<string[]> => page.evaluate('inPage.faintWords()');

export const isDark = (page: Page): Promise<boolean> => page.evaluate('inPage.isDark()');

/** Cumulative layout shift since the page was opened; up to 0.1 is good (web.dev, CLS). */
export const shifted = (page: Page): Promise<number> => page.evaluate('inPage.shifted');

export const clipboard = (page: Page): Promise<string> => page.evaluate('navigator.clipboard.readText()');

/** Presses Tab until the focus is on what has these words. @throws {Error} where it is not reached. */
export async function tabTo(page: Page, words: RegExp): Promise<void> {
  const seen: string[] = [];
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab');
    seen.push(await focused(page));
    if (words.test(seen.at(-1) ?? '')) return;
  }
  throw new Error(`Tab does not lead to ${words}, only to: ${seen.join(' | ')}`);
}
