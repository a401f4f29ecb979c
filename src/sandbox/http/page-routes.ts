import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Telegram } from '../telegram/telegram.ts';
import type { WorldEnv } from './bot-routes.ts';

const FOLDER = new URL('../page/', import.meta.url);
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};
const POLICY = "default-src 'self'; img-src data: 'self'; base-uri 'none'; form-action 'none'";
const HEARTBEAT_MS = 15_000;

/** The chat page and the stream that tells it which chat changed. */
export function pageRoutes(app: Hono<WorldEnv>, telegram: Telegram): void {
  app.get('/', () => pageFile('index.html'));
  for (const name of readdirSync(FOLDER)) app.get(`/${name}`, () => pageFile(name));
  const listeners = new Set<(chat: number) => void>();
  telegram.chats.onChange = (chat) => {
    for (const listener of listeners) listener(chat);
  };
  app.get('/_emu/events', (c) =>
    streamSSE(c, async (stream) => {
      const listener = (chat: number) => void stream.writeSSE({ data: JSON.stringify({ person: chat }) });
      listeners.add(listener);
      stream.onAbort(() => void listeners.delete(listener));
      while (!stream.aborted) {
        await stream.writeSSE({ event: 'alive', data: '{}' });
        await stream.sleep(HEARTBEAT_MS);
      }
    }),
  );
}

async function pageFile(name: string): Promise<Response> {
  const body = await readFile(new URL(name, FOLDER));
  const type = TYPES[extname(name)] ?? 'application/octet-stream';
  return new Response(body, {
    headers: { 'content-type': type, 'content-security-policy': POLICY, 'cache-control': 'no-store' },
  });
}
