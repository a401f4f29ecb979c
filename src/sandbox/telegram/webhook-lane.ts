import type { Json } from './shapes.ts';
import type { Update } from './update-queue.ts';

const STEP = 2 ** 33;

/** Updates of one lane come one after another; a tap and a message of one person are in two (contracts/telegram.md A3). */
export function laneOf({ kind, body }: Update): number {
  const object = body[kind] as Json;
  const from = idOf(object.from);
  switch (kind) {
    case 'message':
    case 'edited_message':
      return idOf(object.chat);
    case 'callback_query':
      return from + 3 * STEP;
    case 'pre_checkout_query':
      return from + 4 * STEP;
    case 'my_chat_member':
      return idOf(object.chat) + 5 * STEP;
    case 'chat_member':
      return idOf(object.chat) + 6 * STEP;
    case 'subscription':
      return idOf(object.user) + 12 * STEP;
  }
}

function idOf(owner: unknown): number {
  return Number((owner as Json | undefined)?.id ?? 0);
}
