import { createHash } from 'node:crypto';
import type { Api } from 'grammy';
import type { Secret } from '../../model/values/secret.ts';
import { errorCode } from './bot-api-fault.ts';
import { grammySignal } from './grammy-signal.ts';
import { safeReason } from './safe-reason.ts';
import { UPDATE_KINDS } from './update-kinds.ts';

export type Webhook = { readonly url: string; readonly secret: Secret };

type TellsWebhook = Pick<Api, 'setWebhook'>;

/** Telegram's own default; each of them ends in one insert. */
const CONNECTIONS = 40;

/**
 * Tells Telegram where to bring updates; what waits there is kept. Answers Telegram's words where it refuses the
 * address, null = it took it. @throws everything else that the call throws.
 */
export async function tellWebhook(
  api: TellsWebhook,
  { url, secret }: Webhook,
  signal: AbortSignal,
): Promise<string | null> {
  const how = {
    secret_token: secret.reveal(),
    max_connections: CONNECTIONS,
    allowed_updates: UPDATE_KINDS,
    drop_pending_updates: false,
  };
  try {
    await api.setWebhook(url, how, grammySignal(signal));
    return null;
  } catch (fault) {
    if (errorCode(fault) !== 400) throw fault;
    return safeReason(fault);
  }
}

/** Tells one webhook from another, its secret too: Telegram repeats the address, and never the secret. */
export function fingerprintOf({ url, secret }: Webhook): string {
  const told = JSON.stringify([url, secret.reveal(), CONNECTIONS, UPDATE_KINDS]);
  return createHash('sha256').update(told).digest('hex');
}
