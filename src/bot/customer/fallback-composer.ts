import { Composer } from 'grammy';
import type { ShopContext } from '../shop-context.ts';
import { answerTap, say } from '../show.ts';
import type { CustomerParts } from './customer-parts.ts';
import { homeScreen } from './home-screen.ts';

/** Whatever nobody else understood is answered politely, with the way back to the shop. Comes last. */
export function fallbackComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  composer.on('callback_query', async (ctx) => {
    await answerTap(ctx, ctx.t('stale-button'));
    await say(ctx, await homeScreen(ctx, parts));
  });
  composer.on('message', async (ctx) => {
    await say(ctx, await homeScreen(ctx, parts, { note: ctx.t('unknown-message') }));
  });
  return composer;
}
