import type { CrashPoint } from '../../src/services/ports/crash-point.ts';
import { type Audit, auditShop, isBroken } from '../../src/services/upkeep/audit.ts';
import { Chat } from './chat.ts';
import { CRASH_SCENES, type CrashScene, clientsOf, type Scene } from './crash-scenes.ts';
import { Oracle, openIn } from './oracle.ts';
import { ALONE, ShopProcesses } from './shop-processes.ts';
import { OLGA, openStage, type Stage } from './stage.ts';

/** What became of one death. */
export type Recovery = {
  point: CrashPoint;
  seed: number;
  /** From the moment in which the next process was ready until all was as it should be, in ms. */
  recoveryMs: number;
  /** What was not as it should be, in words; empty = all was. */
  wrong: string[];
};

/** A switch-off that failed once is tried again after a minute. */
const PATIENCE_MS = 100_000;
const LOOK_EVERY_MS = 100;
const SHOP = 'shop';

/** One world with one shop in it, which dies again and again. */
export class CrashLab {
  private readonly stage: Stage;
  private readonly shop: ShopProcesses;
  private readonly oracle: Oracle;

  private constructor(stage: Stage, shop: ShopProcesses) {
    this.stage = stage;
    this.shop = shop;
    this.oracle = new Oracle({ ...stage, panels: stage.panels.map(({ n }) => n) });
  }

  static async open(db: 'postgres' | 'embedded', tell: (line: string) => void): Promise<CrashLab> {
    const order = { generations: '3.6,2.8', messagesPerSecond: 30, seats: null, withOwnInbound: true };
    const stage = await openStage({ ...order, db });
    const { world, dataDir, env } = stage;
    const shop = new ShopProcesses(ALONE, { worldUrl: world.url, dataDir, env, tell });
    const lab = new CrashLab(stage, shop);
    await shop.start();
    await new Chat(world.url, OLGA, null).send('/start');
    return lab;
  }

  /** The shop dies by SIGKILL in this moment and is started again. @throws {Error} when there is no scene for it. */
  async die(point: CrashPoint, seed: number): Promise<Recovery> {
    const found = CRASH_SCENES[point];
    if (!found) throw new Error(`no scene brings the shop to ${point}`);
    const scene = await this.sceneOf(`${point} ${seed}`);
    await found.before?.(scene);
    await this.rest();
    const deaths = this.shop.deaths;
    await this.shop.kill(SHOP, `${point}:${1 + ((seed - 1) % found.times)}`);
    const act = found.during(scene);
    const dies = async () => {
      await scene.until(`the shop dies at ${point}`, async () => this.shop.deaths > deaths);
      await scene.until('the shop is back', async () => this.shop.names().length > 0);
      return performance.now();
    };
    const [ready] = await Promise.all([dies(), act]);
    await found.after?.(scene);
    const wrong = await this.end(found, scene);
    return { point, seed, recoveryMs: Math.round(performance.now() - ready), wrong };
  }

  /** Ends the shop, and asks its books. */
  async close(): Promise<{ audit: Audit; isBroken: boolean }> {
    await this.shop.stop();
    try {
      const now = await this.stage.world.now();
      const audit = await this.stage.database.look((em) => auditShop(em, new Date(now)));
      return { audit, isBroken: isBroken(audit) };
    } finally {
      await this.stage.close();
    }
  }

  private async sceneOf(name: string): Promise<Scene> {
    const { world } = this.stage;
    const buyer = new Chat(world.url, await world.newcomer(name), null);
    return { world, buyer, owner: new Chat(world.url, OLGA, null), until };
  }

  private rest(): Promise<void> {
    return until('the shop is idle', () => this.stage.world.isIdle());
  }

  /** Waits for what is promised; answers what is not as promised when it never came. */
  private async end({ end }: CrashScene, scene: Scene): Promise<string[]> {
    const isThere = async () =>
      (await this.stateOf(scene)) === end && openIn(await this.oracle.judge()) === 0;
    try {
      await until(`${end} and nothing too much`, isThere);
      return [];
    } catch {
      const { lost, undelivered, duplicated, unpaid, wrongAmounts } = await this.oracle.judge();
      const state = `it is ${await this.stateOf(scene)}, ${end} was promised`;
      return [state, ...lost, ...undelivered, ...duplicated, ...unpaid, ...wrongAmounts];
    }
  }

  private async stateOf(scene: Scene): Promise<string> {
    const charges = (await scene.world.charges()).filter(({ person }) => person === scene.buyer.id);
    const clients = await clientsOf(scene);
    const isBack = charges.length > 0 && charges.every(({ refundedAt }) => refundedAt !== null);
    if (charges.length === 0) return clients.length === 0 ? 'nothing' : 'given away';
    if (isBack) return clients.length === 0 ? 'money-back' : 'money-back and a client';
    return clients.length === 1 ? 'delivered' : `${clients.length} clients`;
  }
}

async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
