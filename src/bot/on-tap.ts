import type { Composer } from 'grammy';
import type { ScreenName, Tap } from './callback-data.ts';
import type { ShopContext } from './shop-context.ts';

type OnTap<Name extends ScreenName> = (ctx: ShopContext, tap: Tap<Name>) => Promise<unknown>;

/** Handles the presses of buttons that lead to one of `screens`; all others go on to the next handler. */
export function onTap<Name extends ScreenName>(
  composer: Composer<ShopContext>,
  screens: Name | readonly Name[],
  handle: OnTap<Name>,
): void {
  const names: readonly ScreenName[] = [screens].flat();
  composer.on('callback_query', (ctx, next) => (isTap<Name>(ctx.tap, names) ? handle(ctx, ctx.tap) : next()));
}

function isTap<Name extends ScreenName>(
  tap: Tap | null,
  names: readonly ScreenName[],
): tap is Extract<Tap, Tap<Name>> {
  return tap !== null && names.includes(tap.screen);
}
