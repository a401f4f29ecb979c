import { z } from 'zod';
import { Chance } from '../chance.ts';
import { FAULT_KINDS, type Fault } from './faults.ts';

const MOST_MS = 60_000;
const share = z.number().min(0).max(0.9).default(0);

/** What `POST /_emu/chaos` takes: with which probability a call fails and an update goes another way. */
export const stormShape = z.strictObject({
  calls: share,
  kinds: z
    .array(z.enum(FAULT_KINDS).exclude(['400', '403', '413']))
    .min(1)
    .default(['429', '500', '502html', 'reset', 'hang', 'slow', 'lostResponse']),
  /** An update is brought once more, a while later. */
  duplicates: share,
  /** The updates that wait are turned round. */
  reorders: share,
  /** All updates wait for a while. */
  delays: share,
  /** A payment was made, and no update tells of it. */
  lostPayments: share,
  seed: z.int().default(1),
  /** The longest wait of any kind. */
  ms: z.int().min(0).max(MOST_MS).default(2_000),
});
export type StormOrder = z.infer<typeof stormShape>;

/** How often each has happened. */
export type Struck = Record<'calls' | 'duplicates' | 'reorders' | 'delays' | 'lostPayments', number>;

const NONE: Struck = { calls: 0, duplicates: 0, reorders: 0, delays: 0, lostPayments: 0 };

/** What goes wrong by chance between Telegram and the bot; nothing until it is ordered, and forgotten when the world ends. */
export class Storm {
  private order: StormOrder = stormShape.parse({});
  private chance = new Chance(1);
  private counts: Struck = { ...NONE };

  set(order: StormOrder): void {
    this.order = order;
    this.chance = new Chance(order.seed);
    this.counts = { ...NONE };
  }

  state(): StormOrder & { struck: Struck } {
    return { ...this.order, struck: { ...this.counts } };
  }

  /** The fault that this call meets; null = none. */
  call(method: string): Fault | null {
    if (!this.happens('calls')) return null;
    const { kinds } = this.order;
    const kind = kinds[this.chance.below(kinds.length)];
    return kind === undefined ? null : { method, times: 1, kind, retryAfter: 1, ms: this.wait() };
  }

  happens(what: keyof Struck): boolean {
    const probability = this.order[what];
    if (probability === 0 || !this.chance.happens(probability)) return false;
    this.counts[what] += 1;
    return true;
  }

  /** Real ms. */
  wait(): number {
    return this.chance.below(this.order.ms + 1);
  }
}
