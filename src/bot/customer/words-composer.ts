import { Composer } from 'grammy';
import type { ShopContext } from '../shop-context.ts';
import type { Screen } from '../views/screen.ts';
import { helpView, paySupportView, privacyView, termsView } from '../views/words-views.ts';
import type { CustomerParts } from './customer-parts.ts';
import { newHome } from './home-message.ts';

/** What Telegram wants every shop to say: terms, privacy, help with payments (contracts/telegram.md A4). */
export function wordsComposer(parts: CustomerParts): Composer<ShopContext> {
  const { shop } = parts;
  const composer = new Composer<ShopContext>();
  const on = (command: string, view: (ctx: ShopContext) => Screen) =>
    composer.command(command, (ctx) => newHome(ctx, parts, view(ctx)));
  on('terms', ({ t }) => termsView(shop, t));
  on('privacy', ({ t }) => privacyView(shop, t));
  on('paysupport', ({ t }) => paySupportView(shop, t));
  on('help', ({ t }) => helpView(shop, t));
  return composer;
}
