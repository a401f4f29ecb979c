import { Composer } from 'grammy';
import type { ShopContext } from '../shop-context.ts';
import { say } from '../show.ts';
import type { Screen } from '../views/screen.ts';
import { helpView, paySupportView, termsView } from '../views/words-views.ts';
import type { CustomerParts } from './customer-parts.ts';

/** What Telegram wants every shop to say: terms, help with payments (contracts/telegram.md A4). */
export function wordsComposer({ shop }: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  const on = (command: string, view: (ctx: ShopContext) => Screen) =>
    composer.command(command, (ctx) => say(ctx, view(ctx)));
  on('terms', ({ t }) => termsView(shop, t));
  on('paysupport', ({ t }) => paySupportView(shop, t));
  on('help', ({ t }) => helpView(shop, t));
  return composer;
}
