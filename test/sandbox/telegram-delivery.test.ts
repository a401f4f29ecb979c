import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld } from '../../src/sandbox/world.ts';
import { ANN, OLGA, TestWorld } from './telegram-world.ts';

let folder: string;
let world: TestWorld;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'world-'));
  world = await TestWorld.start({ folder });
});
afterEach(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

const poll = (body: object = {}) => world.call('getUpdates', { timeout: 5, ...body });

/** A stand-in for a shop's control address. */
async function startShop(answers: Record<string, object>) {
  const heard: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    heard.push(`${request.method} ${request.url} ${Buffer.concat(chunks)}`.trim());
    response.setHeader('connection', 'close').end(JSON.stringify(answers[request.url ?? ''] ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url, heard, close };
}

describe('updates on their way to the bot', () => {
  it('come again until an offset confirms them', async () => {
    const { body } = await world.person(ANN).send('one');
    const first = await world.api.getUpdates();
    const again = await world.api.getUpdates();
    expect(again).toEqual(first);
    expect(first).toHaveLength(1);
    expect(await world.api.getUpdates({ offset: (body.updateId ?? 0) + 1 })).toEqual([]);
    expect(await world.api.getUpdates()).toEqual([]);
  });

  it('end a waiting poll at once', async () => {
    const waiting = poll();
    await world.person(ANN).send('news');
    expect((await waiting).body.result).toMatchObject([{ message: { text: 'news' } }]);
  });

  it('stop the older of two polls', async () => {
    const older = poll();
    await world.call('getMe');
    const newer = poll();
    expect(await older).toMatchObject({
      status: 409,
      body: {
        description:
          'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      },
    });
    await world.person(ANN).send('x');
    expect((await newer).status).toBe(200);
  });

  it('are only of the kinds the bot asked for', async () => {
    await world.api.getUpdates({ allowed_updates: ['message'] });
    const ann = world.person(ANN);
    await ann.send('x');
    await ann.act('block');
    expect((await world.api.getUpdates()).map((update) => Object.keys(update)[1])).toEqual(['message']);
  });

  it('come twice with one id when a test wants a duplicate', async () => {
    const { body } = await world.person(ANN).send('once');
    const [first] = await world.updates();
    await world.updates();
    await world.post('/_emu/updates/duplicate', { updateId: body.updateId });
    expect(await world.updates()).toEqual([first]);
    expect((await world.post('/_emu/updates/duplicate', { updateId: 1 })).status).toBe(404);
  });
});

describe('faults that were asked for', () => {
  it.each([
    [{ kind: 429, retryAfter: 7 }, 429, { retry_after: 7 }],
    [{ kind: '403' }, 403, undefined],
    [{ kind: 500 }, 500, undefined],
    [{ kind: 400, text: 'Bad Request: BUTTON_DATA_INVALID' }, 400, undefined],
  ])('answer %j and are used up', async (fault, code, parameters) => {
    await world.started(ANN);
    await world.post('/_emu/faults', { method: 'SendMessage', times: 1, ...fault });
    const message = { chat_id: ANN, text: 'x' };
    const { status, body } = await world.call('sendMessage', message);
    expect(status).toBe(code);
    expect(body).toMatchObject({ ok: false, error_code: code, ...(parameters ? { parameters } : {}) });
    expect((await world.call('sendMessage', message)).status).toBe(200);
  });

  it('lose the answer of a call that took effect', async () => {
    const ann = await world.started(ANN);
    await world.post('/_emu/faults', { method: 'sendMessage', times: 1, kind: 'lostResponse' });
    await expect(world.call('sendMessage', { chat_id: ANN, text: 'there' })).rejects.toThrow();
    expect((await ann.messages()).at(-1)).toMatchObject({ text: 'there' });
  });

  it('keep a call waiting', async () => {
    await world.post('/_emu/faults', { method: 'getMe', times: 1, kind: 'hang', ms: 120 });
    const begun = performance.now();
    expect((await world.call('getMe')).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThan(100);
  });
});

describe('the clock of the world', () => {
  it('moves in every shop, and answers when the shop has run what became due', async () => {
    const shop = await startShop({ '/_shop/idle': { idle: true, due: 0, inbox: 0, outgoing: 0, lanes: 0 } });
    expect((await world.post('/_emu/shops', { url: shop.url, pid: 1 })).body).toEqual({ offsetMs: 0 });
    expect((await world.post('/_emu/clock/advance', { ms: 5000 })).body).toEqual({
      offsetMs: 5000,
      shop: 'ok',
    });
    expect(shop.heard).toEqual(['POST /_shop/clock {"offsetMs":5000}']);
    expect((await world.get('/_emu/idle')).body).toMatchObject({ idle: true, lanes: 0 });
    await world.person(ANN).send('waits');
    expect((await world.get('/_emu/idle')).body).toMatchObject({ idle: false, updates: 1 });
    await shop.close();
    expect((await world.post('/_emu/clock/advance', { ms: 1 })).body).toEqual({
      offsetMs: 5001,
      shop: 'down',
    });
    expect((await world.get('/_emu/idle')).body).toEqual({ idle: false, shop: 'down' });
  });
});

describe('a restart of the world', () => {
  it('keeps everything', async () => {
    const ann = world.person(ANN);
    await ann.send('/start');
    const { message_id } = await world.api.sendMessage(ANN, 'menu', {
      reply_markup: { inline_keyboard: [[{ text: 'Tap', callback_data: 'x' }]] },
    });
    const tap = await ann.tap('Tap');
    await world.post('/_emu/clock/advance', { ms: 60_000 });
    await world.post('/_emu/faults', { method: 'getMe', times: 1, kind: 500 });
    const before = await ann.messages();
    const panels = await world.get('/_emu/panels');
    const { token } = world;
    await world.close();

    world = await TestWorld.start({ folder });

    expect(world.token).toBe(token);
    expect(await world.get('/_emu/panels')).toEqual(panels);
    expect(await world.person(ANN).messages()).toEqual(before);
    expect((await world.get('/_emu/clock')).body).toMatchObject({ offsetMs: 60_000 });
    expect((await world.call('getMe')).status).toBe(500);
    expect((await world.api.getUpdates()).map(({ update_id }) => update_id)).toContain(tap.body.updateId);
    const next = await world.api.sendMessage(ANN, 'after');
    expect(next.message_id).toBe(message_id + 1);
  });

  it('begins anew when told to', async () => {
    const { token } = world;
    await world.close();
    world = await TestWorld.start({ folder, fresh: true });
    expect(world.token).not.toBe(token);
    expect(world.token).toMatch(/^\d{10}:[\w-]{35}$/);
  });

  it('is refused on a port that is taken, and leaves the folder alone', async () => {
    const port = Number(new URL(world.world.url).port);
    await expect(startWorld({ port, folder, fresh: true })).rejects.toMatchObject({
      code: 'EADDRINUSE',
      port,
    });
    const { body } = await world.get<object[]>('/_emu/persons');
    expect(body).toHaveLength(3);
    expect(body).toContainEqual(expect.objectContaining({ id: OLGA, role: 'owner' }));
  });
});
