// npm start: a live shop when it is configured as one, else the whole shop in a box, in the browser.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readConfig } from '../config.ts';
import { generationList } from '../sandbox/panel/generation-list.ts';
import { startWorldProcess } from './child.ts';
import { sandboxFolders, startSandboxShop } from './sandbox-shop.ts';
import { startFault } from './start-fault.ts';

const { values: flags } = parseArgs({
  options: {
    port: { type: 'string', default: '8080' },
    fresh: { type: 'boolean', default: false },
    panels: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const leftOut = z.array(z.string());

/** Of a new sandbox: one panel to buy from, and another to move to. */
const FIRST_PANELS = '3.6,3.6';

const HELP = `npm start                      the sandbox: chat page on http://127.0.0.1:8080
npm start -- --port 9000       … on another port
npm start -- --fresh           … beginning anew: what earlier runs left is deleted
npm start -- --panels 2.8,3.6  … with these panels, by the generation of 3x-ui; without it those of the last time, at first two of 3.6
With BOT_TOKEN, OWNER_IDS and DATABASE_URL set, a live shop (see .env.example).`;

if (flags.help) {
  console.log(HELP);
} else {
  try {
    const config = readConfig();
    if (config.sandbox && config.botToken === null)
      await startSandbox(config.database.dataDir, config.web.port);
    else await import('../main.ts');
  } catch (fault) {
    console.error(startFault(fault));
    process.exit(1);
  }
}

async function startSandbox(dataDir: string, webPort: number): Promise<void> {
  if (flags.panels !== undefined) generationList(flags.panels); // said before anything is deleted or started
  const folders = sandboxFolders(dataDir);
  if (flags.fresh) await forget(folders);
  const world = await startWorldProcess(worldArgs(folders.world));
  const worldUrl = String(world.ready.url);
  console.error('Starting the shop (the first start makes its database, some seconds) …');
  const shop = await startSandboxShop(worldUrl, { dataDir: folders.shop, webPort });
  console.log(`The shop is open: ${worldUrl}
  Choose Ann, press Start, buy a plan, press Pay: the key comes into the chat.
  Choose Olga (the owner) for /servers, /plans, /orders, /addserver.
  Shop process ${shop.pid}, subscriptions ${shop.ready.webUrl}. Stop with Ctrl+C; everything is kept in ${dataDir}.`);
  for (const words of leftOut.parse(shop.ready.leftOut)) console.log(`  ${words}`);
  const stop = () => void shop.kill().then(() => world.kill());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('disconnect', stop);
  const how = await Promise.race([shop.ended, world.ended]);
  await Promise.all([shop.kill(), world.kill()]);
  if (how !== 'ended with code 0')
    console.error(`The shop or its world ${how}; start again and it goes on where it was.`);
  process.exit(how === 'ended with code 0' ? 0 : 1);
}

/** Panels keep the ports they had. */
function worldArgs(folder: string): string[] {
  const { port, panels = existsSync(folder) ? undefined : FIRST_PANELS } = flags;
  const args = ['--port', port, '--folder', folder, '--panel-port', '0'];
  return panels === undefined ? args : [...args, '--panels', panels];
}

async function forget(folders: { world: string; shop: string }): Promise<void> {
  const { rm } = await import('node:fs/promises');
  const { lockDataDirectory } = await import('../db/data-directory.ts');
  const lock = await lockDataDirectory(folders.shop);
  lock.release();
  for (const folder of Object.values(folders)) await rm(folder, { recursive: true, force: true });
}
