import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { worldApp } from './http/world-app.ts';
import { SimulatedPanel } from './panel/simulated-panel.ts';
import { Shelf } from './shelf.ts';
import { ShopRegistry } from './shop-registry.ts';
import type { OpenSecret } from './telegram/secrets.ts';
import { Telegram } from './telegram/telegram.ts';
import { WorldClock } from './world-clock.ts';

export type WorldOptions = {
  /** 0 = a free one. */
  port: number;
  /** Where the state lives; null = in memory alone. */
  folder: string | null;
  /** Forgets what the folder holds. */
  fresh?: boolean;
  /** 0 = the one it had, or a free one at the first start. */
  panelPort?: number;
};

export type World = { url: string; close(): Promise<void> };

const KEEP_ALIVE_MS = 75_000;
const BACKLOG = 4096;

/**
 * Starts the world in a box: Bot API, chat page and one simulated panel, on 127.0.0.1 only. Its port is taken before
 * its folder is opened, so a second world on the same port leaves the first one's state alone.
 * @throws Error with code EADDRINUSE and the port where one is taken.
 */
export async function startWorld(options: WorldOptions): Promise<World> {
  let listener: RequestListener = (_request, response) => response.writeHead(503).end();
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) =>
    listener(request, response),
  );
  const port = await listen(server, options.port);
  try {
    const { answer, close } = await openWorld(options);
    listener = answer;
    return { url: `http://127.0.0.1:${port}`, close: () => closeAll(server, close) };
  } catch (error) {
    await closeAll(server, async () => undefined);
    throw error;
  }
}

async function openWorld({ folder, fresh = false, panelPort = 0 }: WorldOptions) {
  const shelf = new Shelf(folder, { fresh });
  const clock = new WorldClock(shelf);
  const port = panelPort || (shelf.get<number>('world', 'panel-port') ?? 0);
  const panel = new SimulatedPanel({ n: 1, shelf, port, now: clock.now });
  await panel.start();
  shelf.put('world', 'panel-port', Number(new URL(panel.address.url).port));
  const telegram = new Telegram(shelf, clock, () => secretsOf(panel));
  const app = worldApp({ telegram, shops: new ShopRegistry(shelf), panels: [panel] });
  const close = async () => {
    telegram.close();
    await panel.stop();
  };
  return { answer: getRequestListener((request, env) => app.fetch(request, env)), close };
}

/** A client without a Telegram id has a key of nobody known; only the panel's own secrets are nobody's. */
function secretsOf(panel: SimulatedPanel): OpenSecret[] {
  const { password, token } = panel.address;
  const unknownOwner = (value: string) => (value === password || value === token ? null : 0);
  return panel.secrets().map(({ value, owner }) => ({ value, owner: owner ?? unknownOwner(value) }));
}

function listen(server: Server, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', reject);
  server.listen({ port, host: '127.0.0.1', backlog: BACKLOG }, () => {
    server.off('error', reject);
    resolve((server.address() as AddressInfo).port);
  });
  return promise;
}

async function closeAll(server: Server, closeParts: () => Promise<void>): Promise<void> {
  await closeParts();
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeAllConnections();
  return promise;
}
