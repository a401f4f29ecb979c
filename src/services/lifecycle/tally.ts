import { PanelFault } from '../ports/panel.ts';

/** How an operation went. `errors` = one line for each that failed. */
export type Counted = { readonly processed: number; readonly ok: number; readonly errors: readonly string[] };

const MOST_ERRORS = 50;

/** Counts what was done, so that one that fails neither stops the others nor is forgotten. */
export class Tally implements Counted {
  processed = 0;
  ok = 0;
  readonly errors: string[] = [];

  /** `name` = who it is, for whoever reads the report. */
  async of(name: string, step: () => Promise<unknown>): Promise<void> {
    this.processed += 1;
    try {
      await step();
      this.ok += 1;
    } catch (fault) {
      this.fail(`${name}: ${wordsOf(fault)}`);
    }
  }

  addDone(count: number): void {
    this.processed += count;
    this.ok += count;
  }

  private fail(line: string): void {
    if (this.errors.length < MOST_ERRORS) this.errors.push(line);
  }
}

/** In words that may be shown: those of a panel's fault hold no secret, those of others may. */
const wordsOf = (fault: unknown): string => {
  if (fault instanceof PanelFault) return fault.message;
  return fault instanceof Error ? fault.name : 'fault';
};
