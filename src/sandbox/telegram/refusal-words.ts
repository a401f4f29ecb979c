import type { Problem, ProblemKind } from './validate.ts';

/** Where the real Bot API's own words for a problem are known; `at` is `method path`, with `[]` for every index. */
type Words = { at: RegExp; kinds?: ProblemKind[]; says: string };

const NOT_LONG: ProblemKind[] = ['missing', 'type', 'short'];
const BUTTON = 'reply_markup\\.inline_keyboard\\[\\]\\[\\]';

/** contracts/telegram.md C3; the first that fits. */
const KNOWN: Words[] = [
  { at: / chat_id$/, kinds: ['missing'], says: 'chat_id is empty' },
  { at: /^(sendMessage|editMessageText) text$/, kinds: ['missing'], says: 'message text is empty' },
  { at: /parse_mode$/, says: 'unsupported parse_mode' },
  ...keyboardWords(),
  { at: /entities\[\]/, says: "can't parse MessageEntity: entity must have type, offset and length" },
  { at: /^sendMediaGroup media$/, kinds: ['long'], says: 'too many messages to send as an album' },
  { at: / reaction\[\]/, says: 'REACTION_INVALID' },
  { at: / action$/, says: 'wrong parameter action in request' },
  { at: / prices$/, kinds: ['missing'], says: 'there must be at least one price' },
  { at: /Invoice\w* title$/, kinds: ['long'], says: 'INVOICE_TITLE_INVALID' },
  { at: /Invoice\w* description$/, kinds: ['long'], says: 'INVOICE_DESCRIPTION_INVALID' },
  { at: /Invoice\w* payload$/, kinds: ['long'], says: 'INVOICE_PAYLOAD_INVALID' },
  { at: /^answerCallbackQuery text$/, kinds: ['long'], says: 'MESSAGE_TOO_LONG' },
  { at: /^setMyCommands commands$/, kinds: ['long'], says: 'BOT_COMMANDS_TOO_MUCH' },
  { at: /^setMyCommands commands$/, says: "can't parse commands JSON object" },
  { at: / commands\[\]\.description$/, kinds: NOT_LONG, says: 'command description must be non-empty' },
  { at: / commands\[\]\.description$/, says: 'BOT_COMMAND_DESCRIPTION_INVALID' },
  { at: / commands\[\]\.command$/, says: 'BOT_COMMAND_INVALID' },
  { at: /^getStarTransactions limit$/, says: 'wrong parameter limit in request' },
  { at: / error_message$/, kinds: ['missing'], says: 'parameter "error_message" is required' },
  {
    at: /Invoice\w* (title|description|payload|currency)$/,
    kinds: ['missing'],
    says: 'parameter "$1" is required',
  },
  {
    at: /^(?:refundStarPayment|editUserStarSubscription) user_id$/,
    kinds: ['missing'],
    says: 'user not found',
  },
  { at: / (telegram_payment_charge_id)$/, kinds: ['missing'], says: 'parameter "$1" is required' },
  { at: /^setWebhook secret_token$/, says: 'secret token is too long' },
  { at: /^sendPhoto photo$/, kinds: ['missing'], says: 'there is no photo in the request' },
];

/** What the Bot API puts right by itself: limits of a poll are moved to the nearest it can do. */
const MENDED = /^(getUpdates (limit|timeout)|setWebhook max_connections)$/;

/** The words of Telegram for a problem; null where they are not known. */
export function telegramWords(method: string, { path, kind }: Problem): string | null {
  const place = `${method} ${path.replace(/\[\d+\]/g, '[]')}`;
  const found = KNOWN.find(({ at, kinds }) => at.test(place) && (!kinds || kinds.includes(kind)));
  if (!found) return null;
  return found.says.replace('$1', found.at.exec(place)?.[1] ?? '');
}

/** Whether Telegram does the call all the same. */
export function isTolerated(method: string, { path, kind }: Problem): boolean {
  const isLimit = kind === 'short' || kind === 'long';
  return kind === 'unknown' || kind === 'deprecated' || (isLimit && MENDED.test(`${method} ${path}`));
}

function keyboardWords(): Words[] {
  const cannotParse = "can't parse inline keyboard button:";
  const rows = 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays';
  return [
    { at: / reply_markup\.inline_keyboard(\[\])?$/, says: rows },
    { at: new RegExp(`${BUTTON}$`), says: `${cannotParse} InlineKeyboardButton must be an Object` },
    { at: new RegExp(`${BUTTON}\\.text$`), says: `${cannotParse} Field "text" must be of type String` },
    { at: new RegExp(`${BUTTON}\\.callback_data$`), kinds: ['short', 'long'], says: 'BUTTON_DATA_INVALID' },
    { at: new RegExp(`${BUTTON}\\.copy_text`), says: 'BUTTON_COPY_TEXT_INVALID' },
    { at: new RegExp(`${BUTTON}\\.style$`), says: 'invalid button style specified' },
  ];
}
