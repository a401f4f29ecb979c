/** Stands for NUL in the data of a button while it lies in the inbox: a private character that no button of ours holds. */
const STAND_IN = '\uE000';

/**
 * PostgreSQL takes neither NUL nor half a surrogate pair into jsonb; one such text must not stop all others. The data of
 * a menu's button holds any bytes (contracts/telegram.md B2) and has to come back as it was: see `restored`.
 */
export function storable(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value.replaceAll('\0', name === 'data' ? STAND_IN : '').toWellFormed();
}

/** For JSON.parse: a stored update as it came. */
export const restored = (name: string, value: unknown): unknown =>
  name === 'data' && typeof value === 'string' ? value.replaceAll(STAND_IN, '\0') : value;
