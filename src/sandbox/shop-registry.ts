import type { Shelf } from './shelf.ts';

type Shop = { url: string; pid: number };

/** What a shop tells about its own work (DESIGN 4a "Clock"). */
type Idle = { idle: boolean; due: number; inbox: number; outgoing: number; lanes: number };

const ADVANCE_LIMIT_MS = 60_000;
const IDLE_LIMIT_MS = 10_000;

/** The shop processes that told the world their control address. One that refuses the connection is forgotten. */
export class ShopRegistry {
  private readonly shelf: Shelf;

  constructor(shelf: Shelf) {
    this.shelf = shelf;
  }

  add(shop: Shop): void {
    this.shelf.put('shops', shop.url, shop);
  }

  /** Tells the new offset to every shop and waits until each ran what became due. */
  async moveClock(offsetMs: number): Promise<'ok' | 'down'> {
    const body = JSON.stringify({ offsetMs });
    const answers = await this.ask('/_shop/clock', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(ADVANCE_LIMIT_MS),
    });
    return answers.length > 0 ? 'ok' : 'down';
  }

  /** The work of all shops together; null where none answers. */
  async idle(): Promise<Idle | null> {
    const answers = await this.ask('/_shop/idle', { signal: AbortSignal.timeout(IDLE_LIMIT_MS) });
    if (answers.length === 0) return null;
    return answers.map(asIdle).reduce(merged);
  }

  private async ask(path: string, init: RequestInit): Promise<unknown[]> {
    const shops = this.shelf.all<Shop>('shops');
    const answers = await Promise.all(shops.map((shop) => this.askOne(shop, path, init)));
    return answers.filter((answer) => answer !== null);
  }

  private async askOne(shop: Shop, path: string, init: RequestInit): Promise<unknown> {
    try {
      const response = await fetch(`${shop.url}${path}`, init);
      const text = await response.text();
      return response.ok ? parsed(text) : null;
    } catch (error) {
      if (isRefused(error)) this.shelf.remove('shops', shop.url);
      return null;
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

function isRefused(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}

function asIdle(answer: unknown): Idle {
  const told = (typeof answer === 'object' && answer !== null ? answer : {}) as Partial<Idle>;
  const { idle = false, due = 0, inbox = 0, outgoing = 0, lanes = 0 } = told;
  return { idle, due, inbox, outgoing, lanes };
}

function merged(left: Idle, right: Idle): Idle {
  return {
    idle: left.idle && right.idle,
    due: left.due + right.due,
    inbox: left.inbox + right.inbox,
    outgoing: left.outgoing + right.outgoing,
    lanes: left.lanes + right.lanes,
  };
}
