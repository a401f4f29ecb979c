import { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { deviceView } from '../views/device-views.ts';
import type { Screen } from '../views/screen.ts';
import type { CustomerParts } from './customer-parts.ts';
import { answerPurchase, requestOf, showOffer } from './press-purchase.ts';

/** More devices for an access: what one costs, and paying for it (SPEC 197). */
export function deviceComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  onTap(composer, 'devices', async (ctx, { clientId }) =>
    showOffer(ctx, parts, await offerOf(ctx, parts, clientId)),
  );
  onTap(composer, ['devices-stars', 'devices-balance'], async (ctx, tap) =>
    answerPurchase(ctx, parts, {
      placed: await parts.services.checkout.devices.place(requestOf(ctx, tap)),
      done: 'devices-done',
      offer: () => offerOf(ctx, parts, tap.clientId),
    }),
  );
  return composer;
}

async function offerOf(
  ctx: ShopContext,
  { services, ids }: CustomerParts,
  clientId: number,
): Promise<Screen | string> {
  const found = await services.checkout.devices.offer({ clientId, customerId: ctx.customer.id });
  if (!found.ok) return `refusal-${found.refusal.code}`;
  return deviceView({ offer: found.value, nonce: ids.nonce() }, ctx.t);
}
