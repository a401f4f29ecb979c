import type { WorldClock } from '../world-clock.ts';
import type { Json } from './shapes.ts';

type Violation = {
  violation: string;
  detail: string;
  method: string | null;
  call: number | null;
  at: number;
};
export type Call = {
  seq: number;
  at: number;
  method: string;
  params: Json;
  status: number;
  response: unknown;
  violations: string[];
};

const KEPT = 5000;

/** What the bot called and what it did wrong, for tests and people to read; in memory only. */
export class Journal {
  readonly violations: Violation[] = [];
  private readonly clock: WorldClock;
  private readonly calls: Call[] = [];
  private seq = 0;

  constructor(clock: WorldClock) {
    this.clock = clock;
  }

  begin(method: string, params: Json): Call {
    this.seq += 1;
    const call = {
      seq: this.seq,
      at: this.clock.now(),
      method,
      params,
      status: 0,
      response: null,
      violations: [],
    };
    this.calls.push(call);
    if (this.calls.length > KEPT) this.calls.shift();
    return call;
  }

  /** Notes what was wrong with a call, or null where no single call is to blame. */
  violate(violation: string, detail: string, call: Call | null): void {
    call?.violations.push(violation);
    const { method = null, seq = null } = call ?? {};
    this.violations.push({ violation, detail, method, call: seq, at: this.clock.now() });
  }

  /** Oldest first; all methods where none is named. */
  list(method: string | undefined): Call[] {
    const wanted = method?.toLowerCase();
    return this.calls.filter((call) => !wanted || call.method.toLowerCase() === wanted);
  }
}
