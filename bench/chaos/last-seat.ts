import { type App, buildApp } from '../../src/app.ts';
import { ChatEvents } from '../../src/commands/smoke/chat-events.ts';
import { readConfig } from '../../src/config.ts';
import { type Audit, auditShop, isBroken } from '../../src/services/upkeep/audit.ts';
import { loadNow } from '../machine.ts';
import { Chat, type ChatEntry, isKey, planLabels } from './chat.ts';
import { Oracle } from './oracle.ts';
import { ShopProcesses, TWO_OF_EACH } from './shop-processes.ts';
import { openStage, type Stage } from './stage.ts';

export type LastSeatPlan = {
  rounds: number;
  buyers: number;
  messagesPerSecond: number;
  tell: (line: string) => void;
};

/** What became of one seat; `asked` saw the plan on sale and pressed it. */
type Round = { asked: number; invoices: number; paid: number; keys: number };

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const ANSWER_MS = 60_000;
const REST_MS = 120_000;
const LOOK_EVERY_MS = 100;

/**
 * In each round one seat is left, everybody presses its plan at once, and whoever got an invoice pays at once.
 * On PostgreSQL only: the seats are added by a process beside the shop.
 */
export async function runLastSeat(plan: LastSeatPlan) {
  const load = loadNow();
  const stage = await openStage({ ...plan, generations: '3.6', seats: 1, db: 'postgres' });
  try {
    const began = performance.now();
    const { rounds, audit } = await playRounds(plan, stage);
    const wrong = [
      ...rounds.flatMap((round, at) => (isRight(round) ? [] : [`round ${at + 1}: ${JSON.stringify(round)}`])),
      ...(isBroken(audit) ? audit.details : []),
    ];
    return {
      rounds: rounds.length,
      buyers: plan.buyers,
      asked: sum(rounds, 'asked'),
      invoices: sum(rounds, 'invoices'),
      paid: sum(rounds, 'paid'),
      keys: sum(rounds, 'keys'),
      oversold: audit.oversold,
      counterDrift: audit.counterDrift,
      wrong,
      seconds: Math.round((performance.now() - began) / 1000),
      load: { before: load, after: loadNow() },
      database: stage.database.kind,
    };
  } finally {
    await stage.close();
  }
}

const isRight = ({ asked, invoices, paid, keys }: Round): boolean =>
  asked > 0 && invoices === 1 && paid === 1 && keys === 1;

const sum = (rounds: readonly Round[], name: keyof Round): number =>
  rounds.reduce((total, each) => total + each[name], 0);

async function playRounds(plan: LastSeatPlan, stage: Stage): Promise<{ rounds: Round[]; audit: Audit }> {
  const { world, database, dataDir, env } = stage;
  const shop = new ShopProcesses(TWO_OF_EACH, { worldUrl: world.url, dataDir, env, tell: plan.tell });
  await shop.start();
  const events = await ChatEvents.open(world.url);
  const seller = await Seller.open(stage);
  const oracle = new Oracle({ ...stage, panels: stage.panels.map(({ n }) => n) });
  const rounds: Round[] = [];
  try {
    const chats: Chat[] = [];
    for (let n = 1; n <= plan.buyers; n++)
      chats.push(new Chat(world.url, await world.newcomer(`Buyer ${n}`), events));
    for (let at = 1; at <= plan.rounds; at++) {
      if (at > 1) await seller.addSeat();
      rounds.push(await playRound(chats, { stage, oracle }));
      plan.tell(`round ${at}: ${JSON.stringify(rounds.at(-1))}`);
    }
  } finally {
    events.close();
    await seller.close();
    await shop.stop();
  }
  return { rounds, audit: await database.look((em) => auditShop(em, new Date())) };
}

async function playRound(
  chats: readonly Chat[],
  { stage, oracle }: { stage: Stage; oracle: Oracle },
): Promise<Round> {
  const before = await oracle.judge();
  const homes = await Promise.all(chats.map(homeOf));
  const asked = homes.filter((home) => home !== null);
  await Promise.all(asked.map(({ chat, home }) => chat.tapOn(home, planLabels(home)[0] ?? '')));
  await rest(stage);
  const invoices = (await Promise.all(asked.map(invoiceOf))).filter((each) => each !== null);
  await Promise.all(invoices.map(({ chat, invoice }) => chat.pay(invoice.id)));
  await Promise.all(
    invoices.map(({ chat, invoice }) => chat.sees((each) => isKeyAfter(each, invoice), ANSWER_MS)),
  );
  await rest(stage);
  const after = await oracle.judge();
  return {
    asked: asked.length,
    invoices: invoices.length,
    paid: after.paid - before.paid,
    keys: after.delivered - before.delivered,
  };
}

/** The plans as the shop shows them to this person; null = it has none for sale. */
async function homeOf(chat: Chat): Promise<{ chat: Chat; home: ChatEntry } | null> {
  const mine = await chat.send('/start');
  const home = await chat.sees((each) => (each.id ?? 0) > mine && planLabels(each).length > 0, ANSWER_MS);
  return home && { chat, home };
}

async function invoiceOf({ chat, home }: { chat: Chat; home: ChatEntry }) {
  const screen = await chat.screen();
  const invoice = screen.findLast(({ id, kind }) => kind === 'invoice' && (id ?? 0) > (home.id ?? 0));
  return invoice ? { chat, invoice } : null;
}

const isKeyAfter = (each: ChatEntry, { id }: ChatEntry): boolean => isKey(each) && (each.id ?? 0) > (id ?? 0);

/** Until the shop has nothing to do. @throws {Error} when it does not come to an end. */
async function rest({ world }: Stage): Promise<void> {
  const end = performance.now() + REST_MS;
  while (!(await world.isIdle())) {
    if (performance.now() > end) throw new Error('the shop has something to do for longer than 2 minutes');
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** Who sells one more seat of the only plan, by the owner's door. */
class Seller {
  private readonly app: App;
  private readonly actorId: number;
  private readonly planId: number;
  private seats = 1;

  private constructor(app: App, of: { actorId: number; planId: number }) {
    this.app = app;
    this.actorId = of.actorId;
    this.planId = of.planId;
  }

  static async open({ env, plans }: Stage): Promise<Seller> {
    const config = readConfig(env);
    const fatal = (message: string) => {
      throw new Error(message);
    };
    const app = await buildApp({ config, log: quiet, fatal });
    return new Seller(app, { actorId: config.ownerIds[0] ?? 0, planId: plans[0]?.planId ?? 0 });
  }

  async addSeat(): Promise<void> {
    const edit = {
      planId: this.planId,
      field: 'maxClients',
      value: this.seats + 1,
      shown: this.seats,
    } as const;
    const made = await this.app.services.fleet.planDesk.edit({ ...edit, actorId: this.actorId });
    if (!made.ok) throw new Error(`no seat more: ${made.refusal.code}`);
    this.seats += 1;
  }

  close(): Promise<void> {
    return this.app.stop();
  }
}
