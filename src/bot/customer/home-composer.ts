import { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { answerTap } from '../show.ts';
import { choiceOf } from '../views/browse-view.ts';
import type { CustomerParts } from './customer-parts.ts';
import { newHome, showHome } from './home-message.ts';
import { browseScreen, homeScreen, linkedScreen } from './home-screen.ts';

/** /start, the plans, and the choices on the way to them. */
export function homeComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  composer.command(['start', 'buy'], async (ctx) =>
    newHome(ctx, parts, await linkedScreen(ctx, parts, ctx.match)),
  );
  onTap(composer, 'home', async (ctx) => {
    await answerTap(ctx);
    await showHome(ctx, parts, await homeScreen(ctx, parts));
  });
  onTap(composer, 'home-new', async (ctx) => {
    await answerTap(ctx);
    await newHome(ctx, parts, await homeScreen(ctx, parts));
  });
  onTap(composer, 'plans', async (ctx, { page }) => {
    await answerTap(ctx);
    await showHome(ctx, parts, await homeScreen(ctx, parts, { page }));
  });
  onTap(composer, 'browse', async (ctx, tap) => {
    await answerTap(ctx);
    await showHome(ctx, parts, await browseScreen(ctx, parts, { choice: choiceOf(tap), page: tap.page }));
  });
  return composer;
}
