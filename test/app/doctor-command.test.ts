import { existsSync, globSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { type DebianPostgres, startDebianPostgres } from '../../src/commands/debian-postgres.ts';
import { openServer } from '../../src/db/open-database.ts';
import { DOCTOR_FILE } from '../../src/web/doctor-door.ts';
import { wordsOf } from '../support/chat-person.ts';
import { run } from '../support/run-program.ts';
import { OLGA, WholeShop } from '../support/whole-shop.ts';
import { buy } from './purchase.ts';

const TIMES = { timeout: 90_000 };

let shop: WholeShop;

/** As the shop itself is configured. */
async function configured(more: Readonly<Record<string, string>> = {}) {
  const { data } = await shop.http.get<{ token: string }>('/_emu/bot');
  return {
    SANDBOX: '1',
    BOT_TOKEN: data.token,
    OWNER_IDS: String(OLGA),
    TELEGRAM_API_ROOT: shop.worldUrl,
    DATA_DIR: shop.shopDir,
    ...more,
  };
}

const doctor = (env: Readonly<Record<string, string>>, ...args: string[]) =>
  run('src/commands/doctor.ts', { env, args });

/** Somebody deletes at the panel what was sold a while ago. */
async function sellAndLose(): Promise<string> {
  const ann = await shop.newcomer('Ann');
  await buy(ann);
  await shop.settled();
  await shop.pass({ minutes: 2 });
  const [client] = await shop.clientsOf(ann);
  const email = client?.email ?? '';
  await shop.http.post('/_panel/1/remove', { email });
  expect(await shop.clientsOf(ann)).toEqual([]);
  return email;
}

const present = async () => (await shop.clients()).map(({ email }) => email);

describe('npm run doctor of a shop on the embedded database', TIMES, () => {
  beforeAll(async () => {
    shop = await WholeShop.open();
  });
  afterAll(() => shop?.close());
  afterEach(() => shop.expectClean());

  it('asks the shop that runs, as npm start has laid it out, and says that all is well', async () => {
    const { code, said } = await doctor({ DATA_DIR: shop.folder });

    expect(said).toMatch(/^sweep +found +fixed +failed\nprovider-ledger +0 +0 +0\n[\s\S]*\nAll is well\.\n$/);
    expect(code).toBe(0);
  });

  it('tells what is wrong without touching it, then mends it, then finds nothing', async () => {
    const email = await sellAndLose();

    const seen = await doctor({ DATA_DIR: shop.folder });
    const left = await present();
    const mended = await doctor({ DATA_DIR: shop.folder }, '--fix');
    const again = await doctor({ DATA_DIR: shop.folder }, '--json');

    expect(seen.said).toMatch(/^panel-drift +1 +0 +0$/m);
    expect(seen.said).toMatch(/panel-drift: .*sold and not on the panel\n\nRun it with --fix/);
    expect([seen.code, left]).toEqual([1, []]);
    expect(mended.said).toMatch(/^panel-drift +1 +1 +0$/m);
    expect([mended.code, await present()]).toEqual([0, [email]]);
    expect(JSON.parse(again.said)).toMatchObject({
      isWell: true,
      audit: { lost: 0, duplicated: 0, ledgerSum: {} },
      sweeps: expect.arrayContaining([{ name: 'panel-drift', found: 0, fixed: 0, failed: 0, details: [] }]),
    });
    expect(again.code).toBe(0);
  });

  it('does not take a key that is not the shop’s', async () => {
    const file = join(shop.shopDir, DOCTOR_FILE);
    const right = await readFile(file, 'utf8');
    await writeFile(file, JSON.stringify({ ...JSON.parse(right), token: 'yesterday' }));

    const { code, said } = await doctor({ DATA_DIR: shop.folder });
    await writeFile(file, right);

    expect(said).toMatch(
      /^Could not look: the key in doctor\.json is not that of the shop that runs.*Ask once more\.\n$/,
    );
    expect(code).toBe(2);
  });

  it('opens the database itself where the shop was killed, whatever that left behind', async () => {
    const email = await sellAndLose();
    await shop.killShop();
    expect(existsSync(join(shop.shopDir, DOCTOR_FILE))).toBe(true);

    const seen = await doctor(await configured());
    const mended = await doctor(await configured(), '--fix');

    expect([seen.code, seen.said]).toEqual([1, expect.stringMatching(/^panel-drift +1 +0 +0$/m)]);
    expect([mended.code, mended.said]).toEqual([0, expect.stringMatching(/^panel-drift +1 +1 +0$/m)]);
    expect(await present()).toContain(email);
    await shop.startShop();
  });

  it('says how to ask where there is no shop, the sandbox is stopped, or the words are wrong', async () => {
    const nowhere = join(shop.folder, 'nowhere');
    await shop.stopShop();

    const [none, stopped, wrong] = await Promise.all([
      doctor({ DATA_DIR: nowhere }),
      doctor({ DATA_DIR: shop.folder }),
      doctor({ DATA_DIR: shop.folder }, '--fixx'),
    ]);
    await shop.startShop();

    expect(none.said).toBe(
      `Could not look: there is no shop in ${nowhere}. Set DATA_DIR to the directory of its data, or DATABASE_URL to its database.\n`,
    );
    expect(existsSync(nowhere)).toBe(false);
    expect(stopped.said).toBe(
      'Could not look: this sandbox does not run. Start it with npm start, and ask while it runs.\n',
    );
    expect(wrong.said).toMatch(/^Could not look: Unknown option '--fixx'/);
    expect([none.code, stopped.code, wrong.code]).toEqual([2, 2, 2]);
  });
});

describe('npm run doctor of a shop on PostgreSQL', TIMES, () => {
  const installed = globSync('/usr/lib/postgresql/*/bin/initdb').length > 0;
  let server: DebianPostgres | null = null;

  beforeAll(async () => {
    server = await startDebianPostgres();
    if (server) shop = await WholeShop.openWorld();
  }, 60_000);
  afterAll(async () => {
    if (server) await shop?.close();
    await server?.stop();
  });

  it('works beside the shop that runs, and changes no database of another version', async (context: TestContext) => {
    const missing = 'needs PostgreSQL: apt-get install postgresql';
    if (!installed && process.env.CI === 'true') throw new Error(missing);
    context.skip(!server, missing);
    const onServer = { DATABASE_URL: server?.url ?? '' };

    const early = await doctor(await configured(onServer));
    await shop.startShop({ env: onServer });
    const email = await sellAndLose();
    const seen = await doctor(await configured(onServer));
    const mended = await doctor(await configured(onServer), '--fix');

    expect(early.said).toMatch(/^Could not look: the database is not up to date \(\w+ has not run\)/);
    expect([early.code, seen.code, mended.code]).toEqual([2, 1, 0]);
    expect(mended.said).toMatch(/^panel-drift +1 +1 +0$/m);
    expect(await present()).toEqual([email]);
    const ben = await shop.newcomer('Ben');
    await buy(ben);
    await shop.expectClean();
  });

  it('tells the owner at the next start that the books are wrong, once', async (context: TestContext) => {
    context.skip(!server, 'needs PostgreSQL');
    const env = { DATABASE_URL: server?.url ?? '' };
    await shop.olga.send('/start');
    await shop.settled(); // the shop knows her
    await shop.stopShop();
    await onServer(
      "update ledger_accounts set balance = balance + 7 where kind <> 'customer' and currency = 'XTR'",
    );

    for (const start of ['first', 'second']) {
      await shop.startShop({ env });
      await shop.until(
        `the ${start} look at the books`,
        () => looksAtBooks() === (start === 'first' ? 1 : 2),
      );
      await shop.settled();
      await shop.stopShop();
    }
    await shop.startShop({ env });

    const said = (await shop.olga.screen()).map(wordsOf).filter((words) => words.includes('break a promise'));
    expect(said).toEqual([expect.stringMatching(/balanceDrift: /)]);
  });

  const looksAtBooks = () =>
    shop.lines.filter((line) => /"event":"books\.checked","broken":[1-9]/.test(line)).length;

  async function onServer(statement: string): Promise<void> {
    const database = await openServer(server?.url ?? '', 1);
    await database.em().execute(statement);
    await database.close();
  }
});
