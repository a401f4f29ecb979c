import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, Hono } from 'hono';
import type { BotApi } from '../telegram/bot-api.ts';

export type WorldEnv = { Bindings: HttpBindings };

/** The Bot API under `/bot<token>/<method>`, and the same with `/test/` before the method. */
export function botRoutes(app: Hono<WorldEnv>, api: BotApi): void {
  app.all('/:bot{bot[^/]+}/:method', (c) => answer(c, api));
  app.all('/:bot{bot[^/]+}/test/:method', (c) => answer(c, api));
  app.all('/:bot{bot[^/]+}/*', (c) => c.json({ ok: false, error_code: 404, description: 'Not Found' }, 404));
}

async function answer(c: Context<WorldEnv>, api: BotApi): Promise<Response> {
  const token = decodeURIComponent(c.req.param('bot') ?? '').slice('bot'.length);
  const { status, body, lost } = await api.call(c.req.raw, { token, method: c.req.param('method') ?? '' });
  if (lost) {
    c.env.outgoing.destroy();
    return RESPONSE_ALREADY_SENT;
  }
  return Response.json(body, { status });
}
