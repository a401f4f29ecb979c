import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RunningProgram, run } from '../support/run-program.ts';
import { OLGA, WholeShop } from '../support/whole-shop.ts';
import { expectDeliveredOnce, openPlans, orderAndPay } from './purchase.ts';

const KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`;

let shop: WholeShop;
let token = '';

beforeAll(async () => {
  shop = await WholeShop.open();
  token = (await shop.http.get<{ token: string }>('/_emu/bot')).data.token;
});
afterAll(() => shop?.close());
afterEach(() => shop.expectClean());

/** How a shop in our world is configured, with a data directory of its own. */
const sandboxEnv = (folder: string) => ({
  SANDBOX: '1',
  BOT_TOKEN: token,
  OWNER_IDS: String(OLGA),
  TELEGRAM_API_ROOT: shop.worldUrl,
  DATA_DIR: join(shop.folder, folder),
  WEB_PORT: '0',
});
const liveEnv = (folder: string) => ({
  ...sandboxEnv(folder),
  SANDBOX: '0',
  EMBEDDED_LIVE: '1',
  APP_KEYS: KEYS,
});

describe('starting a shop', { timeout: 90_000 }, () => {
  it.each(['src/main.ts', 'src/commands/start.ts'] as const)(
    'names every mistake of the configuration with its mend at once: %s',
    async (program) => {
      const env = { BOT_TOKEN: 'abc', OWNER_IDS: 'me', DATABASE_URL: 'http://x', WEB_PORT: '99999' };
      const { code, said } = await run(program, { env });
      expect(code).toBe(1);
      for (const words of [
        'BOT_TOKEN: is not a bot token — copy it whole from @BotFather',
        'OWNER_IDS: is not a list of Telegram ids — write numeric ids',
        'DATABASE_URL: is not the address of a PostgreSQL database — write postgres://',
        'WEB_PORT: is not a port — write 1 to 65535',
        'APP_KEYS: is missing, and a live shop needs it',
      ])
        expect(said).toContain(words);
      expect(said).not.toContain('    at ');
    },
  );

  it('refuses a live token without a database that keeps its files, and says how to insist', async () => {
    const { EMBEDDED_LIVE: _, ...env } = liveEnv('never');
    const { code, said } = await run('src/main.ts', { env });
    expect(code).toBe(1);
    expect(said).toContain('EMBEDDED_LIVE=1');
    expect(existsSync(env.DATA_DIR)).toBe(false);
  });

  it('says which process has the port, for the shop and for the chat page', async () => {
    const { server, port } = await listen();
    const { DATA_DIR } = sandboxEnv('port');
    const [own, page] = await Promise.all([
      run('src/main.ts', { env: { ...sandboxEnv('port'), WEB_PORT: String(port) } }),
      run('src/commands/start.ts', { args: ['--port', String(port)], env: { DATA_DIR, WEB_PORT: '0' } }),
    ]);
    server.close();
    for (const { code, said } of [own, page]) {
      expect(said).toContain(`Port ${port} is taken by process ${process.pid}`);
      expect(code).toBe(1);
      expect(said).not.toContain('    at ');
    }
  });

  it('says which process has the data directory', async () => {
    const { code, said } = await run('src/main.ts', {
      env: { ...sandboxEnv(''), DATA_DIR: shop.shopDir },
    });
    expect(code).toBe(1);
    expect(said).toContain(`is in use by process ${shop.shopPid}`);
  });

  it('takes over the lock of a shop that was killed', async () => {
    await shop.killShop();
    const lock = join(shop.shopDir, 'shop.lock');
    expect(existsSync(lock)).toBe(true);
    await shop.startShop();
    expect(readFileSync(lock, 'utf8')).toContain(`"pid":${shop.shopPid},`);
  });

  it('says that Telegram does not know the token', async () => {
    const BOT_TOKEN = `123456:${'a'.repeat(35)}`;
    const { code, said } = await run('src/main.ts', { env: { ...sandboxEnv('token'), BOT_TOKEN } });
    expect(code).toBe(1);
    expect(said).toContain('Telegram does not know this BOT_TOKEN');
    expect(said).not.toContain(BOT_TOKEN);
  });

  it('says that nothing answers at the database', async () => {
    const { server, port } = await listen();
    await new Promise((resolve) => server.close(resolve));
    const env = { ...liveEnv('nowhere'), DATABASE_URL: `postgres://shop:pass1234@127.0.0.1:${port}/shop` };
    const { code, said } = await run('src/main.ts', { env });
    expect(code).toBe(1);
    expect(said).toContain('nothing answers at the database');
    expect(said).not.toContain('pass1234');
  });

  it('ends the second of two shops on one token with clear words, and the first goes on selling', async () => {
    const first = shop.shopPid;
    const second = await run('src/main.ts', { env: sandboxEnv('second') });
    expect(second.said).toContain('another program reads updates with this bot token (409)');
    expect(second.code).toBe(1);

    const ann = await shop.newcomer('Ann');
    await orderAndPay(ann);
    await expectDeliveredOnce(shop, ann);
    expect(shop.shopPid).toBe(first);
    expect(shop.lines.join('\n')).not.toContain('another program reads');
  });

  it('refuses the database of a sandbox to a live shop, and the other way round', async () => {
    await shop.stopShop();
    const onSandbox = await run('src/main.ts', { env: { ...liveEnv(''), DATA_DIR: shop.shopDir } });
    expect(onSandbox.said).toContain('this database belongs to a sandbox shop, and this one is live');
    expect(onSandbox.code).toBe(1);

    const live = new RunningProgram('src/main.ts', { env: liveEnv('live') });
    await shop.until('the live shop is open', () => live.has('shop.started'));
    expect((await live.kill()).code).toBe(0);
    const onLive = await run('src/main.ts', { env: sandboxEnv('live') });
    expect(onLive.said).toContain('this database belongs to a live shop, and this one is sandbox');
    expect(onLive.code).toBe(1);
    expect(live.words).not.toContain(token);
    await shop.startShop();
  });

  it('opens world and shop with npm start and nothing configured, and leaves nothing behind', async () => {
    const env = { DATA_DIR: join(shop.folder, 'start'), WEB_PORT: '0' };
    const start = new RunningProgram('src/commands/start.ts', { args: ['--port', '0'], env });
    await shop.until('the shop is open', () => start.has('The shop is open: http://127.0.0.1:'));
    const shopPid = Number(/Shop process (\d+)/.exec(start.words)?.[1]);
    expect(isAlive(shopPid)).toBe(true);
    const { code, said } = await start.kill();
    expect(code).toBe(0);
    expect(said).not.toContain('started again');
    expect(isAlive(shopPid)).toBe(false);
  });

  it('ends world and shop when npm start itself is killed', async () => {
    const env = { DATA_DIR: join(shop.folder, 'start'), WEB_PORT: '0' };
    const start = new RunningProgram('src/commands/start.ts', { args: ['--port', '0'], env });
    await shop.until('the shop is open', () => start.has('The shop is open'));
    const shopPid = Number(/Shop process (\d+)/.exec(start.words)?.[1]);
    await start.kill('SIGKILL');
    await shop.until('the shop has ended', () => !isAlive(shopPid));
  });

  it('answers whoever taps while it still looks at panels that hang', async () => {
    const path = 'panel/api/inbounds/list';
    await shop.stopShop();
    await shop.panelFault({ path, kind: 'hang', times: 100 });
    let isOpen = false;
    const starting = shop.startShop({ env: { PANEL_READ_MS: '8000' } }).then(() => {
      isOpen = true;
    });

    await openPlans(await shop.newcomer('Boris'));

    expect(isOpen).toBe(false);
    await shop.panelFault({ path, kind: 'hang', times: 0 });
    await starting;
  });
});

async function listen(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
