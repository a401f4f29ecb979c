import type { Upload } from './call-params.ts';
import type { MethodCall } from './method.ts';
import { readQr } from './read-qr.ts';
import { type OpenSecret, secretsIn } from './secrets.ts';
import type { Button } from './shapes.ts';

/** Where a key never may stand, not even on its way to its owner: a start link shows it to whoever sees the link. */
const START_LINK = /(?:t\.me|telegram\.me)\/\S*[?&]start=|tg:\/\/resolve\S*start=/i;

/** Calls that tell Telegram itself something, and no person. */
const UNSEEN = new Set(['getUpdates', 'setWebhook']);

/**
 * Looks for secrets in every word of a call, also in file names, text files and QR codes (contracts/telegram.md C2).
 * A key may stand in text, buttons and picture of a message to its owner's private chat, nowhere else.
 */
export async function checkSecrets(call: MethodCall): Promise<void> {
  if (UNSEEN.has(call.journal.method) || !call.telegram.secrets.isWatching) return;
  const { shown, hidden } = wordsOf(call);
  const files = await Promise.all([...call.params.files.values()].map(wordsOfFile));
  const { secrets } = call.telegram;
  const all = secrets.all();
  for (const secret of secretsIn(hidden, all)) violate(call, secret);
  const chat = call.params.number('chat_id') ?? 0;
  for (const secret of secretsIn([...shown, ...wordsBrought(call), ...files.flat()], all))
    if (!secrets.belongsTo(secret, chat)) violate(call, secret);
}

/** `shown` is what the person in the chat sees of a message; `hidden` is everything else. */
function wordsOf({ params }: MethodCall): { shown: string[]; hidden: string[] } {
  const { text, caption, media, reply_markup, entities, caption_entities, chat_id, ...others } =
    params.values;
  const buttons = strings(reply_markup && params.object('reply_markup')?.inline_keyboard);
  const shown = [
    ...strings(text),
    ...strings(caption),
    ...strings(media),
    ...strings(entities),
    ...strings(caption_entities),
    ...buttons,
  ];
  const starts = shown.flatMap((words) => words.split(/[\s"'<>]+/)).filter((word) => START_LINK.test(word));
  return { shown, hidden: [...strings(others), ...callbackData(params.values.reply_markup), ...starts] };
}

/** What stands in the message that a call copies or forwards. */
function wordsBrought({ telegram: { chats }, params }: MethodCall): string[] {
  const from = params.number('from_chat_id');
  return from === undefined ? [] : strings(chats.find(from, params.number('message_id') ?? 0)?.content);
}

function callbackData(markup: unknown): string[] {
  if (typeof markup !== 'object' || markup === null || !('inline_keyboard' in markup)) return [];
  const rows = Array.isArray(markup.inline_keyboard) ? markup.inline_keyboard : [];
  const buttons = rows.flat().filter((button) => typeof button === 'object' && button !== null) as Button[];
  return buttons.flatMap(({ callback_data }) => (typeof callback_data === 'string' ? [callback_data] : []));
}

/** Every string in a value, however deep. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(strings);
}

async function wordsOfFile({ name, bytes }: Upload): Promise<string[]> {
  const code = await readQr(bytes);
  if (code !== null) return [name, code];
  return bytes.includes(0) ? [name] : [name, bytes.toString('utf8')];
}

function violate({ telegram, journal }: MethodCall, { owner }: OpenSecret): void {
  const whose = owner ? `the key of person ${owner}` : 'a secret of the shop or a panel';
  telegram.journal.violate('secret seen', whose, journal);
}
