import { z } from 'zod';

export const FAULT_KINDS = [
  ...['refuse', 'hang', 'drop-after-apply', 'html', 'status', 'busy', 'late', 'interleave'],
  ...['login-page', 'cut', 'words', 'revoke'],
] as const;

/** What an order for faults says: the next `times` calls whose path begins with `path` fail in that way. */
export const faultShape = z.object({
  path: z.string().min(1),
  times: z.int().min(0).max(10_000),
  kind: z.enum(FAULT_KINDS),
  status: z.int().min(200).max(599).optional(),
  ms: z.int().min(0).max(600_000).optional(),
  text: z.string().max(500).optional(),
});

export type Fault = z.infer<typeof faultShape>;

/** One call as the log shows it; `status` 0 = no answer was given. `at` in ms of the panel's clock. */
export type LoggedCall = {
  seq: number;
  at: number;
  method: string;
  path: string;
  status: number;
  applied: boolean;
};

const MOST_CALLS = 5000;

/** The faults that are still due. They are not kept over a restart. */
export class PanelFaults {
  private due: Fault[] = [];

  /** A new order for the same path replaces the old one; `times` 0 only takes it away. */
  order(fault: Fault): void {
    const others = this.due.filter(({ path }) => path !== fault.path);
    this.due = fault.times > 0 ? [...others, { ...fault }] : others;
  }

  /** Those still due, with the turns that are left. */
  list(): Fault[] {
    return [...this.due];
  }

  /** The fault that this call meets; it counts as spent. */
  take(path: string): Fault | null {
    const fault = this.due.find((one) => path.startsWith(one.path));
    if (!fault) return null;
    fault.times -= 1;
    this.due = this.due.filter(({ times }) => times > 0);
    return fault;
  }
}

/** The last calls, newest last. */
export class CallLog {
  readonly calls: LoggedCall[] = [];
  private seq = 0;

  /** The entry is changed by its owner when the answer is known. */
  open(call: { at: number; method: string; path: string }): LoggedCall {
    this.seq += 1;
    const entry = { seq: this.seq, ...call, status: 0, applied: false };
    this.calls.push(entry);
    if (this.calls.length > MOST_CALLS) this.calls.shift();
    return entry;
  }
}
