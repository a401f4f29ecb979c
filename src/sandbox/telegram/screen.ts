import type { Button, Entry, Json, StoredMessage } from './shapes.ts';
import type { Telegram } from './telegram.ts';
import { shownButtons } from './views.ts';

type ShownButton = { text: string; kind: 'callback' | 'url' | 'copy' | 'pay'; value?: string };

/** A chat as the person sees it, oldest first; toasts and alerts stand between the messages. */
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
    caption: content.caption ?? null,
    entities: content.entities ?? content.caption_entities ?? [],
    buttons: shownButtons(entry).map((row) => row.map(shownButton)),
    photo: photoOf(telegram, content.photo?.[0]?.file_id),
    document: documentOf(entry),
    invoice: invoiceOf(entry),
    payment: content.successful_payment ?? null,
    refund: content.refunded_payment ?? null,
    sticker: content.sticker?.emoji ?? null,
    edited: entry.editedAt !== undefined,
  };
}

function kindOf({ content }: StoredMessage): string {
  if (content.photo) return 'photo';
  if (content.invoice) return 'invoice';
  return content.successful_payment || content.refunded_payment ? 'service' : 'message';
}

function textOf({ content }: StoredMessage): string | null {
  if (content.successful_payment) return `Paid ⭐${content.successful_payment.total_amount}`;
  if (content.refunded_payment) return `Refunded ⭐${content.refunded_payment.total_amount}`;
  return content.text ?? null;
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

function shownButton({ text, url, copy_text, callback_data, pay }: Button): ShownButton {
  if (pay) return { text, kind: 'pay' };
  if (url !== undefined) return { text, kind: 'url', value: url };
  if (copy_text) return { text, kind: 'copy', value: copy_text.text };
  return { text, kind: 'callback', value: callback_data ?? '' };
}
