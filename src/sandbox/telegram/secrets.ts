import type { Shelf } from '../shelf.ts';

/** Something nobody else may read; `owner` is the person whose key it is, 0 a key without a known owner, null nobody's. */
export type OpenSecret = { value: string; owner: number | null };

/** Shorter ones ("admin") stand in innocent words. */
const SHORTEST = 6;

/** Knows every secret of the world: the bot's token, the panels' own, and those that were told (contracts/telegram.md C2). */
export class Secrets {
  /** Whether calls are looked through. Each is held against every secret: too slow where thousands are sold. */
  isWatching = true;
  private readonly shelf: Shelf;
  private readonly own: OpenSecret[];
  private readonly ofPanels: () => OpenSecret[];

  constructor(shelf: Shelf, own: OpenSecret[], ofPanels: () => OpenSecret[]) {
    this.shelf = shelf;
    this.own = own;
    this.ofPanels = ofPanels;
  }

  tell(secret: OpenSecret): void {
    this.shelf.put('secrets', secret.value, secret);
  }

  all(): OpenSecret[] {
    return [...this.own, ...this.shelf.all<OpenSecret>('secrets'), ...this.ofPanels()];
  }

  /** Whether the key may go to this private chat. A key of nobody known belongs to the first chat that received it. */
  belongsTo(secret: OpenSecret, chat: number): boolean {
    if (secret.owner !== 0) return secret.owner === chat;
    if (chat <= 0) return false;
    const first = this.shelf.get<number>('secret-owners', secret.value);
    if (first === undefined) this.shelf.put('secret-owners', secret.value, chat);
    return first === undefined || first === chat;
  }
}

/** Those secrets that stand in one of the texts, as they are or percent-encoded. */
export function secretsIn(texts: string[], secrets: OpenSecret[]): OpenSecret[] {
  const whole = texts.flatMap((text) => [text, decoded(text)]).join('\n');
  return secrets.filter(({ value }) => value.length >= SHORTEST && whole.includes(value));
}

function decoded(text: string): string {
  try {
    return text.includes('%') ? decodeURIComponent(text) : '';
  } catch {
    return '';
  }
}
