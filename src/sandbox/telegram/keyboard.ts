import { badRequest } from './api-error.ts';
import type { Params } from './call-params.ts';
import type { Button, Json, Keyboard } from './shapes.ts';

const DATA_LIMIT_BYTES = 64;
const COPY_LIMIT = 256;
const BUTTON_LIMIT = 100;
const MARKUP_LIMIT_BYTES = 10_240;
const STYLES = ['danger', 'success', 'primary'];

/** Exactly one of these says what a button does. */
export const ACTIONS = [
  'url',
  'callback_data',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'callback_game',
  'pay',
  'disabled',
] as const;

/**
 * The inline keyboard of a call; undefined where there is none. Other kinds of keyboards are taken and not shown.
 * @throws ApiError with Telegram's words (contracts/telegram.md A2, C3).
 */
export function inlineKeyboard(params: Params, options: { isInvoice: boolean }): Keyboard | undefined {
  const given = params.values.reply_markup;
  if (given === undefined || given === null || given === '') return undefined;
  const markup = params.object('reply_markup');
  if (!markup) throw badRequest('object expected as reply markup');
  if (!('inline_keyboard' in markup)) return undefined;
  const rows = rowsOf(markup.inline_keyboard);
  if (rows.flat().length > BUTTON_LIMIT || Buffer.byteLength(JSON.stringify(rows)) > MARKUP_LIMIT_BYTES)
    throw badRequest('reply markup is too long');
  checkPay(rows, options.isInvoice);
  return rows.length > 0 ? { inline_keyboard: rows } : undefined;
}

function rowsOf(given: unknown): Button[][] {
  const isRows = Array.isArray(given) && given.every((row) => Array.isArray(row));
  if (!isRows)
    throw badRequest('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays');
  return given.map((row: unknown[]) => row.map(button)).filter((row) => row.length > 0);
}

function button(given: unknown): Button {
  if (typeof given !== 'object' || given === null)
    throw cannotParse('InlineKeyboardButton must be an Object');
  const { text, style } = given as Json;
  if (typeof text !== 'string') throw cannotParse('Field "text" must be of type String');
  if (text.trim() === '') throw cannotParse('Inline keyboard button text must be non-empty');
  if (style !== undefined && !STYLES.includes(String(style)))
    throw badRequest('invalid button style specified');
  const checked = given as Button;
  if (!ACTIONS.some((action) => checked[action as keyof Button] !== undefined))
    throw cannotParse('Text buttons are unallowed in the inline keyboard');
  checkAction(checked);
  return checked;
}

function checkAction({ callback_data, copy_text, url }: Button): void {
  if (callback_data !== undefined && !isWithin(Buffer.byteLength(callback_data), DATA_LIMIT_BYTES))
    throw badRequest('BUTTON_DATA_INVALID');
  if (copy_text !== undefined && !isWithin(copy_text.text?.length ?? 0, COPY_LIMIT))
    throw badRequest('BUTTON_COPY_TEXT_INVALID');
  if (url !== undefined) checkUrl(url);
}

function isWithin(length: number, limit: number): boolean {
  return length >= 1 && length <= limit;
}

function checkUrl(url: string): void {
  const protocol = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase() ?? 'http';
  const invalid = (why: string) => badRequest(`inline keyboard button URL '${url}' is invalid: ${why}`);
  if (protocol === 'tg' || protocol === 'ton' || protocol === 'tonsite') return;
  if (protocol !== 'http' && protocol !== 'https') throw invalid('Unsupported URL protocol');
  const whole = /^https?:/i.test(url) ? url : `http://${url}`;
  if (!URL.canParse(whole) || !new URL(whole).hostname.includes('.')) throw invalid('Wrong HTTP URL');
}

function checkPay(rows: Button[][], isInvoice: boolean): void {
  const buttons = rows.flat();
  if (isInvoice && buttons.length > 0 && !buttons[0]?.pay) throw badRequest('REPLY_MARKUP_BUY_EMPTY');
  const others = isInvoice ? buttons.slice(1) : buttons;
  if (others.some(({ pay }) => pay)) throw badRequest('BUTTON_TYPE_INVALID');
}

function cannotParse(text: string): Error {
  return badRequest(`can't parse inline keyboard button: ${text}`);
}
