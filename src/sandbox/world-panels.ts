import type { Generation } from './panel/generation.ts';
import { SimulatedPanel } from './panel/simulated-panel.ts';
import type { Shelf } from './shelf.ts';
import type { OpenSecret } from './telegram/secrets.ts';

type Wanted = {
  shelf: Shelf;
  /** Business time, in ms. */
  now: () => number;
  /** Left out = those of the last time, at the first start one 3.6. */
  generations?: readonly Generation[] | undefined;
  /** The port of the first panel, the others follow; 0 = the ports they had, or free ones. */
  panelPort: number;
};

/** The panels of a world, numbered from 1 in the order of their list. */
export class WorldPanels {
  readonly all: readonly SimulatedPanel[];
  /** What a changed list means for what was there before; null = nothing was. */
  readonly note: string | null;

  private readonly shelf: Shelf;
  private readonly known = new Map<number, { changes: number; secrets: OpenSecret[] }>();

  private constructor(shelf: Shelf, all: readonly SimulatedPanel[], note: string | null) {
    this.shelf = shelf;
    this.all = all;
    this.note = note;
  }

  /** @throws Error with code EADDRINUSE and the port where one is taken; none is left running then. */
  static async open({ shelf, now, generations, panelPort }: Wanted): Promise<WorldPanels> {
    const before = panelsBefore(shelf);
    const wanted = [...(generations ?? (before.length > 0 ? before : FIRST))];
    const all = wanted.map((generation, index) => {
      const port = panelPort === 0 ? 0 : panelPort + index;
      return new SimulatedPanel({ n: index + 1, shelf, generation, port, now });
    });
    const panels = new WorldPanels(shelf, all, changeOf(before, wanted));
    try {
      for (const panel of all) await panel.start();
    } catch (error) {
      await panels.close();
      throw error;
    }
    shelf.put('world', 'panels', wanted);
    return panels;
  }

  /** Every credential on every panel, for the world's watch over logs and chats. */
  secrets(): OpenSecret[] {
    return this.all.flatMap((panel) => this.secretsOn(panel));
  }

  /** Every word of every call is held against them, so they are collected anew only after the panel has changed. */
  private secretsOn(panel: SimulatedPanel): OpenSecret[] {
    const changes = this.shelf.changesOf(`panel${panel.address.n}.`);
    const known = this.known.get(panel.address.n);
    if (known?.changes === changes) return known.secrets;
    const secrets = secretsOf(panel);
    this.known.set(panel.address.n, { changes, secrets });
    return secrets;
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((panel) => panel.stop()));
  }
}

const FIRST: readonly Generation[] = ['3.6'];

/** Worlds from before there were several keep no list: they had one panel. */
function panelsBefore(shelf: Shelf): readonly Generation[] {
  const isOld = shelf.get('panel1.identity', 'self') !== undefined;
  return shelf.get<Generation[]>('world', 'panels') ?? (isOld ? FIRST : []);
}

/** A client without a Telegram id has a key of nobody known; only the panel's own secrets are nobody's. */
function secretsOf(panel: SimulatedPanel): OpenSecret[] {
  const { password, token } = panel.address;
  const unknownOwner = (value: string) => (value === password || value === token ? null : 0);
  return panel.secrets().map(({ value, owner }) => ({ value, owner: owner ?? unknownOwner(value) }));
}

function changeOf(before: readonly Generation[], wanted: readonly Generation[]): string | null {
  const gone = before.flatMap((generation, index) =>
    wanted[index] === generation ? [] : [`panel ${index + 1} (${generation})`],
  );
  if (gone.length === 0) return null;
  return (
    `The panels were ${before.join(',')} and are ${wanted.join(',')} now. What ${gone.join(' and ')} held is kept ` +
    `and comes back with --panels ${before.join(',')}; until then its server in the shop does not answer.`
  );
}
