import { Menu } from '@grammyjs/menu';
import { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { answerTap } from '../show.ts';
import type { Texts } from '../texts.ts';
import { languageView } from '../views/language-view.ts';
import { type MORE_LABELS, moreView } from '../views/more-view.ts';
import type { Screen } from '../views/screen.ts';
import { helpView, paySupportView, privacyView, termsView } from '../views/words-views.ts';
import type { CustomerParts } from './customer-parts.ts';
import { showHome } from './home-message.ts';
import { homeScreen } from './home-screen.ts';
import { noticesScreen } from './notices-composer.ts';
import { ownOrdersScreen } from './own-orders-composer.ts';
import { askByTap } from './support-composer.ts';
import { walletScreen } from './wallet-composer.ts';

type MoreParts = CustomerParts & { texts: Texts };
/** A button of the screen: a label without words of its own has no place there. */
type Label = (typeof MORE_LABELS)[number];
type Draw = (ctx: ShopContext) => Screen | Promise<Screen>;

/**
 * The screen behind [More]: navigation that costs nothing, by grammY's menus. They find a handler by its place and
 * check only the label, so no button of theirs may buy or end anything (contracts/telegram.md B2).
 */
export function moreComposer(parts: MoreParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  const menu = moreMenu(parts);
  composer.use(menu);
  onTap(composer, 'more', async (ctx) => {
    await answerTap(ctx);
    await showHome(ctx, parts, moreScreen(ctx, menu));
  });
  return composer;
}

function moreMenu(parts: MoreParts): Menu<ShopContext> {
  const { shop, texts } = parts;
  const menu: Menu<ShopContext> = new Menu<ShopContext>('more', {
    autoAnswer: false,
    onMenuOutdated: async (ctx) => {
      await answerTap(ctx, ctx.t('stale-button'));
      await showHome(ctx, parts, moreScreen(ctx, menu));
    },
  });
  const way = (label: Label, draw: Draw) =>
    menu.text(
      (ctx) => ctx.t(label),
      async (ctx) => {
        await answerTap(ctx);
        await showHome(ctx, parts, await draw(ctx));
      },
    );
  way('button-orders', (ctx) => ownOrdersScreen(ctx, parts));
  way('button-wallet', (ctx) => walletScreen(ctx, parts)).row();
  way('button-language', ({ t }) => languageView(texts, t));
  way('button-notices', (ctx) => noticesScreen(ctx, parts)).row();
  menu
    .text(
      ({ t }) => t('button-support'),
      (ctx) => askByTap({ ctx, parts }, showHome),
    )
    .row();
  way('button-paysupport', ({ t }) => paySupportView(shop, t));
  way('button-terms', ({ t }) => termsView(shop, t)).row();
  way('button-privacy', ({ t }) => privacyView(shop, t));
  way('button-help', ({ t }) => helpView(shop, t)).row();
  way('button-back', (ctx) => homeScreen(ctx, parts));
  way('button-home', (ctx) => homeScreen(ctx, parts));
  return menu;
}

const moreScreen = ({ t }: ShopContext, menu: Menu<ShopContext>): Screen => ({
  ...moreView(t),
  reply_markup: menu,
});
