import { Composer, InputFile } from 'grammy';
import { usageChartPng } from '../charts/usage-chart.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import { ACCESSES_PER_PAGE, accessListView, accessView } from '../views/access-views.ts';
import { tidy } from '../views/fit-to.ts';
import { qrCaption } from '../views/key-view.ts';
import { qrPng } from '../views/qr-png.ts';
import type { Screen } from '../views/screen.ts';
import type { CustomerParts } from './customer-parts.ts';
import { newHome, showHome } from './home-message.ts';

/** My access: the list, one access, its QR code. */
export function accessComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  composer.command('my', async (ctx) => newHome(ctx, parts, await listScreen(ctx, parts, 0)));
  onTap(composer, 'accesses-new', async (ctx) => {
    await answerTap(ctx);
    await newHome(ctx, parts, await listScreen(ctx, parts, 0));
  });
  onTap(composer, 'accesses', async (ctx, { page }) => {
    await answerTap(ctx);
    await showHome(ctx, parts, await listScreen(ctx, parts, page));
  });
  onTap(composer, 'access', (ctx, { clientId }) => showAccess(ctx, parts, clientId));
  onTap(composer, 'chart', (ctx, { clientId }) => sendChart(ctx, parts, clientId));
  onTap(composer, 'qr', (ctx, { clientId }) => sendQr(ctx, parts, clientId));
  return composer;
}

async function listScreen(ctx: ShopContext, parts: CustomerParts, page: number): Promise<Screen> {
  const of = { customerId: ctx.customer.id, page, size: ACCESSES_PER_PAGE };
  const list = await parts.services.delivery.accesses(of);
  return accessListView({ ...list, now: parts.clock.now() }, ctx.t);
}

/** The press is answered before the panel is asked; a stranger's access is answered like one that is not there. */
async function showAccess(ctx: ShopContext, parts: CustomerParts, clientId: number): Promise<void> {
  const own = { clientId, customerId: ctx.customer.id };
  if (!(await parts.services.delivery.accessOf(own))) return alertTap(ctx, ctx.t('refusal-access-not-found'));
  await answerTap(ctx);
  const access = await parts.services.delivery.access(own);
  const now = parts.clock.now();
  const offer = await parts.services.checkout.renewals.offer(own);
  const renewal = offer.ok ? { renewal: offer.value } : {};
  const subscription = await parts.services.checkout.subscriptions.of(own);
  const screen = access.ok
    ? accessView({ ...access.value, ...renewal, subscription }, ctx.t, now)
    : await listScreen(ctx, parts, 0);
  await showHome(ctx, parts, screen);
}

async function sendQr(ctx: ShopContext, parts: CustomerParts, clientId: number): Promise<void> {
  const access = await parts.services.delivery.accessOf({ clientId, customerId: ctx.customer.id });
  if (!access) return alertTap(ctx, ctx.t('refusal-access-not-found'));
  if (access.links.length === 0) return alertTap(ctx, ctx.t('key-link-later'));
  await answerTap(ctx);
  await ctx.replyWithChatAction('upload_photo');
  const picture = new InputFile(qrPng(parts.services.delivery.qrText(access)), 'qr.png');
  await ctx.replyWithPhoto(picture, qrCaption(access, ctx.t));
}

async function sendChart(ctx: ShopContext, parts: CustomerParts, clientId: number): Promise<void> {
  const own = { clientId, customerId: ctx.customer.id };
  const access = await parts.services.delivery.accessOf(own);
  if (!access) return alertTap(ctx, ctx.t('refusal-access-not-found'));
  const days = await parts.services.delivery.usageDays(own);
  if (days.length === 0) return alertTap(ctx, ctx.t('chart-no-data'));
  await answerTap(ctx);
  await ctx.replyWithChatAction('upload_photo');
  const { planName, server } = access;
  const picture = new InputFile(usageChartPng({ planName, server, days }, ctx.t), 'traffic.png');
  await ctx.replyWithPhoto(picture, { caption: ctx.t('chart-caption', { plan: tidy(planName) }) });
}
