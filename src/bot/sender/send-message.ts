import { between, days, hours } from '../../model/values/period.ts';
import { crashPoint } from '../../services/ports/crash-point.ts';
import { count } from '../../services/ports/meter.ts';
import type { Sendable } from './sendable.ts';
import { type HeldChat, type MessageEnd, recordMessage, type TakenMessage } from './sender-statements.ts';
import { callLimit, type SendEnd, type Sending, tell, textOf } from './sending.ts';
import { type TelegramRefusal, telegramRefusal } from './telegram-refusal.ts';

type Outcome =
  | { readonly kind: 'sent'; readonly messageId: number }
  | { readonly kind: 'dropped' }
  | { readonly kind: 'away' }
  | { readonly kind: 'stuck'; readonly reason: string }
  | TelegramRefusal;

/** Brings one message out and records what became of it. */
export async function sendMessage(tools: Sending, held: HeldChat, message: TakenMessage): Promise<SendEnd> {
  const outcome = unlessStuck(tools, message, await outcomeOf(tools, held, message));
  if (outcome.kind === 'sent') tools.reached.at = tools.clock.now();
  if (outcome.kind === 'sent') crashPoint('message.sent');
  await report(tools, message, outcome);
  const end = endOf(outcome, tools.clock.now());
  const stillHeld = await tools.work.alone((em) => recordMessage(em, { held, id: message.id }, end));
  if (stillHeld) count('shop_messages_total', { outcome: outcome.kind });
  if (stillHeld && outcome.kind === 'sent') await tell(tools, tools.onSent?.(message) ?? Promise.resolve());
  return { held: stillHeld, again: outcome.kind === 'again' ? outcome.waitMs : null };
}

/** So long Telegram may answer one message with faults of its own (RELIABILITY E5). */
const STUCK_AFTER = days(1);
/** Tries that a day has, with some to spare: a shop that stood still has not tried. */
const STUCK_TRIES = 1_000;
/** Where nothing else came through either, it is Telegram or the network, and not this message. */
const REACHED_WITHIN = hours(1);

/** A message that cannot be sent for a day, while others can, must not hold up those behind it for ever. */
function unlessStuck(
  { clock, reached }: Sending,
  { attempts, createdAt }: TakenMessage,
  outcome: Outcome,
): Outcome {
  if (outcome.kind !== 'again' || attempts < STUCK_TRIES || reached.at === null) return outcome;
  const now = clock.now();
  const isStuck = between(createdAt, now) >= STUCK_AFTER && between(reached.at, now) <= REACHED_WITHIN;
  return isStuck ? { kind: 'stuck', reason: outcome.reason } : outcome;
}

async function outcomeOf(tools: Sending, held: HeldChat, message: TakenMessage): Promise<Outcome> {
  const { attempts } = message;
  const rendered = await textOf(tools, `message ${message.id}`, () => tools.render.message(message));
  if (rendered === 'drop') return { kind: 'dropped' };
  if (rendered === 'away') return { kind: 'away' };
  if ('kind' in rendered) return rendered;
  const outcome = await attempt(tools, { held, attempts }, rendered);
  const plain = outcome.kind === 'failed' ? wordsAlone(rendered) : null;
  if (plain === null || outcome.kind !== 'failed') return outcome;
  tools.log.warn('message.plain', { messageId: message.id, kind: message.kind, reason: outcome.reason });
  return attempt(tools, { held, attempts }, plain);
}

async function attempt(
  tools: Sending,
  { held, attempts }: { held: HeldChat; attempts: number },
  sendable: Sendable,
): Promise<Exclude<Outcome, { kind: 'dropped' | 'away' | 'stuck' }>> {
  try {
    return { kind: 'sent', messageId: await tools.telegram.send(held.chatId, sendable, callLimit(held)) };
  } catch (fault) {
    return telegramRefusal(fault, attempts);
  }
}

/** A key that Telegram takes without its styles and buttons is worth more than none. null = nothing can be left out. */
function wordsAlone(sendable: Sendable): Sendable | null {
  if (sendable.method !== 'sendMessage') return null;
  const { text, entities, reply_markup } = sendable.payload;
  return entities?.length || reply_markup ? { method: 'sendMessage', payload: { text } } : null;
}

async function report(tools: Sending, { id, kind, chatId }: TakenMessage, outcome: Outcome): Promise<void> {
  if (!('reason' in outcome)) return;
  tools.log.warn(`message.${outcome.kind}`, { messageId: id, kind, reason: outcome.reason });
  if (outcome.kind === 'again') return;
  if (outcome.kind === 'blocked') await tell(tools, tools.onBlocked(chatId));
  else {
    await tell(tools, tools.onFailed({ id, kind, chatId, orderId: null }, outcome.reason));
  }
}

const NOT_SENT = { messageId: null, sentAt: null, dueAt: null, error: null };

function endOf(outcome: Outcome, now: Date): MessageEnd {
  switch (outcome.kind) {
    case 'sent':
      return { ...NOT_SENT, state: 'sent', messageId: outcome.messageId, sentAt: now };
    case 'dropped':
      return { ...NOT_SENT, state: 'dropped' };
    case 'away':
      return { ...NOT_SENT, state: 'undeliverable', error: 'has blocked the bot' };
    case 'blocked':
    case 'stuck': // goes out when the person is met anew
      return { ...NOT_SENT, state: 'undeliverable', error: outcome.reason };
    case 'failed':
    case 'unchanged': // said of edits alone
    case 'gone':
      return { ...NOT_SENT, state: 'failed', error: outcome.reason };
    case 'again':
      return {
        ...NOT_SENT,
        state: 'pending',
        error: outcome.reason,
        dueAt: new Date(now.getTime() + outcome.waitMs),
      };
  }
}
