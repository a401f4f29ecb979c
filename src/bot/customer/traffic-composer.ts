import { Composer } from 'grammy';
import type { TrafficRequest } from '../../services/checkout/purchases/place-traffic.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import type { Screen } from '../views/screen.ts';
import { packsView, packView } from '../views/traffic-views.ts';
import type { CustomerParts } from './customer-parts.ts';
import { showBeside } from './show-beside.ts';

/** `gb` = the pack that was chosen; left out = none yet. */
type Asked = { clientId: number; gb?: number };

/** More traffic for an access: the packs, one of them, and paying for it (SPEC 197). */
export function trafficComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  onTap(composer, 'traffic', (ctx, { clientId }) => show(ctx, parts, { clientId }));
  onTap(composer, 'traffic-pack', (ctx, { clientId, gb }) => show(ctx, parts, { clientId, gb }));
  onTap(composer, 'traffic-stars', (ctx, tap) => buy(ctx, parts, requestOf(ctx, tap)));
  onTap(composer, 'traffic-balance', (ctx, tap) =>
    buy(ctx, parts, { ...requestOf(ctx, tap), fromBalance: tap.shown }),
  );
  return composer;
}

const requestOf = (
  ctx: ShopContext,
  { clientId, gb, nonce, offer }: { clientId: number; gb: number; nonce: string; offer: string },
): TrafficRequest => ({ clientId, customerId: ctx.customer.id, gb, nonce, fingerprint: offer });

async function show(ctx: ShopContext, parts: CustomerParts, asked: Asked): Promise<void> {
  const screen = await screenOf(ctx, parts, asked);
  if (typeof screen === 'string') return alertTap(ctx, ctx.t(screen));
  await answerTap(ctx);
  await showBeside(ctx, parts, screen);
}

/** The words of a refusal where there is nothing to show; a pack that is not sold any more leads to the others. */
async function screenOf(
  ctx: ShopContext,
  { services, ids }: CustomerParts,
  { clientId, gb }: Asked,
): Promise<Screen | string> {
  const found = await services.checkout.traffic.offer({ clientId, customerId: ctx.customer.id });
  if (!found.ok) return `refusal-${found.refusal.code}`;
  const pack = found.value.packs.find((each) => each.gb === gb);
  return pack
    ? packView({ offer: found.value, pack, nonce: ids.nonce() }, ctx.t)
    : packsView(found.value, ctx.t);
}

/** Invoice and receipt are queued by the service, so that neither can be lost. */
async function buy(ctx: ShopContext, parts: CustomerParts, request: TrafficRequest): Promise<void> {
  const placed = await parts.services.checkout.traffic.place(request);
  if (placed.ok)
    return answerTap(ctx, ctx.t(placed.value.serverId === null ? 'buy-started' : 'traffic-done'));
  await alertTap(ctx, ctx.t(`refusal-${placed.refusal.code}`));
  const screen = await screenOf(ctx, parts, request);
  if (typeof screen !== 'string') await showBeside(ctx, parts, screen);
}
