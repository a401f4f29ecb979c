import { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import type { Screen } from '../views/screen.ts';
import { packsView, packView } from '../views/traffic-views.ts';
import type { CustomerParts } from './customer-parts.ts';
import { answerPurchase, requestOf, showOffer } from './press-purchase.ts';

/** `gb` = the pack that was chosen; left out = none yet. */
type Asked = { clientId: number; gb?: number };

/** More traffic for an access: the packs, one of them, and paying for it (SPEC 197). */
export function trafficComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  onTap(composer, ['traffic', 'traffic-pack'], async (ctx, asked) =>
    showOffer(ctx, parts, await offerOf(ctx, parts, asked)),
  );
  onTap(composer, ['traffic-stars', 'traffic-balance'], async (ctx, tap) =>
    answerPurchase(ctx, parts, {
      placed: await parts.services.checkout.traffic.place({ ...requestOf(ctx, tap), gb: tap.gb }),
      done: 'traffic-done',
      offer: () => offerOf(ctx, parts, tap),
    }),
  );
  return composer;
}

/** A pack that is not sold any more leads to the others. */
async function offerOf(
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
