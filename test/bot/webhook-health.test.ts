import { describe, expect, it } from 'vitest';
import { healthAfter, seenIn, type WebhookHealth } from '../../src/bot/inbox/webhook-health.ts';
import { NOON } from '../support/builders.ts';

const WELL: WebhookHealth = { pending: 0, trouble: null, failingSince: null, toldAt: null };
const at = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);
const secondsAt = (minutes: number) => at(minutes).getTime() / 1000;

/** What Telegram tells of a webhook. */
const info = (over: { pending?: number; failedAt?: number; message?: string }) => ({
  url: 'https://shop.example/hook',
  has_custom_certificate: false,
  pending_update_count: over.pending ?? 0,
  ...(over.failedAt !== undefined && {
    last_error_date: secondsAt(over.failedAt),
    last_error_message: over.message ?? 'Connection refused',
  }),
});

describe('what Telegram tells of the webhook', () => {
  it.each([
    ['nothing waits and nothing failed', {}, null],
    ['a few wait for a moment', { pending: 3 }, null],
    ['it failed a minute ago and something waits', { pending: 1, failedAt: -1 }, 'Connection refused'],
    ['it failed an hour ago, and Telegram remembers for ever', { pending: 1, failedAt: -60 }, null],
    ['it failed a minute ago and has got through since', { pending: 0, failedAt: -1 }, null],
    ['a long queue grows', { pending: 101 }, 'no error, but ever more updates wait'],
  ])('when %s', (_, told, trouble) => {
    expect(seenIn(info(told), WELL, NOON).trouble).toBe(trouble);
  });

  it('is well where a long queue gets shorter', () => {
    expect(seenIn(info({ pending: 400 }), { ...WELL, pending: 500 }, NOON).trouble).toBeNull();
  });

  it('is repeated without addresses: the path may be a secret', () => {
    const message = 'Wrong response from https://shop.example/hook/secret-path-of-ours';

    const { trouble } = seenIn(info({ pending: 1, failedAt: 0, message }), WELL, NOON);

    expect(trouble).toMatch(/^Wrong response from/);
    expect(trouble).not.toContain('secret-path');
  });
});

/** Looks at these minutes; answers what the owners were told at which minute. */
function told(looks: readonly (readonly [minute: number, trouble: string | null])[]): string[] {
  let health = WELL;
  return looks.flatMap(([minute, trouble]) => {
    const after = healthAfter(health, { pending: trouble === null ? 0 : 4, trouble }, at(minute));
    health = after.health;
    return after.news === null ? [] : [`${minute}: ${after.news}`];
  });
}

describe('telling the owners', () => {
  it('happens once after five minutes of trouble, and once when it is over', () => {
    const looks = [0, 1, 4.9, 5, 6, 60].map((minute) => [minute, 'down'] as const);

    expect(told([...looks, [61, null], [62, null]])).toEqual(['5: webhook-failing', '61: webhook-back']);
  });

  it('does not happen for a trouble that ends before', () => {
    expect(told([...[0, 4].map((minute) => [minute, 'down'] as const), [4.5, null], [9, 'down']])).toEqual(
      [],
    );
  });

  it('happens again for the next trouble', () => {
    const looks = [
      [0, 'a'],
      [5, 'b'],
      [6, null],
      [7, 'a'],
      [12, 'a'],
    ] as const;

    expect(told(looks)).toEqual(['5: webhook-failing', '6: webhook-back', '12: webhook-failing']);
  });
});
