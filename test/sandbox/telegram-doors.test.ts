import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANN, TestWorld } from './telegram-world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await TestWorld.start();
  await world.started(ANN);
});
afterAll(() => world.close());

const button = <More extends object>(more: More) => ({
  reply_markup: { inline_keyboard: [[{ text: 'x', ...more }]] },
});

describe('the doors for a person', () => {
  it('names the labels on the screen when a label is not there', async () => {
    await world.api.sendMessage(ANN, 'menu', button({ callback_data: 'x' }));
    const { status, body } = await world.person(ANN).tap('Nothing');
    expect(status).toBe(404);
    expect(body.labels).toContain('x');
  });

  it('opens and copies what a button says, and finds a button by its place', async () => {
    const { message_id } = await world.api.sendMessage(ANN, 'menu', {
      reply_markup: {
        inline_keyboard: [
          [{ text: 'Site', url: 'https://example.com/a' }],
          [
            { text: 'One', callback_data: '1' },
            { text: 'Copy', copy_text: { text: 'words' } },
          ],
        ],
      },
    });
    const ann = world.person(ANN);
    expect((await ann.tap('Site')).body).toEqual({ opened: 'https://example.com/a' });
    expect((await ann.tap('Copy')).body).toEqual({ copied: 'words' });
    const place = { messageId: message_id, row: 1, column: 0 };
    expect((await ann.act('tap', place)).body.callbackQueryId).toMatch(/^\d+$/);
  });

  it.each([
    ['/_emu/persons', { name: 5 }, 'name: '],
    ['/_emu/persons', { id: ANN, name: 'x' }, 'id: '],
    [`/_emu/persons/${ANN}/send`, {}, 'body: '],
    [`/_emu/persons/${ANN}/send`, { text: '' }, 'text: '],
    ['/_emu/clock/advance', { ms: 'soon' }, 'ms: '],
    ['/_emu/faults', { method: 'getMe', kind: 'flood' }, 'kind: '],
    ['/_emu/shops', { url: 'http://example.com', pid: 1 }, 'url: '],
  ])('says at %s what is wrong with %j', async (path, body, field) => {
    const answer = await world.post(path, body);
    expect([400, 409]).toContain(answer.status);
    expect(answer.body.error).toMatch(new RegExp(`^${field}`));
    expect(answer.body.error).not.toMatch(/ at .*\.ts/);
  });

  it('keeps pages of other sites out', async () => {
    const headers = { origin: 'https://example.com' };
    const { status } = await fetch(`${world.world.url}/_emu/bot`, { headers });
    expect(status).toBe(403);
  });
});
