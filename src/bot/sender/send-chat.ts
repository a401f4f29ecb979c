import { sendCard } from './send-card.ts';
import { sendMessage } from './send-message.ts';
import { type HeldChat, letGo, type Next, takeNext } from './sender-statements.ts';
import type { SendEnd, Sending } from './sending.ts';

/**
 * Sends what is due in a chat under our lease, oldest message first, then its cards, and lets the chat go. Answers
 * after how many ms something is due again; null = nothing is. `goOn` says no when the shop stops.
 */
export async function sendChat(tools: Sending, held: HeldChat, goOn: () => boolean): Promise<number | null> {
  const waits: number[] = [];
  while (goOn()) {
    const next = await tools.work.alone((em) => takeNext(em, held, tools.clock.now()));
    if (next === null) return soonest(waits); // the chat is let go
    const end = await send(tools, held, next);
    if (end.again) waits.push(end.again);
    if (!end.held) return soonest(waits);
  }
  await tools.work.alone((em) => letGo(em, held));
  return soonest(waits);
}

const send = (tools: Sending, held: HeldChat, next: Next): Promise<SendEnd> =>
  next.kind === 'message' ? sendMessage(tools, held, next.message) : sendCard(tools, held, next.card);

const soonest = (waits: readonly number[]): number | null => (waits.length > 0 ? Math.min(...waits) : null);
