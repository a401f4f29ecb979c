import type { Panel } from '../ports/panel.ts';
import type { CallLatency } from './suite-types.ts';

/** The checks were told to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Remembers how long every call took, and which are still under way. */
export class Stopwatch {
  private readonly monotonic: () => number;
  private readonly taken = new Map<string, number[]>();
  private readonly open = new Set<Promise<unknown>>();

  constructor(monotonic: () => number) {
    this.monotonic = monotonic;
  }

  /** Counts the time of a call that begins now, also when it fails. */
  async time<Answer>(name: string, call: Promise<Answer>): Promise<Answer> {
    const began = this.monotonic();
    this.open.add(call);
    try {
      return await call;
    } finally {
      this.open.delete(call);
      this.taken.set(name, [...(this.taken.get(name) ?? []), this.monotonic() - began]);
    }
  }

  /** Resolves when the calls that are under way now have ended, well or not. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.open]);
  }

  latency(): CallLatency[] {
    return [...this.taken].map(([call, all]) => {
      const sorted = all.toSorted((a, b) => a - b);
      return { call, n: sorted.length, p50: at(sorted, 0.5), p95: at(sorted, 0.95), max: at(sorted, 1) };
    });
  }
}

/** The value below which `part` of them lie. */
const at = (sorted: readonly number[], part: number): number =>
  Math.round(sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0);

/** The same panel with its calls timed; once `signal` is given, each ends at once with `Interrupted`. */
export function timedPanel(panel: Panel, watch: Stopwatch, signal: AbortSignal | null): Panel {
  return new Proxy(panel, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...given: unknown[]): unknown => {
        if (signal?.aborted) throw new Interrupted();
        const answer: unknown = Reflect.apply(method, target, given);
        if (!(answer instanceof Promise)) return answer;
        return unlessAborted(watch.time(String(name), answer), signal);
      };
    },
  });
}

async function unlessAborted(call: Promise<unknown>, signal: AbortSignal | null): Promise<unknown> {
  if (signal === null) return call;
  if (signal.aborted) throw new Interrupted();
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(new Interrupted());
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([call, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
