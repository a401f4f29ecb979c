import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { focused, key } from './chat-hand.ts';
import { drawnWorld } from './drawn-world.ts';

const drawn = drawnWorld({ panels: ['3.1', '3.6'] });
let page: Page;
beforeEach(async () => {
  ({ page } = await drawn.look());
  await page.getByText('running', { exact: true }).first().waitFor();
});

const pane = (name: string) => page.getByRole('region', { name });
const isPressed = (name: RegExp) => key(page, name).getAttribute('aria-pressed');

describe('the panels of the world', () => {
  it('are shown one at a time, each with its version, and stay chosen', async () => {
    expect(await pane('Panel 1, 3x-ui 3.1.0').isVisible()).toBe(true);
    expect(await page.getByText('Stop panel').count()).toBe(2);
    expect(await pane('Panel 2').isVisible()).toBe(false);

    await key(page, /^2: 3\.6\.0/).click();

    await pane('Panel 2, 3x-ui 3.6.0').waitFor();
    expect(await pane('Panel 1').isVisible()).toBe(false);
    expect([await isPressed(/^1: /), await isPressed(/^2: /)]).toEqual(['false', 'true']);
    expect(await focused(page)).toBe('2: 3.6.0');
    await page.waitForResponse('**/_panel/2/state');
    expect(await pane('Panel 2').isVisible()).toBe(true);
  });

  it('are stopped each by itself', async () => {
    await key(page, /^2: /).click();
    await key(pane('Panel 2'), 'Stop panel').click();
    await pane('Panel 2').getByText('stopped').waitFor();

    await key(page, /^1: /).click();

    await pane('Panel 1').getByText('running', { exact: true }).first().waitFor();
    const states = await Promise.all(
      [1, 2].map(
        async (n) => (await drawn.world.get<{ running: boolean }>(`/_panel/${n}/state`)).body.running,
      ),
    );
    expect(states).toEqual([true, false]);
  });
});
