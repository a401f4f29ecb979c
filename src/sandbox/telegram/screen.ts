import type { Button, Content, Entry, Json, StoredMessage } from './shapes.ts';
import type { Telegram } from './telegram.ts';
import { shownButtons } from './views.ts';

type ShownButton = {
  text: string;
  kind: 'callback' | 'url' | 'copy' | 'pay';
  value?: string;
  style?: string;
};

const LINES: [keyof Content, string][] = [
  ['pinned_message', 'Pinned a message'],
  ['forum_topic_closed', 'Topic closed'],
  ['forum_topic_reopened', 'Topic reopened'],
  ['migrate_to_chat_id', 'This group became a supergroup'],
  ['migrate_from_chat_id', 'This was a group'],
];

/** A chat as its people see it, oldest first; toasts and alerts stand between the messages. */
export function screenOf(telegram: Telegram, chat: number): Json[] {
  return telegram.chats.entries(chat).map((entry) => shown(telegram, entry));
}

function shown(telegram: Telegram, entry: Entry): Json {
  if (entry.kind !== 'message')
    return { id: null, from: 'bot', kind: entry.kind, at: entry.at, text: entry.text };
  const { content } = entry;
  return {
    id: entry.id,
    kind: kindOf(entry),
    from: entry.from,
    at: entry.at,
    text: textOf(entry),
    caption: orNull(content.caption),
    entities: content.entities ?? content.caption_entities ?? [],
    buttons: shownButtons(entry).map((row) => row.map(styledButton)),
    photo: photoOf(telegram, content.photo?.[0]?.file_id),
    document: documentOf(entry),
    invoice: invoiceOf(entry),
    payment: orNull(content.successful_payment),
    refund: orNull(content.refunded_payment),
    sticker: orNull(content.sticker?.emoji),
    contact: orNull(content.contact),
    location: orNull(content.location),
    forwarded: content.forward_origin !== undefined,
    edited: entry.editedAt !== undefined,
    ...marksOf(entry),
  };
}

function marksOf({ pinned, reactions = [], album, author, thread, replyTo }: StoredMessage): Json {
  return {
    pinned: pinned === true,
    reactions: reactions.map(({ emoji }) => emoji),
    album: orNull(album),
    author: orNull(author),
    threadId: orNull(thread),
    replyTo: orNull(replyTo),
  };
}

function orNull<Value>(value: Value | undefined): Value | null {
  return value ?? null;
}

function kindOf({ content }: StoredMessage): string {
  if (content.photo) return 'photo';
  if (content.invoice) return 'invoice';
  return serviceText(content) === null ? 'message' : 'service';
}

/** What a line says that nobody wrote; null for a message. */
function serviceText(content: Content): string | null {
  const { successful_payment: paid, refunded_payment: refunded } = content;
  if (paid) return `Paid ⭐${paid.total_amount}`;
  if (refunded) return `Refunded ⭐${refunded.total_amount}`;
  const { forum_topic_created: opened, forum_topic_edited: edited } = content;
  if (opened) return `Topic “${String(opened.name)}” opened`;
  if (edited) return `Topic is now “${String(edited.name)}”`;
  return LINES.find(([field]) => content[field] !== undefined)?.[1] ?? null;
}

function textOf({ content }: StoredMessage): string | null {
  return serviceText(content) ?? content.text ?? null;
}

function invoiceOf({ content: { invoice } }: StoredMessage): Json | null {
  if (!invoice) return null;
  const { title, description, total_amount, currency } = invoice;
  return { title, description, amount: total_amount, currency };
}

function documentOf({ content: { document } }: StoredMessage): Json | null {
  return document ? { name: document.file_name, size: document.file_size } : null;
}

function photoOf({ shelf }: Telegram, fileId: string | undefined): string | null {
  return fileId === undefined ? null : (shelf.get<{ base64: string }>('files', fileId)?.base64 ?? null);
}

function styledButton(button: Button): ShownButton {
  const { style } = button;
  return { ...shownButton(button), ...(style ? { style } : {}) };
}

function shownButton({ text, url, copy_text, callback_data, pay }: Button): ShownButton {
  if (pay) return { text, kind: 'pay' };
  if (url !== undefined) return { text, kind: 'url', value: url };
  if (copy_text) return { text, kind: 'copy', value: copy_text.text };
  return { text, kind: 'callback', value: callback_data ?? '' };
}
