import { badRequest } from './api-error.ts';
import type { Params } from './call-params.ts';
import { isGroup } from './groups.ts';
import type { Button, Chat, Keyboard } from './shapes.ts';

const BUTTON_LIMIT = 100;
const MARKUP_LIMIT_BYTES = 10_240;

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
export function inlineKeyboard(
  params: Params,
  options: { isInvoice: boolean; chat?: Chat },
): Keyboard | undefined {
  const markup = params.object('reply_markup');
  if (!markup || !('inline_keyboard' in markup)) return undefined;
  const rows = rowsOf(markup.inline_keyboard);
  if (rows.flat().length > BUTTON_LIMIT || Buffer.byteLength(JSON.stringify(rows)) > MARKUP_LIMIT_BYTES)
    throw badRequest('reply markup is too long');
  checkPay(rows, options.isInvoice);
  if (options.chat && isGroup(options.chat) && rows.flat().some(({ web_app }) => web_app))
    throw badRequest('BUTTON_TYPE_INVALID');
  return rows.length > 0 ? { inline_keyboard: rows } : undefined;
}

function rowsOf(given: unknown): Button[][] {
  const rows = given as Button[][];
  for (const button of rows.flat()) checkButton(button);
  return rows.filter((row) => row.length > 0);
}

function checkButton(button: Button): void {
  if (button.text.trim() === '') throw cannotParse('Inline keyboard button text must be non-empty');
  if (!ACTIONS.some((action) => button[action as keyof Button] !== undefined))
    throw cannotParse('Text buttons are unallowed in the inline keyboard');
  if (button.url !== undefined) checkUrl(button.url);
  if (button.web_app) checkHttps('Web App', button.web_app.url);
  if (button.login_url) checkHttps('login', button.login_url.url);
}

function checkHttps(kind: string, url: unknown): void {
  if (/^https:\/\//i.test(String(url)) && URL.canParse(String(url))) return;
  throw badRequest(
    `inline keyboard button ${kind} URL '${String(url)}' is invalid: Only HTTPS links are allowed`,
  );
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
