import { join } from 'node:path';
import axios from 'axios';
import { z } from 'zod';
import { type Child, startShopProcess } from './child.ts';

const bot = z.object({ token: z.string() });
const persons = z.array(z.object({ id: z.number(), role: z.string() }));

/** Where a sandbox keeps its two halves: each has a folder of its own. */
export const sandboxFolders = (dataDir: string) => ({
  world: join(dataDir, 'world'),
  shop: join(dataDir, 'shop'),
});

/** `env` = settings beside those of the sandbox; webhook and job store of the surroundings are not for it. */
export type SandboxShopOptions = {
  dataDir: string;
  webPort: number;
  env?: Readonly<Record<string, string>>;
  onLine?: (line: string) => void;
};

/** Where the webhook of a sandbox's shop is. */
export const sandboxWebhook = (webPort: number): string => `http://127.0.0.1:${webPort}/hook/telegram`;

/** Starts a shop that lives in the world at `worldUrl`: its bot, its owners, its addresses. */
export async function startSandboxShop(worldUrl: string, options: SandboxShopOptions): Promise<Child> {
  const { token } = bot.parse(await ask(worldUrl, '/_emu/bot'));
  const owners = persons.parse(await ask(worldUrl, '/_emu/persons')).filter((each) => each.role === 'owner');
  const env = {
    SANDBOX: '1',
    BOT_TOKEN: token,
    OWNER_IDS: owners.map((owner) => owner.id).join(','),
    TELEGRAM_API_ROOT: worldUrl,
    DATA_DIR: options.dataDir,
    WEB_PORT: String(options.webPort),
    WEBHOOK_URL: '',
    MONGODB_URI: '',
    ...options.env,
  };
  return startShopProcess({ env, onLine: options.onLine });
}

async function ask(worldUrl: string, path: string): Promise<unknown> {
  const { data } = await axios.get<unknown>(worldUrl + path, { proxy: false, timeout: 10_000 });
  return data;
}
