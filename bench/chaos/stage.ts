import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import { z } from 'zod';
import { type ChaosDatabase, openChaosDatabase } from './chaos-database.ts';
import { type Furnishing, furnish, type SoldPlan } from './furnish.ts';
import { SHORT_LIMITS } from './limits.ts';
import { WorldDoors, type WorldPanel } from './world-doors.ts';

const bot = z.object({ token: z.string() });
/** The owner of every sandbox. */
export const OLGA = 5_000_000_009;

export type StageOrder = Pick<Furnishing, 'seats' | 'withOwnInbound'> & {
  /** As `2.8,3.6`. */
  generations: string;
  /** null = a server where Debian's binaries are. */
  db: ChaosDatabase['kind'] | null;
  /** New messages that Telegram takes of the bot. */
  messagesPerSecond: number;
};

/** A world, a database and a shop that is furnished and closed: no process of it runs yet. */
export type Stage = {
  world: WorldDoors;
  database: ChaosDatabase;
  panels: readonly WorldPanel[];
  plans: readonly SoldPlan[];
  /** What each process of the shop is started with. */
  env: Readonly<Record<string, string>>;
  dataDir: string;
  close(): Promise<void>;
};

/** Everything in a temporary folder, which `close` throws away. */
export async function openStage(order: StageOrder): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'shop-chaos-'));
  const dataDir = join(folder, 'shop');
  const { database, world } = await together({
    database: openChaosDatabase(order.db, dataDir),
    world: WorldDoors.open({ folder: join(folder, 'world'), generations: order.generations }),
  });
  const close = async () => {
    await world.close();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await world.hurry();
    await world.setPace(order.messagesPerSecond);
    const panels = await world.panels();
    const env = await environmentOf(world, { dataDir, database, perSecond: order.messagesPerSecond });
    const plans = await furnish({ ...order, panels, env });
    return { world, database, panels, plans, env, dataDir, close };
  } catch (fault) {
    await close();
    throw fault;
  }
}

/** What started is ended where the other did not. @throws what the first of them threw. */
async function together(of: { database: Promise<ChaosDatabase>; world: Promise<WorldDoors> }) {
  const [database, world] = await Promise.allSettled([of.database, of.world]);
  if (database.status === 'fulfilled' && world.status === 'fulfilled')
    return { database: database.value, world: world.value };
  for (const each of [database, world]) if (each.status === 'fulfilled') await each.value.close();
  throw database.status === 'rejected' ? database.reason : world.status === 'rejected' && world.reason;
}

async function environmentOf(
  world: WorldDoors,
  of: { dataDir: string; database: ChaosDatabase; perSecond: number },
): Promise<Record<string, string>> {
  const { data } = await axios.get<unknown>(`${world.url}/_emu/bot`, { proxy: false });
  return {
    ...SHORT_LIMITS,
    TELEGRAM_PER_SECOND: String(of.perSecond),
    SANDBOX: '1',
    BOT_TOKEN: bot.parse(data).token,
    OWNER_IDS: String(OLGA),
    TELEGRAM_API_ROOT: world.url,
    DATA_DIR: of.dataDir,
    WEB_PORT: '0',
    WEBHOOK_URL: '',
    DATABASE_URL: of.database.url ?? '',
    LOG_LEVEL: 'warn',
  };
}
