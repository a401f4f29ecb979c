import { type Context, Hono } from 'hono';
import { EmuError } from '../emu-error.ts';
import type { SimulatedPanel } from '../panel/simulated-panel.ts';
import type { ShopRegistry } from '../shop-registry.ts';
import { BotApi } from '../telegram/bot-api.ts';
import type { Telegram } from '../telegram/telegram.ts';
import { botRoutes, type WorldEnv } from './bot-routes.ts';
import { controlRoutes } from './control-routes.ts';
import { faultRoutes } from './fault-routes.ts';
import { groupRoutes } from './group-routes.ts';
import { pageDoors } from './page-doors.ts';
import { pageRoutes } from './page-routes.ts';
import { personRoutes } from './person-routes.ts';

type Parts = { telegram: Telegram; shops: ShopRegistry; panels: readonly SimulatedPanel[] };

/** Everything the world answers over HTTP: Bot API, control doors, panels' control, chat page. */
export function worldApp({ telegram, shops, panels }: Parts): Hono<WorldEnv> {
  const app = new Hono<WorldEnv>();
  app.use('*', async (c, next) => {
    if (isForeign(c)) return c.json({ error: 'not from a page of another site' }, 403);
    return next();
  });
  botRoutes(app, new BotApi(telegram), telegram);
  personRoutes(app, telegram);
  groupRoutes(app, telegram);
  faultRoutes(app, telegram);
  controlRoutes(app, telegram, shops);
  panelRoutes(app, panels);
  pageDoors(app, telegram);
  pageRoutes(app, telegram);
  app.notFound((c) => c.json({ error: 'there is no such door' }, 404));
  app.onError((error, c) => {
    if (error instanceof EmuError) return c.json({ error: error.message, ...error.more }, error.status);
    return c.json({ error: 'the world made a mistake' }, 500);
  });
  return app;
}

function panelRoutes(app: Hono<WorldEnv>, panels: readonly SimulatedPanel[]): void {
  app.get('/_emu/panels', (c) => c.json(panels.map(({ address }) => address)));
  app.all('/_panel/:n/*', (c) => {
    const n = c.req.param('n');
    const panel = panels.find(({ address }) => String(address.n) === n);
    if (!panel) return c.json({ error: `n: there is no panel ${n}` }, 404);
    return panel.control(c.req.raw, new URL(c.req.url).pathname.slice(`/_panel/${n}/`.length));
  });
}

/** A page of another site must not reach into a sandbox that runs on the reader's machine. */
function isForeign(c: Context<WorldEnv>): boolean {
  const origin = c.req.header('origin');
  const host = c.req.header('host') ?? '';
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) return true;
  return origin !== undefined && origin !== `http://${host}`;
}
