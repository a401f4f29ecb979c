import { request } from 'node:http';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Secret } from '../../src/model/values/secret.ts';
import { lateRoutes } from '../../src/web/late-routes.ts';
import { startWebServer, type WebServer } from '../../src/web/web-server.ts';
import { type WebhookParts, webhookRoutes } from '../../src/web/webhook-routes.ts';
import { lineLogger } from '../support/shop-process.ts';

const SECRET = 'the-secret_of-Telegram';
const HEADER = 'X-Telegram-Bot-Api-Secret-Token';
const MEGABYTE = 1024 * 1024;
const update = (id: number, text = 'hello') => ({ update_id: id, message: { text } });

const servers: WebServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A shop's web server with a webhook; what reached the inbox stands in `stored`, one list for each statement. */
async function served(over: Partial<WebhookParts> = {}) {
  const stored: number[][] = [];
  const lines: string[] = [];
  const time = { now: 0 };
  const late = lateRoutes();
  const server = await startWebServer({ host: '127.0.0.1', port: 0, app: late.app });
  servers.push(server);
  late.serve(
    webhookRoutes({
      path: '/hook/telegram',
      secrets: [new Secret(SECRET)],
      store: async (updates) => void stored.push(updates.map((each) => each.update_id)),
      log: lineLogger(lines),
      realTime: () => time.now,
      ...over,
    }),
  );
  const url = `${server.url}/hook/telegram`;
  const post = (body: string | ReadableStream, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', [HEADER]: SECRET, ...headers },
      body,
      ...{ duplex: 'half' },
    });
  const bring = (id: number, headers?: Record<string, string>) => post(JSON.stringify(update(id)), headers);
  return { url, port: server.port, stored, lines, time, post, bring };
}

/** A stranger from this address; answers the status. */
function knock(port: number, localAddress: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const how = { port, host: '127.0.0.1', localAddress, method: 'POST', path: '/hook/telegram' };
  request(how, (answer) => resolve(answer.resume().statusCode ?? 0))
    .on('error', reject)
    .end('{}');
  return promise;
}

/** A store that a test lets go on by hand. */
function heldStore() {
  const batches: { ids: number[]; end: PromiseWithResolvers<void> }[] = [];
  const store = (updates: readonly { update_id: number }[]) => {
    const end = Promise.withResolvers<void>();
    batches.push({ ids: updates.map((each) => each.update_id), end });
    return end.promise;
  };
  const until = async (count: number) => {
    while (batches.length < count) await turn();
    return batches;
  };
  return { batches, store, until };
}

