import { hkdfSync } from 'node:crypto';
import type { AppKeys } from '../model/values/app-keys.ts';
import { Secret } from '../model/values/secret.ts';

const BYTES = 32;

/**
 * What Telegram says with every update where WEBHOOK_SECRET is not set, one for each key: Telegram is told the first,
 * all are taken, so that processes may get a new key one after the other. 43 characters of base64url, 256 bits; nothing
 * of the key can be read from it (HKDF, RFC 5869), and every bot has its own.
 */
export const webhookSecrets = (keys: AppKeys, botId: number): Secret[] =>
  keys.map(({ key }) => {
    const derived = hkdfSync('sha256', key.reveal(), String(botId), 'telegram-webhook-secret', BYTES);
    return new Secret(Buffer.from(derived).toString('base64url'));
  });
