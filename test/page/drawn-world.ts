import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, type TestContext } from 'vitest';
import type { WorldOptions } from '../../src/sandbox/world.ts';
import { ANN, BORIS, OLGA, TestWorld } from '../sandbox/telegram-world.ts';
import { chromiumPath, launchChromium, needsChromium, type Opened, openPage } from '../support/browser.ts';
import { chatOf, messages } from './chat-hand.ts';

/** For each test a world without a shop, in which Ann, Boris and Olga have started the bot; the test plays the bot. */
export function drawnWorld(options: Partial<WorldOptions> = {}): DrawnWorld {
  const drawn = new DrawnWorld(options);
  beforeAll(() => drawn.launch());
  beforeEach((context) => drawn.open(context));
  afterEach(() => drawn.close());
  afterAll(() => drawn.quit());
  return drawn;
}

class DrawnWorld {
  private browser: Browser | null = null;
  private running: TestWorld | null = null;
  private opened: Opened | null = null;
  private readonly options: Partial<WorldOptions>;

  constructor(options: Partial<WorldOptions>) {
    this.options = options;
  }

  get world(): TestWorld {
    if (!this.running) throw new Error('there is no world yet');
    return this.running;
  }

  /** Ann's chat, and beside it that of whoever else is named. */
  async look(...ids: number[]): Promise<{ page: Page; ann: Locator }> {
    if (!this.browser) throw new Error('there is no browser');
    this.opened = await openPage(this.browser, `${this.world.world.url}/#${[ANN, ...ids].join(',')}`);
    const { page } = this.opened;
    const ann = chatOf(page, 'Ann');
    await messages(ann, '/start').waitFor();
    return { page, ann };
  }

  /** The browser notes every answer of 400 and above, and each connection that is refused, as an error. */
  expectNotes(): void {
    expect(this.opened?.errors.filter((each) => !each.startsWith('Failed to load resource'))).toEqual([]);
    this.opened?.errors.splice(0);
  }

  async launch(): Promise<void> {
    if (chromiumPath) this.browser = await launchChromium();
  }

  async open(context: TestContext): Promise<void> {
    needsChromium(context);
    this.running = await TestWorld.start(this.options);
    for (const id of [ANN, BORIS, OLGA]) await this.running.started(id);
  }

  async close(): Promise<void> {
    const { opened, running } = this;
    this.opened = null;
    this.running = null;
    await opened?.page.context().close();
    await running?.close();
    expect(opened?.errors ?? []).toEqual([]);
  }

  async quit(): Promise<void> {
    await this.browser?.close();
  }
}
