import { ACCOUNT_METHODS } from './account-methods.ts';
import { ANSWER_METHODS } from './answer-methods.ts';
import { EDIT_METHODS } from './edit-methods.ts';
import type { Method } from './method.ts';
import { SEND_METHODS } from './send-methods.ts';

const ALL = { ...ACCOUNT_METHODS, ...SEND_METHODS, ...EDIT_METHODS, ...ANSWER_METHODS };
const BY_LOWER_CASE = new Map(
  Object.entries(ALL).map(([name, method]) => [name.toLowerCase(), { name, method }] as const),
);

/** An emulated method by its name in any case, with the name as the documentation writes it. */
export function emulatedMethod(name: string): { name: string; method: Method } | undefined {
  return BY_LOWER_CASE.get(name.toLowerCase());
}
