import type { Update, User } from 'grammy/types';

/**
 * The lane of an update: those of one lane are handled one after the other. `pay:<person>` for payments, which no
 * screen may hold up, `p:<person>` for all else of a person, `c:<chat>` for the rest (contracts/telegram.md B3).
 */
export function laneOf(update: Update): string {
  const payer = payerOf(update);
  if (payer !== null) return `pay:${payer}`;
  const { from, chat } = sourceOf(update);
  return from ? `p:${from.id}` : `c:${chat?.id ?? 0}`;
}

/** Whose payment the update is about; null = it is not about one. */
function payerOf({ message, pre_checkout_query }: Update): number | null {
  if (pre_checkout_query) return pre_checkout_query.from.id;
  if (!message?.successful_payment && !message?.refunded_payment) return null;
  // A service message may come in the bot's name; in a private chat the chat is the person.
  return message.chat.type === 'private' ? message.chat.id : (message.from?.id ?? message.chat.id);
}

type Source = { from?: User; chat?: { id: number } };

/** Every kind of update is one object beside the id, and says in the same two fields where it comes from. */
function sourceOf({ update_id, ...kinds }: Update): Source {
  const about = Object.values(kinds).find((kind) => typeof kind === 'object') as
    | (Source & { user?: User; message?: Source })
    | undefined;
  return { from: about?.from ?? about?.user, chat: about?.chat ?? about?.message?.chat };
}
