import { sendCard } from './send-card.ts';
import { sendMessage } from './send-message.ts';
import { type HeldChat, letGo, takeCard, takeMessage } from './sender-statements.ts';
import type { SendEnd, Sending } from './sending.ts';

/**
 * Sends what is due in a chat under our lease, oldest message first, then its cards, and lets the chat go. Answers
 * after how many ms something is due again; null = nothing is. `goOn` says no when the shop stops.
 */
export async function sendChat(tools: Sending, held: HeldChat, goOn: () => boolean): Promise<number | null> {
  const waits: number[] = [];
  let end: SendEnd | null = null;
  do {
    end = goOn() ? ((await nextMessage(tools, held)) ?? (await nextCard(tools, held))) : null;
    if (end?.again) waits.push(end.again);
  } while (end?.held);
  await tools.work.alone((em) => letGo(em, held));
  return waits.length > 0 ? Math.min(...waits) : null;
}

async function nextMessage(tools: Sending, held: HeldChat): Promise<SendEnd | null> {
  const message = await tools.work.alone((em) => takeMessage(em, held, tools.clock.now()));
  return message && sendMessage(tools, held, message);
}

async function nextCard(tools: Sending, held: HeldChat): Promise<SendEnd | null> {
  const card = await tools.work.alone((em) => takeCard(em, held, tools.clock.now()));
  return card && sendCard(tools, held, card);
}
