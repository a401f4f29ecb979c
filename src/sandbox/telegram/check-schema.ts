import { badRequest } from './api-error.ts';
import type { MethodCall } from './method.ts';
import { isTolerated, telegramWords } from './refusal-words.ts';
import { type Problem, problemsOf } from './validate.ts';

/** Names of former versions that the schema has forgotten and Telegram still reads. */
const FORMER = new Set(['reply_to_message_id', 'allow_sending_without_reply', 'disable_web_page_preview']);

/**
 * Compares a call with the published schema. What Telegram tolerates is noted; the first thing it does not tolerate is
 * answered, in its own words where they are known, else in ours and noted too.
 */
export function schemaRefusal(call: MethodCall): Error | null {
  const { method } = call.journal;
  const problems = problemsOf(method, call.params.values, new Set(call.params.files.keys()));
  for (const problem of problems.filter((found) => isTolerated(method, found))) note(call, problem);
  const [first] = problems.filter((found) => !isTolerated(method, found));
  if (!first) return null;
  const words = telegramWords(method, first) ?? wordsOfForm(call, first);
  if (words !== null) return badRequest(words);
  note(call, first);
  return badRequest(`parameter "${first.path}" ${first.detail}`);
}

/** Where JSON was awaited and a text came that is none, or an album of kinds that are kept apart. */
function wordsOfForm({ params }: MethodCall, { path, kind }: Problem): string | null {
  if (/^media\[\d+\]\.type$/.test(path)) return wordsOfAlbum(params.list('media').map(({ type }) => type));
  if (kind !== 'type' || path !== 'reply_markup') return null;
  const isText = typeof params.values[path] === 'string';
  return isText ? "can't parse reply keyboard markup JSON object" : 'object expected as reply markup';
}

function wordsOfAlbum(kinds: unknown[]): string | null {
  const apart = ['document', 'audio'].find((kind) => kinds.includes(kind));
  const isMixed = new Set(kinds).size > 1;
  return apart && isMixed ? `${apart} can't be mixed with other media types` : null;
}

function note({ telegram, journal }: MethodCall, { path, kind, detail }: Problem): void {
  telegram.journal.violate(violationOf(path, kind), `${path} ${detail}`, journal);
}

function violationOf(path: string, kind: Problem['kind']): string {
  if (kind === 'deprecated' || (kind === 'unknown' && FORMER.has(path))) return 'deprecated field';
  if (kind === 'unknown') return 'unknown parameter';
  return kind === 'missing' ? 'missing parameter' : 'wrong parameter';
}
