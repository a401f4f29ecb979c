import type { ShopContext } from './shop-context.ts';

/** What stands on the button that was pressed; null = Telegram does not show its message any more. */
export function pressedLabel({ callbackQuery }: ShopContext): string | null {
  const message = callbackQuery?.message;
  const rows = (message && 'reply_markup' in message && message.reply_markup?.inline_keyboard) || [];
  const data = callbackQuery?.data;
  const pressed = rows.flat().find((button) => 'callback_data' in button && button.callback_data === data);
  return pressed?.text ?? null;
}
