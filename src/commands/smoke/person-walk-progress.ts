import type { Move, WalkScreen } from './person-walk-screen.ts';

/** How a person came to a screen: something said, or a press of the button with this key. */
export type Step = { say: string } | { press: string };
type Path = readonly Step[];

/** A button of a screen that is still to be pressed, and how to come there. */
export type Target = { screen: string; move: string; path: Path };

type Known = { title: string; path: Path; moves: Map<string, Move> };

const MOST_TRIES = 2;

/** What the people of one role and language know of the bot together: screens, and which buttons were pressed on them. */
export class WalkProgress {
  private readonly screens = new Map<string, Known>();
  private readonly pressed = new Set<string>();
  /** Title and button, whatever else stood on the screen. */
  private readonly pressedSomewhere = new Set<string>();
  private readonly again = new Set<string>();
  private readonly tries = new Map<string, number>();

  get keys(): string[] {
    return [...this.screens.keys()];
  }

  /** Remembers a screen the first time it is seen. */
  meet(screen: WalkScreen, path: Path): void {
    const known = this.screens.get(screen.key);
    if (known) return;
    const moves = new Map(screen.moves.map((move) => [move.key, move]));
    this.screens.set(screen.key, { title: screen.title, path, moves });
  }

  pathTo(screen: WalkScreen): Path {
    return this.screens.get(screen.key)?.path ?? [];
  }

  /** What nobody pressed yet on this screen, what destroys last. */
  open(screen: WalkScreen): Move[] {
    const left = screen.moves.filter(({ key }) => !this.isDone(screen.key, key));
    return left.toSorted((one, other) => rankOf(one) - rankOf(other));
  }

  done(screen: WalkScreen, move: Move): void {
    this.again.delete(pair(screen.key, move.key));
    this.pressed.add(pair(screen.key, move.key));
    this.pressedSomewhere.add(pair(screen.title, move.key));
  }

  /** It could not be judged there: it is to be gone to, and pressed on a screen that was drawn a moment ago. */
  retry(screen: WalkScreen, move: Move): void {
    this.again.add(pair(screen.key, move.key));
  }

  /** The next button that is to be gone to: new ones first, destructive ones last; null = all was tried. */
  next(): Target | null {
    const [first] = this.left().toSorted((one, other) => one.rank - other.rank);
    if (!first) return null;
    const { screen, move, path } = first;
    const key = pair(screen, move);
    this.tries.set(key, (this.tries.get(key) ?? 0) + 1);
    return { screen, move, path };
  }

  /** What was never pressed under any screen of that title. */
  missed(): string[] {
    const all = [...this.screens].flatMap(([key, { title, moves }]) =>
      [...moves.values()]
        .filter((move) => !this.isDone(key, move.key) && !this.pressedSomewhere.has(pair(title, move.key)))
        .map((move) => `${move.label} (${move.key}) on ${title}`),
    );
    return [...new Set(all)];
  }

  private left(): (Target & { rank: number })[] {
    return [...this.screens].flatMap(([key, { title, path, moves }]) =>
      [...moves.values()]
        .filter((move) => this.isLeft(key, move.key) && this.mayTry(key, move.key))
        .map((move) => ({ screen: key, move: move.key, path, rank: this.rank(title, move, path) })),
    );
  }

  private rank(title: string, move: Move, path: Path): number {
    const isNew = !this.pressedSomewhere.has(pair(title, move.key));
    return (isNew ? 0 : 100) + rankOf(move) * 20 + path.length;
  }

  private mayTry(screen: string, move: string): boolean {
    return (this.tries.get(pair(screen, move)) ?? 0) < MOST_TRIES;
  }

  private isLeft(screen: string, move: string): boolean {
    return !this.isDone(screen, move) || this.again.has(pair(screen, move));
  }

  private isDone(screen: string, move: string): boolean {
    return this.pressed.has(pair(screen, move));
  }
}

const pair = (one: string, other: string): string => `${one} -> ${other}`;

/** A wizard's end comes after its answers, what destroys comes last. */
function rankOf({ kind, key, isDestructive }: Move): number {
  if (isDestructive) return 3;
  if (kind === 'type') return 0;
  return key.includes(' w:cancel') ? 2 : 1;
}
