import { sameKey } from '../../src/commands/smoke/same-key.ts';
import { Chat, type ChatEntry, codeOf, isKey } from './chat.ts';
import type { SoldPlan } from './furnish.ts';
import type { WorldCharge, WorldClient, WorldDoors } from './world-doors.ts';

/** What the world knows of all that was paid; found without asking the shop. */
export type Verdict = {
  /** Orders that somebody paid. */
  paid: number;
  /** One client, and its key in the chat. */
  delivered: number;
  /** Paid, not given back, and nothing of it on any panel. */
  lost: string[];
  /** On a panel, and the customer has no key of it. */
  undelivered: string[];
  /** More than one client of an order. */
  duplicated: string[];
  /** A client of an order that nobody paid, or whose money went back. */
  unpaid: string[];
  /** More or less than was bought, or an order whose surplus payment was kept. */
  wrongAmounts: string[];
  /** Payments that were given back. */
  refunded: number;
  /** From Telegram's payment to the key in the chat, ms by the world's clock, the shortest first. */
  times: number[];
  /** Orders that took longer than 30 s, the longest first: where to look. */
  slow: { orderId: string; ms: number }[];
};

type Parts = { world: WorldDoors; panels: readonly number[]; plans: readonly SoldPlan[] };
type Sold = { orderId: string; planId: number; charges: WorldCharge[]; clients: WorldClient[] };

const SLOW_MS = 30_000;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const GB = 1024 ** 3;
/** Panels that cut off everybody when a client runs out are given an hour and 1 per cent, at least 1 GB, more. */
const MOST_HOURS_MORE = 2;
const AT_ONCE = 8;

/** Looks at the world from outside: who paid, what stands on the panels, and which keys people hold. */
export class Oracle {
  private readonly parts: Parts;
  /** Chats in which everything was found in order need not be read again. */
  private readonly keys = new Map<number, readonly ChatEntry[]>();
  /** By the world's clock. */
  private now = 0;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  async judge(): Promise<Verdict> {
    const { world, panels } = this.parts;
    const charges = await world.charges();
    this.now = await world.now();
    const clients: WorldClient[] = [];
    for (const n of panels) clients.push(...(await world.clients(n)));
    const sold = soldOf(charges, clients);
    const verdict = emptyVerdict(charges);
    for (const each of clients.filter(({ comment }) => !sold.has(orderOf(comment)) && isOurs(comment)))
      verdict.unpaid.push(`${each.email} on panel ${each.n}: ${each.comment}`);
    await this.readChats([...sold.values()]);
    for (const each of sold.values()) this.judgeOrder(each, verdict);
    verdict.times.sort((one, other) => one - other);
    verdict.slow.sort((one, other) => other.ms - one.ms);
    return verdict;
  }

  private judgeOrder(sold: Sold, verdict: Verdict): void {
    const { orderId, clients, charges } = sold;
    const kept = charges.filter(({ refundedAt }) => refundedAt === null);
    const [first] = clients;
    if (kept.length > 1) verdict.wrongAmounts.push(`${orderId}: paid ${kept.length} times and kept`);
    if (kept.length === 0) {
      if (first?.enable) verdict.unpaid.push(`${orderId}: money back, and ${first.email} lives`);
      return;
    }
    if (clients.length > 1) verdict.duplicated.push(`${orderId}: ${clients.map(placeOf).join(', ')}`);
    if (!first) return void verdict.lost.push(`${orderId} of ${charges[0]?.person}`);
    const wrong = this.wrongIn(sold, first);
    if (wrong) verdict.wrongAmounts.push(`${orderId}: ${wrong}`);
    const at = this.deliveredAt(sold);
    if (at === null) return void verdict.undelivered.push(`${orderId}: ${placeOf(first)}`);
    verdict.delivered += 1;
    noteTime(verdict, { orderId, ms: Math.max(0, at - Math.min(...charges.map((each) => each.at))) });
  }

  /** When the first message with the key of one of its clients came; null = none did. */
  private deliveredAt({ clients, charges }: Sold): number | null {
    const links = clients.filter(({ enable }) => enable).flatMap((each) => each.links);
    const keys = this.keys.get(charges[0]?.person ?? 0) ?? [];
    const key = keys.find((each) => links.some((link) => sameKey(link, codeOf(each))));
    return key?.at ?? null;
  }

  private wrongIn({ planId, charges }: Sold, client: WorldClient): string | null {
    const plan = this.parts.plans.find((each) => each.planId === planId);
    if (!plan) return `plan ${planId} was never sold`;
    const most = Math.max(plan.gb * 1.01, plan.gb + 1) * GB;
    if (client.totalGB < plan.gb * GB || client.totalGB > most) return `${client.totalGB} bytes`;
    const sold = plan.days * DAY_MS;
    const paidAt = Math.min(...charges.map(({ at }) => at));
    const isIn = client.expiryTime >= paidAt + sold - HOUR_MS;
    const isNotLonger = client.expiryTime <= this.now + sold + MOST_HOURS_MORE * HOUR_MS;
    return isIn && isNotLonger ? null : `ends ${new Date(client.expiryTime).toISOString()}`;
  }

  private async readChats(sold: readonly Sold[]): Promise<void> {
    const open = new Set(
      sold.filter((each) => this.deliveredAt(each) === null).map(({ charges }) => charges[0]?.person ?? 0),
    );
    const ids = [...open];
    const read = async () => {
      for (let id = ids.shift(); id !== undefined; id = ids.shift())
        this.keys.set(id, (await new Chat(this.parts.world.url, id, null).screen()).filter(isKey));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, read));
  }
}

function noteTime(verdict: Verdict, taken: Verdict['slow'][number]): void {
  verdict.times.push(taken.ms);
  if (taken.ms > SLOW_MS) verdict.slow.push(taken);
}

/** `1.<payment>.<order>.<plan>.<quantity>`, as the invoice carries it. */
function soldOf(charges: readonly WorldCharge[], clients: readonly WorldClient[]): Map<string, Sold> {
  const sold = new Map<string, Sold>();
  for (const charge of charges) {
    const [, , orderId = '', planId] = charge.payload.split('.');
    const known = sold.get(orderId) ?? { orderId, planId: Number(planId), charges: [], clients: [] };
    known.charges.push(charge);
    sold.set(orderId, known);
  }
  for (const client of clients) sold.get(orderOf(client.comment))?.clients.push(client);
  return sold;
}

const emptyVerdict = (charges: readonly WorldCharge[]): Verdict => ({
  paid: new Set(charges.map(({ payload }) => payload.split('.')[2])).size,
  delivered: 0,
  lost: [],
  undelivered: [],
  duplicated: [],
  unpaid: [],
  wrongAmounts: [],
  refunded: charges.filter(({ refundedAt }) => refundedAt !== null).length,
  times: [],
  slow: [],
});

const isOurs = (comment: string): boolean => comment.startsWith('order ');
const orderOf = (comment: string): string => comment.slice('order '.length);
const placeOf = ({ email, n }: WorldClient): string => `${email} on panel ${n}`;

/** What is missing or too much now; 0 = all is as it should be. */
export const openIn = (verdict: Verdict): number =>
  verdict.lost.length +
  verdict.undelivered.length +
  verdict.duplicated.length +
  verdict.unpaid.length +
  verdict.wrongAmounts.length;

/** The value below which this share of the sorted times lies; 0 of none. */
export function percentile(times: readonly number[], share: number): number {
  return times[Math.min(times.length - 1, Math.ceil(times.length * share) - 1)] ?? 0;
}
