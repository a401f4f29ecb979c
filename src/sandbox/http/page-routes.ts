import { readFile } from 'node:fs/promises';
import type { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Telegram } from '../telegram/telegram.ts';
import type { WorldEnv } from './bot-routes.ts';

const FILES = {
  '/': { name: 'index.html', type: 'text/html; charset=utf-8' },
  '/page.css': { name: 'page.css', type: 'text/css; charset=utf-8' },
  '/message.js': { name: 'message.js', type: 'text/javascript; charset=utf-8' },
  '/page.js': { name: 'page.js', type: 'text/javascript; charset=utf-8' },
} as const;
const POLICY = "default-src 'self'; img-src data: 'self'; base-uri 'none'; form-action 'none'";
const HEARTBEAT_MS = 15_000;

/** The chat page and the stream that tells it which chat changed. */
export function pageRoutes(app: Hono<WorldEnv>, telegram: Telegram): void {
  for (const [path, file] of Object.entries(FILES)) app.get(path, () => pageFile(file));
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

async function pageFile({ name, type }: { name: string; type: string }): Promise<Response> {
  const body = await readFile(new URL(`../page/${name}`, import.meta.url));
  return new Response(body, {
    headers: { 'content-type': type, 'content-security-policy': POLICY, 'cache-control': 'no-store' },
  });
}
