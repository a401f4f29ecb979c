import { describe, expect, it } from 'vitest';
import { parseAppKeys } from '../../src/model/values/app-keys.ts';
import { webhookSecrets } from '../../src/system/webhook-secret.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const OTHER = Buffer.alloc(32, 8).toString('base64');

function secretsOf(keys: string, botId = 42): string[] {
  const parsed = parseAppKeys(keys);
  if (!parsed) throw new Error('no keys');
  return webhookSecrets(parsed, botId).map((secret) => secret.reveal());
}

describe('the secret of a webhook that nobody wrote down', () => {
  it('is one that Telegram takes, and the same in every process with the same keys', () => {
    const [secret] = secretsOf(`k1:${KEY}`);

    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(secretsOf(`k1:${KEY}`)).toEqual([secret]);
  });

  it('shows nothing of the key', () => {
    const [secret = ''] = secretsOf(`k1:${KEY}`);

    expect(Buffer.from(KEY, 'base64').toString('base64url')).not.toContain(secret.slice(0, 8));
  });

  it('differs from bot to bot and from key to key', () => {
    const all = [...secretsOf(`k1:${KEY}`), ...secretsOf(`k1:${KEY}`, 43), ...secretsOf(`k1:${OTHER}`)];

    expect(new Set(all).size).toBe(3);
  });

  it('of an old key stays good beside that of a new one', () => {
    const [old] = secretsOf(`k1:${KEY}`);

    expect(secretsOf(`k2:${OTHER},k1:${KEY}`)[1]).toBe(old);
  });
});
