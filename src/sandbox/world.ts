import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { worldApp } from './http/world-app.ts';
import type { Generation } from './panel/generation.ts';
import { Shelf } from './shelf.ts';
import { ShopRegistry } from './shop-registry.ts';
import { Telegram } from './telegram/telegram.ts';
import { WorldClock } from './world-clock.ts';
import { WorldPanels } from './world-panels.ts';

export type WorldOptions = {
  /** 0 = a free one. */
  port: number;
  /** Where the state lives; null = in memory alone. */
  folder: string | null;
  /** Forgets what the folder holds. */
  fresh?: boolean;
  /** Of the first panel, the others follow; 0 = the ones they had, or free ones at the first start. */
  panelPort?: number;
  /** A panel for each; left out = those of the last time, at the first start one 3.6. */
  panels?: readonly Generation[] | undefined;
};

export type World = {
  url: string;
  /** What whoever started it should know, in words; null = nothing. */
  note: string | null;
  close(): Promise<void>;
};

const KEEP_ALIVE_MS = 75_000;
const BACKLOG = 4096;

/**
 * Starts the world in a box: Bot API, chat page and simulated panels, on 127.0.0.1 only. Its port is taken before its
 * folder is opened, so a second world on the same port leaves the first one's state alone.
 * @throws Error with code EADDRINUSE and the port where one is taken.
 */
export async function startWorld(options: WorldOptions): Promise<World> {
  let listener: RequestListener = (_request, response) => response.writeHead(503).end();
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) =>
    listener(request, response),
  );
  const port = await listen(server, options.port);
  try {
    const { answer, note, close } = await openWorld(options);
    listener = answer;
    return { url: `http://127.0.0.1:${port}`, note, close: () => closeAll(server, close) };
  } catch (error) {
    await closeAll(server, async () => undefined);
    throw error;
  }
}

async function openWorld({ folder, fresh = false, panelPort = 0, panels: generations }: WorldOptions) {
  const shelf = new Shelf(folder, { fresh });
  const clock = new WorldClock(shelf);
  const panels = await WorldPanels.open({ shelf, now: clock.now, generations, panelPort });
  const telegram = new Telegram(shelf, clock, () => panels.secrets());
  const app = worldApp({ telegram, shops: new ShopRegistry(shelf), panels: panels.all });
  const close = async () => {
    telegram.close();
    await panels.close();
  };
  return { answer: getRequestListener((request, env) => app.fetch(request, env)), note: panels.note, close };
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