describe('an update that Telegram brings', () => {
  it('is in the inbox when Telegram reads 200', async () => {
    const shop = await served();

    const answer = await shop.bring(7);

    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(shop.stored).toEqual([[7]]);
  });

  it('is answered only after the inbox has it for good', async () => {
    const { store, until } = heldStore();
    const shop = await served({ store });
    let answered = false;

    const answer = shop.bring(7).finally(() => {
      answered = true;
    });
    const [batch] = await until(1);
    for (let turns = 0; turns < 50; turns++) await turn();
    const before = answered;
    batch?.end.resolve();

    expect((await answer).status).toBe(200);
    expect(before).toBe(false);
  });

  it('is taken with the secret of any key, so that keys can be changed while the shop runs', async () => {
    const shop = await served({ secrets: [new Secret('new'), new Secret('old')] });

    const answers = [await shop.bring(1, { [HEADER]: 'old' }), await shop.bring(2, { [HEADER]: 'new' })];

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('comes again, soon, when the database is away; one line says why', async () => {
    const away = new Error('connect ECONNREFUSED');
    const shop = await served({ store: () => Promise.reject(away) });

    const answers = [await shop.bring(1), await shop.bring(2)];

    expect(answers.map(({ status }) => status)).toEqual([503, 503]);
    expect(answers.map(({ headers }) => headers.get('retry-after'))).toEqual(['5', '5']);
    expect(shop.lines).toEqual([expect.stringMatching(/^webhook\.not-stored .*ECONNREFUSED/)]);
  });

  it('comes again when the database hangs, and is stored once that is over', async () => {
    const { batches, store, until } = heldStore();
    const shop = await served({ store, patienceMs: 50 });

    const first = await shop.bring(7);
    const again = shop.bring(7);
    await until(2);
    batches[1]?.end.resolve();

    expect([first.status, (await again).status]).toEqual([503, 200]);
  });

  it('is one of a hundred at once, and each of them is taken', async () => {
    const shop = await served();
    const ids = Array.from({ length: 100 }, (_, n) => n + 1);

    const answers = await Promise.all(ids.map((id) => shop.bring(id)));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(shop.stored.flat().toSorted((one, other) => one - other)).toEqual(ids);
  });

  it('has to come again when more wait than Telegram has connections for', async () => {
    const { batches, store, until } = heldStore();
    const shop = await served({ store });
    const held = shop.bring(1);
    await until(1);

    const answers = Array.from({ length: 201 }, (_, n) => shop.bring(n + 2));
    const refused = await Promise.race(answers);
    batches[0]?.end.resolve();
    (await until(2))[1]?.end.resolve();

    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    const statuses = (await Promise.all([held, ...answers])).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(201);
  });
});

describe('a stranger at the webhook', () => {
  it.each([
    ['no secret', { [HEADER]: '' }],
    ['another secret', { [HEADER]: `${SECRET}x` }],
    ['the beginning of the secret', { [HEADER]: SECRET.slice(0, -1) }],
    ['the secret twice', { [HEADER]: `${SECRET}, ${SECRET}` }],
  ])('with %s is sent away without a word', async (_, headers) => {
    const shop = await served();

    const answer = await shop.bring(7, headers);

    expect([answer.status, await answer.text()]).toEqual([401, '']);
    expect(shop.stored).toEqual([]);
  });

  it('is sent away before their body is read', async () => {
    const shop = await served();
    const head = `POST /hook/telegram HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${MEGABYTE}\r\n\r\n`;

    const socket = connect(shop.port, '127.0.0.1', () => socket.write(`${head}{"upd`));
    const [answer] = await new Promise<[Buffer]>((resolve) => socket.once('data', (data) => resolve([data])));
    socket.destroy();

    expect(answer.toString()).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('who comes very often reads 429, and Telegram from the same address does not', async () => {
    const shop = await served();
    for (let n = 0; n < 60; n++) await shop.bring(n, { [HEADER]: 'guess' });

    const [stranger, telegram] = [await shop.bring(61, { [HEADER]: 'guess' }), await shop.bring(62)];
    shop.time.now = 3_600_001;
    const anHourLater = await shop.bring(63, { [HEADER]: 'guess' });

    expect([stranger.status, telegram.status, anHourLater.status]).toEqual([429, 200, 401]);
    expect(shop.stored).toEqual([[62]]);
  });

  it('in a crowd reads 429 at the first knock, and Telegram does not', async () => {
    const shop = await served();
    for (let house = 2; house < 12; house++)
      for (let n = 0; n < 60; n++) await knock(shop.port, `127.0.0.${house}`);

    const [stranger, telegram] = [await knock(shop.port, '127.0.0.99'), await shop.bring(1)];

    expect([stranger, telegram.status]).toEqual([429, 200]);
  });

  it('is one line in the log, with the address and not with what they said', async () => {
    const shop = await served();
    for (let n = 0; n < 5; n++) await shop.bring(n, { [HEADER]: 'guess-4711' });

    expect(shop.lines).toEqual([expect.stringMatching(/^webhook\.stranger .*127\.0\.0\.1/)]);
    expect(shop.lines.join()).not.toContain('4711');
  });

  it('who only looks finds nothing there', async () => {
    const shop = await served();

    expect((await fetch(shop.url, { headers: { [HEADER]: SECRET } })).status).toBe(404);
  });
});

describe('a body that is no update', () => {
  it.each([
    ['cut on the way', '{"update_id": 7, "mess'],
    ['empty', ''],
    ['not an object', '[1, 2]'],
    ['null', 'null'],
    ['without a number', '{"message": {}}'],
    ['with a number that is none', '{"update_id": "7"}'],
    ['with half a number', '{"update_id": 7.5}'],
  ])('because it is %s is refused: Telegram has it whole', async (_, body) => {
    const shop = await served();

    const answer = await shop.post(body);

    expect(answer.status).toBe(400);
    expect(shop.stored).toEqual([]);
  });

  it('in another form than JSON is refused', async () => {
    const shop = await served();

    const answer = await shop.bring(7, { 'Content-Type': 'text/plain' });

    expect(answer.status).toBe(415);
  });

  it('of more than a megabyte is refused, also where its length is not told', async () => {
    const shop = await served();
    const large = JSON.stringify(update(7, 'x'.repeat(MEGABYTE)));

    const told = await shop.post(large);
    const untold = await shop.post(new Blob([large]).stream());

    expect([told.status, untold.status]).toEqual([413, 413]);
    expect(shop.stored).toEqual([]);
  });

  it('of nearly a megabyte is taken', async () => {
    const shop = await served();

    const answer = await shop.post(JSON.stringify(update(7, 'x'.repeat(MEGABYTE - 100))));

    expect(answer.status).toBe(200);
  });
});
