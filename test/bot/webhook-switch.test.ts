import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Poller } from '../../src/bot/inbox/poller.ts';
import { storeFromWebhook } from '../../src/bot/inbox/store-from-webhook.ts';
import { WebhookKeeper } from '../../src/bot/inbox/webhook-keeper.ts';
import { Secret } from '../../src/model/values/secret.ts';
import type { UnitOfWork } from '../../src/services/ports/unit-of-work.ts';
import { systemClock } from '../../src/system/clock.ts';
import { startWebServer, type WebServer } from '../../src/web/web-server.ts';
import { webhookRoutes } from '../../src/web/webhook-routes.ts';
import { ANN, TestWorld } from '../sandbox/telegram-world.ts';
import { openTestDatabase, workOn } from '../support/database.ts';
import { BOT, quiet, soon, stored } from './inbox-scene.ts';

const SECRET = new Secret('secret-of-the-webhook');

let world: TestWorld;
let work: UnitOfWork;
let web: WebServer;
const running: { stop(): Promise<void> }[] = [];

beforeEach(async () => {
  world = await TestWorld.start();
  work = workOn(await openTestDatabase());
  const store = storeFromWebhook({ work, clock: systemClock, botId: BOT, onStored: () => {} });
  const app = webhookRoutes({ path: '/hook', secrets: [SECRET], store, log: quiet });
  web = await startWebServer({ host: '127.0.0.1', port: 0, app });
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
  await world.close();
  await web.close();
});

const common = (holder: string) => ({
  ...{ api: world.api, work, clock: systemClock, log: quiet, holder },
  onConflict: (message: string) => expect.unreachable(message),
});

function polls(holder: string, onStored: () => void = () => {}): Poller {
  const poller = new Poller({ ...common(holder), botId: BOT, onStored });
  running.push(poller);
  poller.start();
  return poller;
}

function takesByWebhook(holder: string): WebhookKeeper {
  const shop = { botId: BOT, ownerIds: [] };
  const webhook = { url: `${web.url}/hook`, secret: SECRET };
  const keeper = new WebhookKeeper({ ...common(holder), shop, webhook, onAlert: () => {} });
  running.push(keeper);
  keeper.start();
  return keeper;
}

const say = async (text: string) => void (await world.person(ANN).send(text));
const pending = async () => (await world.call('getWebhookInfo')).body.result?.pending_update_count;

/** What the inbox holds, in the order in which Ann wrote it. */
const inbox = async () => (await stored(work)).map(({ body }) => JSON.parse(body ?? '{}').message?.text);

describe('switching between polling and webhook', () => {
  it('takes every update in once, whenever it was sent', async () => {
    const first = polls('first');
    await say('while it polls');
    await soon(inbox).toEqual(['while it polls']);
    await first.stop();
    await say('between the two');

    const second = takesByWebhook('second');
    await soon(inbox).toHaveLength(2);
    await say('by webhook');
    await soon(inbox).toHaveLength(3);
    await second.stop();
    await say('to a webhook that nobody looks after');
    await soon(inbox).toHaveLength(4);

    polls('third');
    await soon(async () => (await world.call('getWebhookInfo')).body.result?.url).toBe('');
    await say('when it polls again');
    await soon(inbox).toEqual([
      'while it polls',
      'between the two',
      'by webhook',
      'to a webhook that nobody looks after',
      'when it polls again',
    ]);
    expect(await world.violations()).toEqual([]);
  });

  it('knows an update again that was stored, and that Telegram was not told to forget', async () => {
    await say('stored, not confirmed');
    const stopped = Promise.withResolvers<void>();
    const dying = polls('dying', () => void dying.stop().then(stopped.resolve));
    await stopped.promise;
    const waiting = await pending();

    takesByWebhook('heir');
    await soon(pending).toBe(0);

    expect(waiting).toBe(1);
    expect(await inbox()).toEqual(['stored, not confirmed']);
  });

  it('knows an update again that came by webhook, and whose 200 was lost', async () => {
    const { body } = await world.person(ANN).send('twice');
    const keeper = takesByWebhook('first');
    await soon(pending).toBe(0);
    await keeper.stop();
    await world.post('/_emu/updates/duplicate', { updateId: body.updateId });

    polls('second');
    await say('after it');
    await soon(inbox).toEqual(['twice', 'after it']);
  });
});
