import { z } from 'zod';
import { Chance } from '../chance.ts';
import { FAULT_KINDS, type Fault } from './panel-faults.ts';

const MOST_MS = 60_000;
const MOST_FAULTS = 1_000_000;

/** What `POST /_panel/:n/chaos` takes: each call fails with this probability, in one of these ways. */
export const stormShape = z.strictObject({
  probability: z.number().min(0).max(0.9),
  kinds: z
    .array(z.enum(FAULT_KINDS).exclude(['interleave', 'words']))
    .min(1)
    .default([
      'refuse',
      'hang',
      'drop-after-apply',
      'late',
      'html',
      'status',
      'busy',
      'login-page',
      'revoke',
    ]),
  seed: z.int().default(1),
  /** The longest hang, and the longest time after which a late write is done. */
  ms: z.int().min(0).max(MOST_MS).default(2_000),
  /** It is over after so many. */
  most: z.int().min(0).max(MOST_FAULTS).default(MOST_FAULTS),
});
export type StormOrder = z.infer<typeof stormShape>;

const STATUSES = [500, 502, 503];
/** What a way in answers when it fails; a refusal in words would be one of the password. */
const AT_THE_DOOR: readonly Fault['kind'][] = ['refuse', 'hang', 'html', 'status'];
const DOOR = /^(login|csrf-token|getTwoFactorEnable)/;

/** Faults by chance; none until one is ordered, and forgotten when the world ends. */
export class PanelStorm {
  private order: StormOrder = stormShape.parse({ probability: 0 });
  private chance = new Chance(1);
  private struck = 0;

  set(order: StormOrder): void {
    this.order = order;
    this.chance = new Chance(order.seed);
    this.struck = 0;
  }

  /** What was ordered, and how many calls it struck since. */
  state(): StormOrder & { struck: number } {
    return { ...this.order, struck: this.struck };
  }

  /** The fault that this call meets; null = none. */
  take(path: string): Fault | null {
    const { probability, kinds, ms, most } = this.order;
    if (probability === 0 || this.struck >= most || !this.chance.happens(probability)) return null;
    const fitting = DOOR.test(path) ? kinds.filter((kind) => AT_THE_DOOR.includes(kind)) : kinds;
    const kind = fitting[this.chance.below(fitting.length)];
    if (kind === undefined) return null;
    this.struck += 1;
    const status = STATUSES[this.chance.below(STATUSES.length)];
    return { path, times: 1, kind, status, ms: this.chance.below(ms + 1) };
  }
}
