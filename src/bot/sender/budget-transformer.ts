import { setTimeout as sleep } from 'node:timers/promises';
import type { Transformer } from 'grammy';
import type { ApiError, ApiResponse } from 'grammy/types';
import { grammySignal } from '../inbox/grammy-signal.ts';
import { callsEndAt } from '../inbox/time-to-call.ts';
import type { RateBudget } from './rate-budget.ts';

export type Patience = {
  /** Real ms that a call may wait for its turn and between tries; what would take longer is answered 429 at once. */
  readonly patienceMs: number;
  /** How often a call is repeated after a 429 of Telegram. */
  readonly retries: number;
};

/** For what handlers do directly. */
export const HANDLER_PATIENCE: Patience = { patienceMs: 20_000, retries: 2 };
/** For the sender: its rows wait, not its calls. Shorter than its lease. */
export const SENDER_PATIENCE: Patience = { patienceMs: 5_000, retries: 0 };

/** So much the paces of the budget stay below Telegram's. */
const PUNCTUAL_MS = 100;

/**
 * grammY's calls draw from the bot's rate budget: what puts something new into a chat waits for its turn, and a 429
 * makes all wait. One per Api: the sender's calls and the handlers' have different patience.
 */
export function budgetTransformer(budget: RateBudget, { patienceMs, retries }: Patience): Transformer {
  const floods = new Floods(budget);
  return (prev, method, ...[payload, signal]) => {
    const end = callsEndAt();
    const deadline = Math.min(performance.now() + patienceMs, end);
    const chatId = chatIn(payload);
    const waits = isNewMessage(method) && chatId !== null;
    const send = async () => {
      const began = performance.now();
      const answer = await prev(method, payload, signal ?? signalAt(end));
      const tookMs = performance.now() - began;
      if (waits) tellArrival(budget, chatId, answer);
      if (waits && tookMs > PUNCTUAL_MS) await budget.late(chatId, tookMs);
      return answer;
    };
    const once = async () => (waits ? await turn(budget, chatId, deadline) : null) ?? send();
    return withRetries(once, { retries, deadline, flooded: (waitMs) => floods.tell(chatId, waitMs) });
  };
}

/** Breaks a call off; none without an end. */
function signalAt(end: number): ReturnType<typeof grammySignal> | undefined {
  if (end === Number.POSITIVE_INFINITY) return undefined;
  return grammySignal(AbortSignal.timeout(Math.max(1, Math.round(end - performance.now()))));
}

type Retrying = {
  readonly retries: number;
  readonly deadline: number;
  /** Telegram said 429. */
  flooded(waitMs: number): Promise<void>;
};

async function withRetries<Result>(
  once: () => Promise<ApiResponse<Result>>,
  { retries, deadline, flooded }: Retrying,
): Promise<ApiResponse<Result>> {
  for (let left = retries; ; left--) {
    const answer = await once();
    if (answer.ok || answer.error_code !== 429 || isOurOwn(answer)) return answer;
    const waitMs = (answer.parameters?.retry_after ?? 1) * 1_000;
    await flooded(waitMs);
    if (left <= 0 || performance.now() + waitMs > deadline) return answer;
    await sleep(waitMs);
  }
}

/** Calls that put something new into a chat; a chat action is no message. */
const isNewMessage = (method: string) => /^(send|copy|forward)/.test(method) && method !== 'sendChatAction';

function tellArrival(budget: RateBudget, chatId: number, answer: ApiResponse<unknown>): void {
  if (!answer.ok || typeof answer.result !== 'object' || answer.result === null) return;
  const messageId = 'message_id' in answer.result ? Number(answer.result.message_id) : Number.NaN;
  if (Number.isSafeInteger(messageId)) budget.arrived(chatId, messageId);
}

function chatIn(payload: object): number | null {
  const chatId = 'chat_id' in payload ? Number(payload.chat_id) : Number.NaN;
  return Number.isSafeInteger(chatId) ? chatId : null;
}

/** Waits for this message's turn. What it answers = the turn comes after the deadline; then the place is lost. */
async function turn(budget: RateBudget, chatId: number, deadline: number): Promise<ApiError | null> {
  const place = await budget.take(chatId);
  const refused = await sleepUntil(place.waitMs, deadline);
  if (refused) return refused;
  const late = place.whole ? null : await sleepUntil(await budget.takeBot(), deadline);
  if (!late) await budget.pass(chatId);
  return late;
}

async function sleepUntil(waitMs: number, deadline: number): Promise<ApiError | null> {
  if (waitMs > 0 && performance.now() + waitMs > deadline) return tooManyRequests(waitMs);
  if (waitMs > 0) await sleep(waitMs);
  return null;
}

/** As Telegram would say it, a round of the network saved. */
function tooManyRequests(waitMs: number): ApiError {
  const seconds = Math.ceil(waitMs / 1_000);
  const description = `Too Many Requests: retry after ${seconds} ${OURS}`;
  return { ok: false, error_code: 429, description, parameters: { retry_after: seconds } };
}

const OURS = '(by the budget of the shop)';
const isOurOwn = ({ description }: ApiError) => description.endsWith(OURS);

/** Telegram does not say whether a 429 means the chat or the bot. One chat alone waits alone; a second one means all. */
class Floods {
  private readonly budget: RateBudget;
  private last = { chatId: 0, until: 0 };

  constructor(budget: RateBudget) {
    this.budget = budget;
  }

  async tell(chatId: number | null, waitMs: number): Promise<void> {
    const now = performance.now();
    const other = this.last.until > now && this.last.chatId !== chatId;
    if (chatId === null || other) await this.budget.pause(waitMs);
    if (chatId === null) return;
    this.last = { chatId, until: now + waitMs };
    await this.budget.pauseChat(chatId, waitMs);
  }
}
