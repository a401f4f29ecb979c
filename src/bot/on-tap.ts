import type { Composer } from 'grammy';
import type { ScreenName, Tap } from './callback-data.ts';
import type { ShopContext } from './shop-context.ts';

type OnTap<Name extends ScreenName> = (ctx: ShopContext, tap: Tap<Name>) => Promise<unknown>;

/** Handles the presses of buttons that lead to `screen`; all others go on to the next handler. */
export function onTap<Name extends ScreenName>(
  composer: Composer<ShopContext>,
  screen: Name,
  handle: OnTap<Name>,
): void {
  composer.on('callback_query', (ctx, next) => (isTap(ctx.tap, screen) ? handle(ctx, ctx.tap) : next()));
}

function isTap<Name extends ScreenName>(tap: Tap | null, screen: Name): tap is Extract<Tap, Tap<Name>> {
  return tap?.screen === screen;
}
