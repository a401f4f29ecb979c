import type { Shown } from './person.ts';
import { promptOf, samplesFor } from './person-walk-samples.ts';
import type { WalkWords } from './person-walk-words.ts';

/** What a person can do next. `key` is the same for the same button of the same kind of screen, whatever its ids. */
export type Move = {
  key: string;
  label: string;
  /** Takes something away or cannot be undone: done last. */
  isDestructive: boolean;
} & (
  | { kind: 'callback' | 'url' | 'copy' | 'pay'; messageId: number; row: number; column: number }
  | { kind: 'type'; text: string }
);

/** A message as a screen. `key` = the texts it is made of and its buttons, without names and ids. */
export type WalkScreen = { key: string; title: string; messageId: number; moves: Move[] };

const DESTRUCTIVE =
  /delete|remove|refund|cancel|hide|suspend|block|terminate|revoke|pause|\boff\b|-stop|unsubscribe|end-/;
const ANY = '*';

/** null = nothing to press and nothing to type. */
export function screenOf(entry: Shown, words: WalkWords, language: string): WalkScreen | null {
  if (entry.from === 'person' || entry.id === null) return null;
  const ids = words.idsOf(textOf(entry), language);
  const buttons = buttonsOf(entry, words, language);
  const prompt = promptOf(entry, ids);
  const typed = prompt === null ? [] : samplesFor(prompt).map((text) => typing(prompt, text));
  const title = ids.find((id) => id !== '~') ?? entry.kind;
  const keys = [...new Set(buttons.map(({ key }) => key))].toSorted();
  const key = [entry.kind, ids.toSorted().join(' '), keys.join(' ')].join(' | ');
  const moves = [...typed, ...buttons];
  return { key, title, messageId: entry.id, moves };
}

/** Everything that can be read in an entry, its buttons apart. */
export const textOf = ({ text, caption, invoice }: Shown): string =>
  [text, caption, invoice?.title, invoice?.description].filter(Boolean).join('\n');

const typing = (prompt: string, text: string): Move => ({
  kind: 'type',
  key: `type ${prompt} ${text}`,
  label: text,
  text,
  isDestructive: false,
});

function buttonsOf(entry: Shown, words: WalkWords, language: string): Move[] {
  return (entry.buttons ?? []).flatMap((row, y) =>
    row.map(({ text, kind, value }, x): Move => {
      const [id = ANY] = words.idsOf(text, language).filter((each) => each !== '~');
      const key = `${kind} ${codeOf(value ?? '')} ${id}`;
      const place = { messageId: entry.id ?? 0, row: y, column: x };
      return { kind: kindOf(kind), key, label: text, isDestructive: DESTRUCTIVE.test(key), ...place };
    }),
  );
}

/** The kind of act in a button's data: its code, or a wizard's choice; ids and nonces left out. */
function codeOf(data: string): string {
  if (data.startsWith('w:')) return `w:${(data.split(':')[2] ?? '').replace(/\d+/g, '#')}`;
  if (/^https?:/.test(data)) return 'address';
  return data.split(/[:/]/)[0]?.slice(0, 16) ?? '';
}

function kindOf(kind: string): 'callback' | 'url' | 'copy' | 'pay' {
  return kind === 'url' || kind === 'copy' || kind === 'pay' ? kind : 'callback';
}
