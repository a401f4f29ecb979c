import { Params } from './call-params.ts';
import { checkSecrets } from './check-secrets.ts';
import { ACTIONS } from './keyboard.ts';
import { parseMarkdownV2 } from './markdown-v2.ts';
import type { MethodCall } from './method.ts';
import type { Button } from './shapes.ts';

const ENTITY_LIMIT = 100;
const ROW_LIMIT = 8;
const LABEL_LIMIT = 40;

/** Notes mistakes that no schema knows and Telegram tolerates (contracts/telegram.md C2). */
export async function checkCall(call: MethodCall): Promise<void> {
  checkButtons(call);
  checkEntities(call);
  checkEscaped(call);
  await checkSecrets(call);
}

function checkButtons(call: MethodCall): void {
  const markup = call.params.object('reply_markup');
  const rows = Array.isArray(markup?.inline_keyboard) ? markup.inline_keyboard.filter(Array.isArray) : [];
  for (const row of rows as Button[][]) {
    if (row.length > ROW_LIMIT) violate(call, 'wide keyboard', `${row.length} buttons in a row`);
    for (const button of row) checkButton(call, button);
  }
}

function checkButton(call: MethodCall, button: Button): void {
  const fields = Object.keys(button ?? {});
  const actions = fields.filter((name) => (ACTIONS as readonly string[]).includes(name));
  if (actions.length > 1) violate(call, 'two actions', actions.join(' and '));
  const label = [...String(button?.text ?? '')].length;
  if (label > LABEL_LIMIT) violate(call, 'wide keyboard', `a button of ${label} characters`);
}

function checkEntities(call: MethodCall): void {
  const counts = markedUp(call).map(entityCount);
  for (const count of counts) if (count > ENTITY_LIMIT) violate(call, 'too many entities', `${count}`);
}

function entityCount(params: Params): number {
  const mode = params.string('parse_mode')?.toLowerCase();
  if (mode === 'html') return [...sourceOf(params).matchAll(/<[a-z]/gi)].length;
  if (mode === 'markdownv2') return markdownCount(sourceOf(params));
  return params.list('entities').length + params.list('caption_entities').length;
}

/** Text that cannot be read is refused later, and has no entities here. */
function markdownCount(source: string): number {
  try {
    return parseMarkdownV2(source).entities.length;
  } catch {
    return 0;
  }
}

/** A name or text with mark-up characters of its own, found as it is in text that will be read as mark-up. */
function checkEscaped(call: MethodCall): void {
  for (const params of markedUp(call)) {
    const mode = params.string('parse_mode')?.toLowerCase();
    if (mode === undefined) continue;
    const source = sourceOf(params);
    const raw = wordsOfPersons(call).find((words) => needsEscape(words, mode) && source.includes(words));
    if (raw !== undefined) violate(call, 'not escaped', 'the name or text of a person stands in it as it is');
  }
}

/** Where the words stand: in the call itself, or in the media it brings. */
function markedUp({ params }: MethodCall): Params[] {
  const media = [params.object('media') ?? [], params.list('media')].flat();
  return [params, ...media.map((item) => new Params(item))];
}

function sourceOf(params: Params): string {
  return params.string('text') ?? params.string('caption') ?? '';
}

function wordsOfPersons({ telegram, params }: MethodCall): string[] {
  const names = telegram.persons.all().map(({ name }) => name);
  const chat = params.number('chat_id') ?? 0;
  const said = telegram.chats.messages(chat).slice(0, 20);
  const texts = said.filter(({ from }) => from === 'person').map(({ content }) => content.text ?? '');
  return [...names, ...texts];
}

function needsEscape(words: string, mode: string): boolean {
  if (words.length < 3) return false;
  if (mode !== 'html') return /[_*[\]()~`>#+\-=|{}.!]/.test(words);
  return /[<>&]/.test(words) && !/^<\/?[a-z-]+>$/i.test(words);
}

function violate({ telegram, journal }: MethodCall, violation: string, detail: string): void {
  telegram.journal.violate(violation, detail, journal);
}
