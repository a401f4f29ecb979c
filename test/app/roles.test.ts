import { afterAll, beforeAll, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import type { Child } from '../../src/commands/child.ts';
import { type DebianPostgres, startDebianPostgres } from '../../src/commands/debian-postgres.ts';
import { RoleProcesses } from '../../src/commands/smoke/role-processes.ts';
import { openServer } from '../../src/db/open-database.ts';
import type { ChatPerson } from '../support/chat-person.ts';
import { WholeShop } from '../support/whole-shop.ts';
import { expectDeliveredOnce, order } from './purchase.ts';

/** Sweeps are far apart: what is quick here is so because somebody was woken. */
const LEASE_MS = 2_000;
const QUIET_MS = 4_500;
const TIMES = { SWEEP_SECONDS: '60', LANE_LEASE_MS: String(LEASE_MS), LANE_RENEW_MS: '700' };
/** What a machine under load may take on top of what is promised. */
const LOAD_MS = 2_500;

let server: DebianPostgres | null = null;
let shop: WholeShop;
let roles: RoleProcesses;
let ann: ChatPerson;

beforeAll(async () => {
  server = await startDebianPostgres();
  if (server === null) return;
  // To panels from 3.5 on the same client may be sent again at once; only an older one needs the quiet time.
  shop = await WholeShop.openWorld({ panels: '3.1' });
  const onLine = (line: string) => void shop.lines.push(line);
  roles = await RoleProcesses.prepare({
    worldUrl: shop.worldUrl,
    databaseUrl: server.url,
    env: TIMES,
    onLine,
  });
  for (const role of ['worker', 'bot', 'web']) await roles.start(role);
}, 120_000);
afterAll(async () => {
  await roles?.close('SIGKILL');
  await shop?.close();
  await server?.stop();
});
beforeEach(async (context: TestContext) => {
  const missing = 'needs PostgreSQL: apt-get install postgresql';
  if (!server && process.env.CI === 'true') throw new Error(missing);
  context.skip(!server, missing);
  ann = await shop.newcomer('Ann');
});

const added = async () => (await shop.adds()).filter(({ applied }) => applied).length;
const asked = async () => (await shop.adds()).length;

/** Pays, and answers when the panel was asked for the client. */
async function payAndWaitForPanel(): Promise<void> {
  const before = await asked();
  expect(await ann.pay()).toMatchObject({ status: 200 });
  await shop.until('the panel is asked', async () => (await asked()) > before);
}

async function holderPid(): Promise<number> {
  const database = await openServer(server?.url ?? '', 1);
  const [row] = await database
    .em()
    .execute<{ holder: string }[]>('select holder from panel_lanes where holder is not null');
  await database.close();
  return Number(row?.holder.split(':')[1]);
}

async function killWriter(): Promise<Child> {
  const writer = roles.byPid(await holderPid());
  await writer.kill('SIGKILL');
  return writer;
}

async function msUntil(what: string, isTrue: () => Promise<boolean>): Promise<number> {
  const began = performance.now();
  await shop.until(what, isTrue);
  return performance.now() - began;
}

describe('a shop of several processes', { timeout: 120_000 }, () => {
  it('delivers at once, although payment, panel and chat belong to different processes', async () => {
    await order(ann);
    const before = await added();
    expect(await ann.pay()).toMatchObject({ status: 200 });

    const ms = await msUntil('the client is there', async () => (await added()) > before);

    expect(ms).toBeLessThan(1_000 + LOAD_MS);
    await expectDeliveredOnce(shop, ann);
  });

  it('goes on within lease and a second when the worker dies before it has written', async () => {
    for (const worker of roles.living('worker')) await worker.kill();
    const dying = await roles.start('worker', { CRASH_AT: 'lane.taken' });
    const ended = Promise.withResolvers<number>();
    void dying.ended.then(() => ended.resolve(performance.now()));
    await order(ann);
    const before = await added();
    expect(await ann.pay()).toMatchObject({ status: 200 });
    const died = await ended.promise;
    await roles.start('worker');
    const started = performance.now();

    await shop.until('the client is there', async () => (await added()) > before);

    const since = Math.max(started, died + LEASE_MS);
    expect(performance.now() - since).toBeLessThan(1_000 + LOAD_MS);
    await expectDeliveredOnce(shop, ann);
  });

  it('writes again only after the quiet time when the worker dies while the panel is asked', async () => {
    await roles.start('worker');
    await order(ann);
    await shop.panelFault({ times: 1, kind: 'hang', ms: 60_000 });
    await payAndWaitForPanel();
    const began = performance.now();
    const before = await asked();
    await killWriter();

    await shop.until('the panel is asked again', async () => (await asked()) > before);

    const ms = performance.now() - began;
    expect(ms).toBeGreaterThan(QUIET_MS - 1_000);
    expect(ms).toBeLessThan(QUIET_MS + 1_000 + LOAD_MS);
    await expectDeliveredOnce(shop, ann);
  });

  it('lets its lanes go when a worker is told to end, and another goes on at once', async () => {
    const second = await roles.start('worker');
    await order(ann);
    await ann.pay();
    await expectDeliveredOnce(shop, ann);

    const began = performance.now();
    const end = await second.kill('SIGTERM');

    expect(end).toBe('ended with code 0');
    expect(performance.now() - began).toBeLessThan(20_000);
    const boris = await shop.newcomer('Boris');
    await order(boris);
    expect(await boris.pay()).toMatchObject({ status: 200 });
    await expectDeliveredOnce(shop, boris);
  });

  it('survives a restart of the database in the middle of its work, in every role', async () => {
    await roles.start('worker');
    const people = await Promise.all(['Boris', 'Clara', 'Dora'].map((name) => shop.newcomer(name)));
    for (const person of people) await order(person);
    const before = roles.living();
    await shop.panelFault({ times: 1, kind: 'hang', ms: 1_500 });

    const paid = people.map((person) => person.pay());
    await server?.restart();
    await Promise.all(paid);

    await shop.until('everybody has a client', async () => {
      const counts = await Promise.all(people.map(async (person) => (await shop.clientsOf(person)).length));
      return counts.every((count) => count === 1);
    });
    for (const person of people) await expectDeliveredOnce(shop, person);
    expect(roles.living()).toEqual(before);
  });

  it('broke no rule of Telegram, told no secret, and ends in order', async () => {
    await shop.expectClean();

    expect(new Set(await roles.close())).toEqual(new Set(['ended with code 0']));
  });
});
