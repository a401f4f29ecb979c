import { crashPoint } from '../../services/ports/crash-point.ts';
import type { RenderedCard } from './sendable.ts';
import { type CardEnd, type HeldChat, recordCard, type TakenCard } from './sender-statements.ts';
import { callLimit, type SendEnd, type Sending, tell, textOf } from './sending.ts';
import { type TelegramRefusal, telegramRefusal } from './telegram-refusal.ts';

type Outcome =
  | { readonly kind: 'sent'; readonly messageId: number }
  | { readonly kind: 'edited' }
  | { readonly kind: 'dropped' }
  | TelegramRefusal;

/** A card is edited at most this often. */
const BETWEEN_EDITS_MS = 1_500;

/**
 * Shows the newest state of an order on its one message. The version was read before the text is made: a change in
 * between is shown now or asks for another edit, so an older state never follows a newer one (RELIABILITY 106).
 */
export async function sendCard(tools: Sending, held: HeldChat, card: TakenCard): Promise<SendEnd> {
  const outcome = await outcomeOf(tools, held, card);
  if (outcome.kind === 'sent' || outcome.kind === 'edited') crashPoint('card.sent');
  await report(tools, { held, card }, outcome);
  const end = endOf(outcome, card, tools.clock.now());
  const stillHeld = await tools.work.alone((em) => recordCard(em, { held, orderId: card.orderId }, end));
  return { held: stillHeld, again: waitAfter(outcome) };
}

async function outcomeOf(tools: Sending, held: HeldChat, card: TakenCard): Promise<Outcome> {
  const text = await textOf(tools, `card ${card.orderId}`, () => tools.render.card(card.orderId));
  if (text === 'drop') return { kind: 'dropped' };
  if ('kind' in text) return text;
  if (card.messageId === null) return send(tools, { held, card }, text);
  const edited = await edit(tools, { held, card, messageId: card.messageId }, text);
  return edited.kind === 'gone' ? send(tools, { held, card }, text) : edited;
}

type Place = { readonly held: HeldChat; readonly card: TakenCard };

async function send(tools: Sending, { held, card }: Place, text: RenderedCard): Promise<Outcome> {
  try {
    const sendable = { method: 'sendMessage', payload: text } as const;
    return { kind: 'sent', messageId: await tools.telegram.send(held.chatId, sendable, callLimit(held)) };
  } catch (fault) {
    return telegramRefusal(fault, card.attempts);
  }
}

async function edit(
  tools: Sending,
  { held, card, messageId }: Place & { messageId: number },
  text: RenderedCard,
): Promise<Outcome> {
  try {
    await tools.telegram.edit({ chatId: held.chatId, messageId }, text, callLimit(held));
    return { kind: 'edited' };
  } catch (fault) {
    return telegramRefusal(fault, card.attempts);
  }
}

async function report(tools: Sending, { held, card }: Place, outcome: Outcome): Promise<void> {
  if (!('reason' in outcome) || outcome.kind === 'unchanged') return;
  const { orderId } = card;
  tools.log.warn(`card.${outcome.kind}`, { orderId, reason: outcome.reason });
  if (outcome.kind === 'blocked') await tell(tools, tools.onBlocked(held.chatId));
  if (outcome.kind === 'failed') {
    await tell(
      tools,
      tools.onFailed({ id: null, orderId, kind: 'card', chatId: held.chatId }, outcome.reason),
    );
  }
}

function endOf(outcome: Outcome, { version }: TakenCard, now: Date): CardEnd {
  const wait = waitAfter(outcome);
  return {
    version: outcome.kind === 'again' ? null : version,
    messageId: outcome.kind === 'sent' ? outcome.messageId : null,
    sentAt: outcome.kind === 'sent' ? now : null,
    error: 'reason' in outcome && outcome.kind !== 'unchanged' ? outcome.reason : null,
    dueAt: wait === null ? null : new Date(now.getTime() + wait),
  };
}

function waitAfter(outcome: Outcome): number | null {
  if (outcome.kind === 'again') return outcome.waitMs;
  return outcome.kind === 'edited' || outcome.kind === 'unchanged' ? BETWEEN_EDITS_MS : null;
}
