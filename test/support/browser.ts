import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { TestContext } from 'vitest';

const { CHROMIUM_PATH } = process.env;
const PLACES = CHROMIUM_PATH ? [CHROMIUM_PATH] : ['/usr/bin/chromium', '/usr/bin/chromium-browser'];
const MISSING = 'needs Chromium: apt-get install chromium, or set CHROMIUM_PATH';
const PATIENCE_MS = 20_000;
const WIDE = { width: 1360, height: 860 };

/** Where Chromium is; undefined where there is none: then a test is skipped by name, and under CI it fails. */
export const chromiumPath = PLACES.find((path) => existsSync(path));

/** @throws {Error} under CI, where Chromium is missing. */
export function needsChromium({ skip }: TestContext): void {
  if (!chromiumPath && process.env.CI === 'true') throw new Error(MISSING);
  skip(!chromiumPath, MISSING);
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
}

/** A page, and all that went wrong in it. */
export type Opened = { page: Page; errors: string[] };

/** A browser of its own for each page: no clipboard, colours or size of another. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const wishes = { viewport: WIDE, permissions: ['clipboard-read', 'clipboard-write'], locale: 'en-GB' };
  const context = await browser.newContext({ ...wishes, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (said) => {
    if (said.type() === 'error') errors.push(said.text());
  });
  await page.addInitScript({ path: 'test/page/in-page.js' });
  await page.goto(url);
  return { page, errors };
}
