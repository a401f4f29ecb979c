import { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import { addressView, newAddressView } from '../views/address-views.ts';
import type { CustomerParts } from './customer-parts.ts';
import { showHome } from './home-message.ts';

/** A subscription address that somebody else knows is replaced by another one. */
export function addressComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  const { addresses } = parts.services.delivery;
  onTap(composer, 'new-address', async (ctx) => {
    const address = await addresses.address(ctx.customer.id);
    if (!address) return alertTap(ctx, ctx.t('refusal-no-address'));
    await answerTap(ctx);
    await showHome(ctx, parts, newAddressView(address, ctx.t));
  });
  onTap(composer, 'new-address-yes', async (ctx, { mark }) => {
    const { id } = ctx.customer;
    const answer = await addresses.renew({ customerId: id, mark, actorId: id });
    if (!answer.ok && answer.refusal.code !== 'address-replaced')
      return alertTap(ctx, ctx.t(`refusal-${answer.refusal.code}`));
    const address = answer.ok ? answer.value : await addresses.address(id);
    if (!address) return alertTap(ctx, ctx.t('refusal-no-address'));
    await answerTap(ctx);
    await showHome(ctx, parts, addressView(address, ctx.t));
  });
  return composer;
}
