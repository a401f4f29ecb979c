import type { Json } from './shapes.ts';
import type { Update } from './update-queue.ts';

export type WebhookSetting = { url: string; secret: string; maxConnections: number; hasCertificate: boolean };

/** `status` is null where no answer came at all; `retryAfterMs` where the answer named no time. */
export type Refusal = { ok: false; status: number | null; message: string; retryAfterMs: number | null };
export type Attempt = { ok: true; status: number; text: string } | Refusal;

const ANSWER_LIMIT_MS = 60_000;
const LONGEST_ASKED_MS = 3_600_000;

/** Posts one update to the bot's address and waits up to 60 s for its answer. */
export async function bringUpdate(
  { body }: Update,
  { url, secret }: WebhookSetting,
  signal: AbortSignal,
): Promise<Attempt> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        ...(secret === '' ? {} : { 'x-telegram-bot-api-secret-token': secret }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]),
    });
    const text = await response.text();
    return response.ok ? { ok: true, status: response.status, text } : refusalOf(response);
  } catch (error) {
    return { ok: false, status: null, message: wordsFor(error), retryAfterMs: null };
  }
}

/** The one call that an answer may carry, as JSON with its `method`; an empty object where it carries none. */
export function callIn(text: string): Json {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Json) : {};
  } catch {
    return {};
  }
}

function refusalOf({ status, statusText, headers }: Response): Refusal {
  const asked = Number(headers.get('retry-after'));
  const retryAfterMs = asked > 0 ? Math.min(asked * 1000, LONGEST_ASKED_MS) : null;
  const message = `Wrong response from the webhook: ${status} ${statusText}`.trim();
  return { ok: false, status, message, retryAfterMs };
}

function wordsFor(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'Read timeout expired';
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'ECONNREFUSED' ? 'Connection refused' : 'Connection closed';
}
