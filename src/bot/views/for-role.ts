import { isAtLeast, type Role } from '../../model/role.ts';
import { parseTap, SCREENS } from '../callback-data.ts';
import type { Screen } from './screen.ts';

/** Without the buttons that its reader may not press: the rest is read all the same. */
export function forRole(screen: Screen, role: Role): Screen {
  const rows = screen.reply_markup?.inline_keyboard ?? [];
  const allowed = rows.map((row) => row.filter((button) => mayPress(button, role)));
  return { ...screen, reply_markup: { inline_keyboard: allowed.filter((row) => row.length > 0) } };
}

function mayPress(button: object, role: Role): boolean {
  const tap = 'callback_data' in button ? parseTap(String(button.callback_data)) : null;
  return tap === null || isAtLeast(role, SCREENS[tap.screen].least);
}
