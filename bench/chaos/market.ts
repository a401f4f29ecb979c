import { ChatEvents } from '../../src/commands/smoke/chat-events.ts';
import type { Chance } from '../../src/sandbox/chance.ts';
import { Chat, type ChatEntry, isKey, planLabels } from './chat.ts';
import { pick, seeded } from './seeded.ts';
import type { WorldDoors } from './world-doors.ts';

export type MarketPlan = {
  orders: number;
  seed: number;
  /** Orders begun in a second, at most. */
  rate: number;
  /** Real ms after which no order is begun any more. */
  mostMs: number;
  tell: (line: string) => void;
};

/** People who buy at a time: one chat takes a message a second, so fewer would leave the shop idle. */
const MOST_AT_ONCE = 160;
const ANSWER_MS = 15_000;
const TRIES = 8;
/** Entries after which somebody buys no more: a screen is read as a whole, again and again. */
const LONG_CHAT = 40;
/** Whoever has not got his key by then lets the next one come, and is looked after by the oracle. */
const PATIENCE_MS = 60_000;
/** Some pay one invoice twice: the second payment must come back. */
const PAY_TWICE = 0.01;

/** People who buy as people do: /start, a plan, Pay. */
export class Market {
  /** Payments that moved money. */
  paid = 0;
  /** No order is begun any more, and all are paid. */
  isOver = false;
  /** Orders that never came to a payment, with why. */
  readonly unsold: string[] = [];
  /** Real ms that people waited: for the plans after /start, for the invoice after the tap. */
  readonly waits: Record<'plans' | 'invoice', number[]> = { plans: [], invoice: [] };
  private readonly world: WorldDoors;
  private readonly plan: MarketPlan;
  private readonly chance: Chance;
  private readonly rested: Chat[] = [];
  private people = 0;

  constructor(world: WorldDoors, plan: MarketPlan) {
    this.world = world;
    this.plan = plan;
    this.chance = seeded(plan.seed, 'market');
  }

  /** Returns when all orders are paid, or time is up. */
  async open(): Promise<void> {
    const events = await ChatEvents.open(this.world.url);
    const end = performance.now() + this.plan.mostMs;
    const under = new Set<Promise<void>>();
    try {
      for (let begun = 0; begun < this.plan.orders && performance.now() < end; begun++) {
        const order = this.order(events).finally(() => under.delete(order));
        under.add(order);
        if (under.size >= MOST_AT_ONCE) await Promise.race(under);
        await new Promise((resolve) => setTimeout(resolve, 1000 / this.plan.rate));
      }
      await Promise.all(under);
    } finally {
      events.close();
      this.isOver = true;
    }
  }

  private async order(events: ChatEvents): Promise<void> {
    const chat = this.rested.shift() ?? (await this.newcomer(events));
    const before = await chat.screen();
    try {
      if (await this.buys(chat)) await this.getsKey(chat, before.filter(isKey).length);
    } catch (fault) {
      this.unsold.push(fault instanceof Error ? fault.message : String(fault));
    }
    if (before.length < LONG_CHAT) this.rested.push(chat);
  }

  private async newcomer(events: ChatEvents): Promise<Chat> {
    this.people += 1;
    return new Chat(this.world.url, await this.world.newcomer(`Buyer ${this.people}`), events);
  }

  /** As long as it takes: who gets no answer begins again, as people do. */
  private async buys(chat: Chat): Promise<boolean> {
    const said: string[] = [];
    for (let left = TRIES; left > 0; left--) {
      const outcome = await this.triesToBuy(chat);
      if (outcome === null) return true;
      said.push(outcome);
    }
    this.unsold.push(said.join(', '));
    return false;
  }

  /** Answers what was missing; null = it is paid. */
  private async triesToBuy(chat: Chat): Promise<string | null> {
    const mine = await chat.send('/start');
    const isHome = (each: ChatEntry) =>
      (each.id ?? 0) > mine && each.from === 'bot' && planLabels(each).length > 0;
    const home = await this.timed('plans', () => chat.sees(isHome, ANSWER_MS));
    if (!home) return 'no plans';
    await chat.tapOn(home, pick(this.chance, planLabels(home)));
    const isInvoice = (each: ChatEntry) => (each.id ?? 0) > mine && each.kind === 'invoice';
    const invoice = await this.timed('invoice', () => chat.sees(isInvoice, ANSWER_MS));
    if (!invoice) return 'no invoice';
    const { paid, why } = await chat.pay(invoice.id);
    if (!paid) return why;
    this.paid += 1;
    if (this.paid % 50 === 0) this.plan.tell(`${this.paid} paid`);
    if (this.chance.happens(PAY_TWICE)) await chat.pay(invoice.id);
    return null;
  }

  private async timed<Value>(what: 'plans' | 'invoice', wait: () => Promise<Value>): Promise<Value> {
    const began = performance.now();
    try {
      return await wait();
    } finally {
      this.waits[what].push(Math.round(performance.now() - began));
    }
  }

  private async getsKey(chat: Chat, before: number): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    while (performance.now() < end) {
      const seen = (await chat.screen()).filter(isKey);
      if (seen.length > before) return;
      const known = seen.at(-1)?.id ?? 0;
      await chat.sees((each) => isKey(each) && (each.id ?? 0) > known, end - performance.now());
    }
  }
}
