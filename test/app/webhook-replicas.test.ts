import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import type { Child } from '../../src/commands/child.ts';
import { sandboxWebhook, startSandboxShop } from '../../src/commands/sandbox-shop.ts';
import { freePort } from '../../src/commands/smoke/free-port.ts';
import { type ChatPerson, wordsOf } from '../support/chat-person.ts';
import { newDatabase, testServerUrl } from '../support/database.ts';
import { WholeShop } from '../support/whole-shop.ts';
import { expectDeliveredOnce, order } from './purchase.ts';

let shop: WholeShop;
let databaseUrl: string;
const ports: number[] = [];
const running = new Set<Child>();

beforeAll(async () => {
  ports.push(await freePort(), await freePort());
  shop = await WholeShop.openWorld();
});
afterAll(async () => {
  await Promise.all([...running].map((each) => each.kill('SIGKILL')));
  await shop?.close();
});

/** A process of the shop on the server's database; all of them have the same settings, but for their roles. */
async function startProcess(role: string, webPort = 0): Promise<Child> {
  const env = {
    ROLE: role,
    DATABASE_URL: databaseUrl,
    WEBHOOK_URL: sandboxWebhook(ports[0] ?? 0),
  };
  const onLine = (line: string) => void shop.lines.push(line);
  const child = await startSandboxShop(shop.worldUrl, { dataDir: shop.shopDir, webPort, env, onLine });
  running.add(child);
  return child;
}

async function kill(child: Child): Promise<void> {
  running.delete(child);
  await child.kill('SIGKILL');
}

const answersTo = async (person: ChatPerson) =>
  (await person.screen()).filter((entry) => wordsOf(entry).startsWith('Help')).length;

describe('several processes behind one webhook', { timeout: 180_000 }, () => {
  it('sell, and lose nothing when any of them is killed', async (context: TestContext) => {
    databaseUrl = await newDatabase(testServerUrl(context));
    const bots = [await startProcess('bot,worker'), await startProcess('bot,worker')];
    let web = await startProcess('web', ports[0]);
    const ann = await shop.newcomer('Ann');
    await order(ann);

    await kill(web);
    await ann.send('/paysupport');
    web = await startProcess('web', ports[0]);
    if (bots[0]) await kill(bots[0]);
    expect(await ann.pay()).toMatchObject({ status: 200 });
    await expectDeliveredOnce(shop, ann);
    await shop.until('the answer', async () => (await answersTo(ann)) > 0);

    expect(await answersTo(ann)).toBe(1);
    expect(await shop.botCalls('setWebhook')).toHaveLength(1);
    expect(await shop.botCalls('getUpdates')).toHaveLength(0);
    await shop.expectClean();
  });
});
