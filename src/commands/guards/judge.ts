import { type Guard, nameOf } from './guard-list.ts';
import type { TestRun } from './run-tests.ts';

/** `red` = the tests notice that the guard is gone; `wrong` = they failed, and not because of that. */
export type Verdict = { readonly verdict: 'red' | 'green' | 'wrong' | 'no-test'; readonly words: string };

/** The program fell over instead of being found wrong. */
const FELL_OVER = /^(SyntaxError|ReferenceError|TypeError)\b|Cannot find (module|package)|timed out in/;

/** What a run without the guard says. */
export function judge(guard: Guard, { tests, broken }: TestRun): Verdict {
  if (broken !== null) return { verdict: 'wrong', words: firstLine(broken) };
  const named = tests.filter(({ name }) => name.startsWith(nameOf(guard)));
  if (named.length === 0) return { verdict: 'no-test', words: `no test is called "${nameOf(guard)}…"` };
  const failures = named.flatMap(({ failure }) => (failure === null ? [] : [failure]));
  const [failure] = failures;
  if (failure === undefined) return { verdict: 'green', words: 'no test noticed that it is gone' };
  const fell = failures.every((each) => FELL_OVER.test(each));
  return { verdict: fell ? 'wrong' : 'red', words: firstLine(failure) };
}

/** Whether the named tests ran and passed while the guard was there; null = they did. */
export function unfitTest(guard: Guard, { tests }: TestRun): string | null {
  const named = tests.filter(({ name }) => name.startsWith(nameOf(guard)));
  if (named.length === 0) return `no test is called "${nameOf(guard)}…"`;
  const failed = named.find(({ failure }) => failure !== null);
  return failed ? `fails with the guard in place: ${firstLine(failed.failure ?? '')}` : null;
}

const firstLine = (text: string): string => (text.split('\n')[0] ?? '').slice(0, 160);
