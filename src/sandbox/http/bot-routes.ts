import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, Hono } from 'hono';
import type { BotApi } from '../telegram/bot-api.ts';
import { fileAt } from '../telegram/file-methods.ts';
import type { Telegram } from '../telegram/telegram.ts';

export type WorldEnv = { Bindings: HttpBindings };

/** The Bot API under `/bot<token>/<method>`, the same with `/test/` before the method, and files under `/file/bot<token>/`. */
export function botRoutes(app: Hono<WorldEnv>, api: BotApi, telegram: Telegram): void {
  app.get('/file/:bot{bot[^/]+}/:path{.+}', (c) => file(c, telegram));
  app.all('/:bot{bot[^/]+}/:method', (c) => answer(c, api));
  app.all('/:bot{bot[^/]+}/test/:method', (c) => answer(c, api));
  app.all('/:bot{bot[^/]+}/*', notFound);
}

async function answer(c: Context<WorldEnv>, api: BotApi): Promise<Response> {
  const token = tokenOf(c);
  const { status, body, lost, html } = await api.call(c.req.raw, {
    token,
    method: c.req.param('method') ?? '',
  });
  if (lost) {
    c.env.outgoing.destroy();
    return RESPONSE_ALREADY_SENT;
  }
  if (html !== undefined) return new Response(html, { status, headers: { 'content-type': 'text/html' } });
  return Response.json(body, { status });
}

function file(c: Context<WorldEnv>, telegram: Telegram): Response {
  if (tokenOf(c) !== telegram.bot.token)
    return c.json({ ok: false, error_code: 401, description: 'Unauthorized' }, 401);
  const bytes = fileAt(telegram, c.req.param('path') ?? '');
  return bytes
    ? new Response(bytes, { headers: { 'content-type': 'application/octet-stream' } })
    : notFound(c);
}

function notFound(c: Context<WorldEnv>): Response {
  return c.json({ ok: false, error_code: 404, description: 'Not Found' }, 404);
}

function tokenOf(c: Context<WorldEnv>): string {
  return decodeURIComponent(c.req.param('bot') ?? '').slice('bot'.length);
}
