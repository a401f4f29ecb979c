import type { ShopContext } from '../shop-context.ts';
import type { Screen } from '../views/screen.ts';
import type { CustomerParts } from './customer-parts.ts';
import { newHome, showHome } from './home-message.ts';

/** The same button stands under notices, which stay as they are, and on the person's home. */
export function showBeside(ctx: ShopContext, parts: CustomerParts, screen: Screen): Promise<void> {
  const isHome = ctx.callbackQuery?.message?.message_id === ctx.customer.homeMessageId;
  return isHome ? showHome(ctx, parts, screen) : newHome(ctx, parts, screen);
}
