import { type Context, Hono } from 'hono';
import type { SubscriptionView } from '../services/delivery/views.ts';
import type { Logger } from '../services/ports/logger.ts';
import type { Shop } from '../services/ports/shop.ts';
import type { Services } from '../services/services.ts';
import { hourlyLimit } from './hourly-limit.ts';

/** What subscriptions are answered with. */
export type SubscriptionParts = {
  delivery: Pick<Services['delivery'], 'subscription'>;
  shop: Pick<Shop, 'name'>;
  log: Logger;
  /** Real milliseconds, for the limit of requests: the sandbox's clock does not move it. */
  realTime?: () => number;
};

const REQUESTS_PER_HOUR = 60;
const UPDATE_EVERY_HOURS = '12';
const TOKEN = /^[\w-]{27}$/;

/**
 * `/s/<token>` for proxy apps: the links as base64, traffic and end in `Subscription-Userinfo`, where 0 is "no end" or
 * "no limit"; `/healthz`. An unknown token looks like any other page that is not there.
 */
export function subscriptionRoutes({ delivery, shop, log, realTime }: SubscriptionParts): Hono {
  const app = new Hono();
  const isAllowed = hourlyLimit(REQUESTS_PER_HOUR, realTime ?? (() => performance.now()));

  app.get('/healthz', (c) => c.json({ ok: true }));
  app.get('/s/:token', async (c) => {
    const token = c.req.param('token');
    if (!TOKEN.test(token)) return notFound(c);
    if (!isAllowed(token)) return c.text('too many requests\n', 429, { 'Retry-After': '3600' });
    const subscription = await delivery.subscription(token);
    return subscription ? c.body(bodyOf(subscription), 200, headersOf(subscription, shop)) : notFound(c);
  });
  app.notFound(notFound);
  app.onError((error, c) => {
    log.error('web.failed', { error });
    return c.text('please try again later\n', 503, { 'Retry-After': '60' });
  });
  return app;
}

const notFound = (c: Context) => c.text('not found\n', 404, { 'Cache-Control': 'no-store' });

const bodyOf = ({ links }: SubscriptionView): string => Buffer.from(links.join('\n')).toString('base64');

function headersOf({ used, limit, expiresAt }: SubscriptionView, { name }: Pick<Shop, 'name'>) {
  const expire = expiresAt === null ? 0 : Math.floor(expiresAt.getTime() / 1000);
  return {
    'Content-Type': 'text/plain; charset=utf-8',
    'Subscription-Userinfo': `upload=0; download=${used}; total=${limit ?? 0}; expire=${expire}`,
    'Profile-Title': `base64:${Buffer.from(name).toString('base64')}`,
    'Profile-Update-Interval': UPDATE_EVERY_HOURS,
    'Cache-Control': 'no-store',
  };
}
