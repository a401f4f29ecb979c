import { Composer } from 'grammy';
import type { DeviceRequest } from '../../services/checkout/purchases/place-device.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import { deviceView } from '../views/device-views.ts';
import type { Screen } from '../views/screen.ts';
import type { CustomerParts } from './customer-parts.ts';
import { showBeside } from './show-beside.ts';

/** More devices for an access: what one costs, and paying for it (SPEC 197). */
export function deviceComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  onTap(composer, 'devices', (ctx, { clientId }) => show(ctx, parts, clientId));
  onTap(composer, 'devices-stars', (ctx, tap) => buy(ctx, parts, requestOf(ctx, tap)));
  onTap(composer, 'devices-balance', (ctx, tap) =>
    buy(ctx, parts, { ...requestOf(ctx, tap), fromBalance: tap.shown }),
  );
  return composer;
}

const requestOf = (
  ctx: ShopContext,
  { clientId, nonce, offer }: { clientId: number; nonce: string; offer: string },
): DeviceRequest => ({ clientId, customerId: ctx.customer.id, nonce, fingerprint: offer });

async function show(ctx: ShopContext, parts: CustomerParts, clientId: number): Promise<void> {
  const screen = await screenOf(ctx, parts, clientId);
  if (typeof screen === 'string') return alertTap(ctx, ctx.t(screen));
  await answerTap(ctx);
  await showBeside(ctx, parts, screen);
}

/** The words of a refusal where there is nothing to show. */
async function screenOf(
  ctx: ShopContext,
  { services, ids }: CustomerParts,
  clientId: number,
): Promise<Screen | string> {
  const found = await services.checkout.devices.offer({ clientId, customerId: ctx.customer.id });
  if (!found.ok) return `refusal-${found.refusal.code}`;
  return deviceView({ offer: found.value, nonce: ids.nonce() }, ctx.t);
}

/** Invoice and receipt are queued by the service, so that neither can be lost. */
async function buy(ctx: ShopContext, parts: CustomerParts, request: DeviceRequest): Promise<void> {
  const placed = await parts.services.checkout.devices.place(request);
  if (placed.ok)
    return answerTap(ctx, ctx.t(placed.value.serverId === null ? 'buy-started' : 'devices-done'));
  await alertTap(ctx, ctx.t(`refusal-${placed.refusal.code}`));
  const screen = await screenOf(ctx, parts, request.clientId);
  if (typeof screen !== 'string') await showBeside(ctx, parts, screen);
}
