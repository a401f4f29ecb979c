import { Composer } from 'grammy';
import type { ShopContext } from '../shop-context.ts';
import { answerTap } from '../show.ts';
import type { CustomerParts } from './customer-parts.ts';
import { newHome } from './home-message.ts';
import { homeScreen } from './home-screen.ts';

/** Whatever nobody else understood is answered politely, with the way back to the shop. Comes last. */
export function fallbackComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  composer.on('callback_query', async (ctx) => {
    await answerTap(ctx, ctx.t('stale-button'));
    await newHome(ctx, parts, await homeScreen(ctx, parts));
  });
  composer.on('message', async (ctx) => {
    const note = ctx.t(ctx.message.invoice ? 'invoice-forwarded' : 'unknown-message');
    await newHome(ctx, parts, await homeScreen(ctx, parts, { note }));
  });
  return composer;
}
