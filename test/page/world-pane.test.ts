import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { ANN } from '../sandbox/telegram-world.ts';
import { clipboard, focused, key } from './chat-hand.ts';
import { drawnWorld } from './drawn-world.ts';

const drawn = drawnWorld();
let page: Page;
beforeEach(async () => {
  ({ page } = await drawn.look());
  await page.getByText('running', { exact: true }).first().waitFor();
});

const send = () => drawn.world.call('sendMessage', { chat_id: ANN, text: 'Hello' });
const list = (inside: string) =>
  page.locator('details', { hasText: inside }).getByRole('list', { name: 'Faults that are set' });

/** A call of the panel with its token, as a shop makes it. */
async function callPanel(path: string, body?: object): Promise<Response> {
  const [panel] = (await drawn.world.get<{ url: string; token: string }[]>('/_emu/panels')).body;
  const headers = { authorization: `Bearer ${panel?.token}`, 'content-type': 'application/json' };
  return fetch(`${panel?.url}${path}`, {
    headers,
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  });
}

/** A client of 10 GB on the first inbound, that belongs to Ann. */
async function addClient(email: string): Promise<void> {
  const client = { email, tgId: ANN, totalGB: 10 * 2 ** 30, expiryTime: 0, enable: true };
  const added = await callPanel('panel/api/clients/add', { client, inboundIds: [1] });
  expect(await added.json()).toMatchObject({ success: true });
}

describe('the pane of the world', () => {
  it('sets faults of the Bot API, shows what is left of them, and takes them away', async () => {
    await page.getByText('Faults of the Bot API').click();
    const form = page.locator('#telegram form');
    await form.getByLabel('Method, * = any').fill('sendMessage');
    await form.getByLabel('What happens').selectOption('429');
    await form.getByLabel('seconds').fill('7');
    await form.getByLabel('How often').fill('2');
    await key(form, 'Set the fault').click();
    await list('Faults of the Bot API')
      .getByText('sendMessage: 429, too many requests, 2 times more')
      .waitFor();

    const { status, body } = await send();

    expect([status, body]).toMatchObject([429, { parameters: { retry_after: 7 } }]);
    await list('Faults of the Bot API').getByText('once more').waitFor();
    await key(page, /^Clear sendMessage/).click();
    await key(page, /^Clear sendMessage/).waitFor({ state: 'detached' });
    expect((await send()).status).toBe(200);
  });

  it('names what is wrong with a fault that cannot be', async () => {
    await page.getByText('Faults of the panel').click();
    const form = page.getByRole('region', { name: 'Panel 1' }).locator('.faults form');
    await form.getByLabel('What happens').selectOption('status');
    await form.getByLabel('status', { exact: true }).fill('99');
    await key(form, 'Set the fault').click();

    await page.getByRole('status').filter({ hasText: '>=200' }).waitFor();
    drawn.expectNotes();
  });

  it('sets faults of a panel, and clears all at once', async () => {
    await page.getByText('Faults of the panel').click();
    const form = page.getByRole('region', { name: 'Panel 1' }).locator('.faults form');
    for (const path of ['panel/api/server', 'panel/api/inbounds/list']) {
      await form.getByLabel('Calls that begin with').fill(path);
      await form.getByLabel('What happens').selectOption('html');
      await key(form, 'Set the fault').click();
      await list('Faults of the panel').getByText(`${path}: 502`).waitFor();
    }

    expect((await callPanel('panel/api/server/status')).status).toBe(502);
    await list('Faults of the panel').getByText('panel/api/server').waitFor({ state: 'detached' });
    await form.getByLabel('Calls that begin with').fill('login');
    await key(form, 'Set the fault').click();
    await key(page, 'Clear all').click();

    await list('Faults of the panel').getByRole('listitem').first().waitFor({ state: 'detached' });
    expect((await callPanel('panel/api/inbounds/list')).status).toBe(200);
  });

  it('shows a client’s owner, use and end, and switches off one that is used up', async () => {
    await addClient('key-1');
    const client = page.getByRole('listitem').filter({ hasText: 'key-1' });
    await client.getByText('Ann · no end').waitFor();
    await client.getByText('0 GB used of 10 GB').waitFor();
    await client.getByText('on', { exact: true }).waitFor();

    await client.getByRole('spinbutton').fill('10');
    await client.getByRole('spinbutton').press('Enter');

    await client.getByText('10 GB used of 10 GB').waitFor();
    await client.getByText('off', { exact: true }).waitFor();
  });

  it('removes a client only after a second word', async () => {
    await addClient('key-1');
    await addClient('key-2');
    const client = page.getByRole('listitem').filter({ hasText: 'key-1' });

    await key(client, 'Remove key-1').click();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect((await drawn.world.get<unknown[]>('/_panel/1/clients')).body).toHaveLength(2);

    await key(client, 'Remove key-1').click();
    await key(page.getByRole('dialog'), 'Remove').click();
    await client.waitFor({ state: 'detached' });
    await page.getByRole('listitem').filter({ hasText: 'key-2' }).waitFor();
  });

  it('stops and starts a panel, and lets its core fail', async () => {
    const panel = page.getByRole('region', { name: 'Panel 1' });
    await key(panel, 'Stop panel').click();
    await panel.getByText('stopped').waitFor();
    await expect(callPanel('panel/api/server/status')).rejects.toThrow();
    await key(panel, 'Start panel').click();
    await panel.getByText('running', { exact: true }).first().waitFor();
    expect(await focused(page)).toBe('Stop panel');

    await panel.getByText('Inbounds and core').click();
    await panel.getByRole('combobox', { name: /^Core/ }).selectOption('error');
    await panel.getByLabel('Its error').fill('bad config');
    await key(panel, 'Set the core').click();

    await panel.getByText('The core says error: bad config').waitFor();
    await panel.getByText(/vless.*0 clients/).waitFor();
  });

  it('says that there is no shop', async () => {
    await page.getByText('not running', { exact: true }).waitFor();
    await page.getByText('Nobody answers').waitFor();
  });

  it('moves the clock on, and says that no shop heard of it', async () => {
    await page.getByText('real time', { exact: true }).waitFor();

    await key(page, 'Clock + 30 days').click();
    await key(page, 'Clock + 1 hour').click();

    await page.getByText('30 d 1 h ahead of real time').waitFor();
    await page.getByText('No shop is running').waitFor();
    const shown = await page.locator('#now').getAttribute('datetime');
    expect(Math.abs(Date.parse(shown ?? '') - Date.now() - (30 * 24 + 1) * 3_600_000)).toBeLessThan(60_000);
  });

  it('counts the rules that the bot broke, and shows the call to blame', async () => {
    await drawn.world.call('sendMessage', { chat_id: ANN, text: 'Hi', colour: 'red' });

    await key(page, '1 violation').click();

    const item = page.locator('#violation-list').getByRole('listitem');
    await item.getByText('unknown parameter').waitFor();
    await item.getByText(/^Call \d+$/).click();
    await item.getByText('"colour": "red"').waitFor();
  });

  it('has address and keys of the panel at hand for /addserver', async () => {
    const [panel] = (await drawn.world.get<{ url: string; token: string }[]>('/_emu/panels')).body;
    await page.getByText('Address and keys').click();

    await key(page, 'Copy address').click();

    await expect.poll(() => clipboard(page)).toBe(panel?.url);
    await page.getByText(panel?.token ?? 'no token').waitFor();
  });
});
