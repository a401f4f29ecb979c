import { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { answerTap, say, show } from '../show.ts';
import type { CustomerParts } from './customer-parts.ts';
import { homeScreen } from './home-screen.ts';

/** /start and the plans. */
export function homeComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  composer.command(['start', 'buy'], async (ctx) => say(ctx, await homeScreen(ctx, parts)));
  onTap(composer, 'home', async (ctx) => {
    await answerTap(ctx);
    await show(ctx, await homeScreen(ctx, parts), parts.clock.now());
  });
  onTap(composer, 'home-new', async (ctx) => {
    await answerTap(ctx);
    await say(ctx, await homeScreen(ctx, parts));
  });
  onTap(composer, 'plans', async (ctx, { page }) => {
    await answerTap(ctx);
    await show(ctx, await homeScreen(ctx, parts, { page }), parts.clock.now());
  });
  return composer;
}
