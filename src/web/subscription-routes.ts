import { type Context, Hono } from 'hono';
import { type Platform, platformOf } from '../model/platforms.ts';
import type { SubscriptionView } from '../services/delivery/views.ts';
import type { Clock } from '../services/ports/clock.ts';
import type { Logger } from '../services/ports/logger.ts';
import type { Shop } from '../services/ports/shop.ts';
import type { Services } from '../services/services.ts';
import { hourlyLimit } from './hourly-limit.ts';
import { chooseFormat, FORMATS, type Format } from './subscription/choose-format.ts';
import { clashProfile } from './subscription/clash-format.ts';
import { type NamedLink, namedLinks } from './subscription/named-links.ts';
import { PAGE_POLICY } from './subscription/page-style.ts';
import type { Rendered } from './subscription/rendered.ts';
import { singBoxConfig } from './subscription/sing-box-format.ts';
import { subscriptionPage, type Words } from './subscription/subscription-page.ts';

/** What subscriptions are answered with. */
export type SubscriptionParts = {
  delivery: Pick<Services['delivery'], 'subscription'>;
  shop: Pick<Shop, 'name'>;
  clock: Clock;
  log: Logger;
  texts: { for(language: string): Words };
  telegram: { botInfo: { username: string } };
  /** A text as a QR code, a PNG. */
  qrPng: (text: string) => Buffer;
  /** Real milliseconds, for the limit of requests: the sandbox's clock does not move it. */
  realTime?: () => number;
};

const REQUESTS_PER_HOUR = 60;
const UPDATE_EVERY_HOURS = '12';
const TOKEN = /^[\w-]{27}$/;

/**
 * `/s/<token>`: for proxy apps the links as base64, a Clash profile or a sing-box configuration, by the app that asks
 * or `?format=`, with traffic and end in `Subscription-Userinfo`, where 0 is "no end" or "no limit"; for browsers a
 * page, `?for=` a platform with its guide first. Also `/healthz`. An unknown token looks like any other page that is not there.
 */
export function subscriptionRoutes(parts: SubscriptionParts): Hono {
  const { delivery, log, realTime } = parts;
  const app = new Hono();
  const isAllowed = hourlyLimit(REQUESTS_PER_HOUR, realTime ?? (() => performance.now()));

  app.get('/healthz', (c) => c.json({ ok: true }));
  app.get('/s/:token', async (c) => {
    const token = c.req.param('token');
    if (!TOKEN.test(token)) return notFound(c);
    if (!isAllowed(token)) return c.text('too many requests\n', 429, { 'Retry-After': '3600' });
    const view = await delivery.subscription(token);
    return view ? answer(c, parts, view) : notFound(c);
  });
  app.notFound(notFound);
  app.onError((error, c) => {
    log.error('web.failed', { error });
    return c.text('please try again later\n', 503, { 'Retry-After': '60' });
  });
  return app;
}

const notFound = (c: Context) => c.text('not found\n', 404, { 'Cache-Control': 'no-store' });

function answer(c: Context, parts: SubscriptionParts, view: SubscriptionView) {
  const format = chooseFormat({
    format: c.req.query('format'),
    userAgent: c.req.header('user-agent'),
    accept: c.req.header('accept'),
  });
  const always = { ...PRIVATE, Vary: 'Accept, User-Agent' };
  if (format === null) return c.text(`no such format; there are: ${FORMATS.join(', ')}\n`, 400, always);
  if (format === 'html')
    return c.body(page(parts, view, platformOf(c.req.query('for'))), 200, {
      ...always,
      'Content-Type': HTML,
      ...PAGE_HEADERS,
    });
  const { type, ending, render } = FOR_APPS[format];
  const { body, leftOut } = render(view.links);
  const file = `attachment; filename*=UTF-8''${encodeURIComponent(`${parts.shop.name.toWellFormed()}${ending}`)}`;
  return c.body(body, 200, {
    ...always,
    ...headersOf(view, parts.shop),
    'Content-Type': type,
    'Content-Disposition': file,
    ...(leftOut > 0 ? { 'X-Links-Left-Out': String(leftOut) } : {}),
  });
}

/** Whoever holds the address holds the access: it is kept by no cache, found by no search, told to no other site. */
const PRIVATE = {
  'Cache-Control': 'no-store',
  'X-Robots-Tag': 'noindex, nofollow',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};
const HTML = 'text/html; charset=utf-8';
const PAGE_HEADERS = { 'Content-Security-Policy': PAGE_POLICY };

type ForApps = { type: string; ending: string; render: (links: readonly string[]) => Rendered };

const named =
  (render: (links: readonly NamedLink[]) => Rendered) =>
  (links: readonly string[]): Rendered =>
    render(namedLinks(links));

const FOR_APPS: Readonly<Record<Exclude<Format, 'html'>, ForApps>> = {
  base64: {
    type: 'text/plain; charset=utf-8',
    ending: '.txt',
    render: (links) => ({ body: Buffer.from(links.join('\n')).toString('base64'), leftOut: 0 }),
  },
  clash: { type: 'application/yaml; charset=utf-8', ending: '.yaml', render: named(clashProfile) },
  'sing-box': { type: 'application/json; charset=utf-8', ending: '.json', render: named(singBoxConfig) },
};

function page(
  { shop, clock, texts, telegram, qrPng }: SubscriptionParts,
  view: SubscriptionView,
  platform: Platform | null,
): string {
  const botLink = `https://t.me/${telegram.botInfo.username}`;
  const t = texts.for(view.language);
  return subscriptionPage({ view, shopName: shop.name, botLink, now: clock.now(), platform, qrPng, t });
}

function headersOf({ used, limit, expiresAt, url }: SubscriptionView, { name }: Pick<Shop, 'name'>) {
  const expire = expiresAt === null ? 0 : Math.floor(expiresAt.getTime() / 1000);
  return {
    'Subscription-Userinfo': `upload=0; download=${used}; total=${limit ?? 0}; expire=${expire}`,
    'Profile-Title': `base64:${Buffer.from(name).toString('base64')}`,
    'Profile-Update-Interval': UPDATE_EVERY_HOURS,
    ...(url === null ? {} : { 'Profile-Web-Page-Url': url }),
  };
}
