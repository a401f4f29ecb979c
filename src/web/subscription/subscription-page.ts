import { PLATFORMS, type Platform } from '../../model/platforms.ts';
import type { SubscriptionView } from '../../services/delivery/views.ts';
import { APPS, type ProxyApp } from './apps.ts';
import { type Html, html } from './html.ts';
import { PAGE_STYLE } from './page-style.ts';

/** The words for an id in the reader's language. */
export type Words = (id: string, args?: Readonly<Record<string, string | number | Date>>) => string;

export type PageParts = {
  readonly view: SubscriptionView;
  readonly shopName: string;
  /** Where the shop is talked to. */
  readonly botLink: string;
  readonly now: Date;
  /** Whose guide is asked for: it comes first, and open; null = nobody's. */
  readonly platform: Platform | null;
  readonly qrPng: (text: string) => Buffer;
  readonly t: Words;
};

const DAY_MS = 86_400_000;
/** A code with more in it is no longer read well by cameras. */
const LONGEST_QR = 700;

/**
 * The subscription as a person's browser shows it: what runs, the address with its QR code, how to put it into an app.
 * It stands for itself: no script, nothing from elsewhere.
 */
export function subscriptionPage(parts: PageParts): string {
  const { view, shopName, botLink, platform, t } = parts;
  const guide = view.url === null || view.links.length === 0 ? [] : [guideSection(parts, view.url)];
  const body = html`<!doctype html>
<html lang="${t('language-code')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${shopName}</title>
<style>${{ html: PAGE_STYLE }}</style>
</head>
<body><main>
<h1>${shopName}</h1>
${platform === null ? [] : guide}
${running(parts)}
${view.url === null ? [] : [addressSection(parts, view.url)]}
${platform === null ? guide : []}
${view.links.length === 0 ? [] : [keySection(parts)]}
<p><a href="${botLink}" rel="noreferrer">${t('page-open-shop')}</a></p>
<p class="dim">${t('page-keep-secret')}</p>
</main></body>
</html>
`;
  return body.html;
}

function running({ view, now, t }: PageParts): Html {
  if (view.accesses.length === 0) return html`<section><p>${t('page-nothing-runs')}</p></section>`;
  const lines = view.accesses.map(
    (access) =>
      html`<p><b>${access.planName}</b> · ${access.server}</p><p class="dim">${endWords(access, now, t)} · ${leftWords(access, t)}</p>`,
  );
  return html`<section><h2>${t('page-accesses')}</h2>${lines}</section>`;
}

type Access = SubscriptionView['accesses'][number];

function endWords({ expiresAt }: Access, now: Date, t: Words): string {
  if (expiresAt === null) return t('days-forever');
  return t('days-left', { count: Math.max(1, Math.ceil((expiresAt.getTime() - now.getTime()) / DAY_MS)) });
}

/** Rounded down: nobody is promised more than there is. */
function leftWords({ used, limit }: Access, t: Words): string {
  if (limit === null) return t('gb-unlimited');
  const tenths = used >= limit ? 0n : ((limit - used) * 10n) / 2n ** 30n;
  return t('gb-left', { gb: Number(tenths) / 10 });
}

function addressSection({ t, qrPng }: PageParts, url: string): Html {
  const picture = url.length > LONGEST_QR ? [] : [qrPng(url).toString('base64')];
  return html`<section><h2>${t('page-address')}</h2>
<p class="dim">${t('page-address-hint')}</p>
<code>${url}</code>
${picture.map((data) => html`<img alt="${t('page-qr')}" src="data:image/png;base64,${data}">`)}
</section>`;
}

function guideSection({ t, shopName, platform }: PageParts, url: string): Html {
  const asked = PLATFORMS.filter(({ slug }) => slug === platform);
  const others = PLATFORMS.filter(({ slug }) => slug !== platform);
  const guides = [...asked, ...others].map(({ slug, name }) => {
    const apps = APPS[slug];
    const isOpen = slug === platform ? 'open' : '';
    return html`<details ${isOpen}><summary>${name}</summary><ol>
<li>${t('page-step-install')} ${{ html: joined(apps) }}</li>
<li>${t('page-step-add')}<ul>${apps.map((app) => openLine(app, { url, shopName, t }))}</ul></li>
<li>${t('page-step-connect')}</li></ol></details>`;
  });
  return html`<section><h2>${t('page-guides')}</h2>${guides}</section>`;
}

const joined = (apps: readonly ProxyApp[]): string =>
  apps.map(({ name, home }) => html`<a href="${home}" rel="noreferrer">${name}</a>`.html).join(', ');

type Opening = { url: string; shopName: string; t: Words };

function openLine({ name, open }: ProxyApp, { url, shopName, t }: Opening): Html {
  if (open === null) return html`<li>${t('page-paste', { app: name })}</li>`;
  const label = t('page-open-in', { app: name });
  return html`<li><a class="open" href="${open(url, shopName)}">${label}</a></li>`;
}

function keySection({ view, t }: PageParts): Html {
  const keys = view.links.map((link) => html`<p><code>${link}</code></p>`);
  return html`<section><details><summary>${t('page-keys')}</summary>
<p class="dim">${t('page-keys-hint')}</p>${keys}</details></section>`;
}
