import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { WebhookHealth } from './webhook-health.ts';

/** What the processes of one bot know of its webhook. `set` = hash of what Telegram was last told; null = nothing yet. */
export type KnownWebhook = { readonly set: string | null; readonly health: WebhookHealth };

type Row = { set: string | null; pending: unknown; trouble: string | null; since: unknown; told: unknown };

/** All is well where nobody has looked yet. */
export async function knownWebhook(em: SqlEntityManager, botId: number): Promise<KnownWebhook> {
  const [row] = await em.execute<Row[]>(sql`
    select webhook_set as set, webhook_pending as pending, webhook_trouble as trouble,
           (extract(epoch from webhook_failing_since) * 1000)::float8 as since,
           (extract(epoch from webhook_told_at) * 1000)::float8 as told
      from bot_states where bot_id = ${botId}`);
  const health = {
    pending: Number(row?.pending ?? 0),
    trouble: row?.trouble ?? null,
    failingSince: instantFrom(row?.since),
    toldAt: instantFrom(row?.told),
  };
  return { set: row?.set ?? null, health };
}

const instantFrom = (ms: unknown): Date | null =>
  ms === null || ms === undefined ? null : new Date(Number(ms));

/** Telegram was told a webhook; the row is there since the lease was taken. */
export async function rememberWebhook(em: SqlEntityManager, botId: number, set: string): Promise<void> {
  await em.execute(sql`update bot_states set webhook_set = ${set} where bot_id = ${botId}`);
}

/** What the last look saw. */
export async function recordHealth(
  em: SqlEntityManager,
  botId: number,
  { pending, trouble, failingSince, toldAt }: WebhookHealth,
): Promise<void> {
  await em.execute(sql`
    update bot_states
       set webhook_pending = ${pending}, webhook_trouble = ${trouble},
           webhook_failing_since = ${failingSince}, webhook_told_at = ${toldAt}
     where bot_id = ${botId}`);
}

/** The bot polls now: what was wrong with its webhook is nobody's trouble any more. */
export async function forgetWebhook(em: SqlEntityManager, botId: number): Promise<void> {
  await em.execute(sql`
    update bot_states
       set webhook_set = null, webhook_pending = 0, webhook_trouble = null,
           webhook_failing_since = null, webhook_told_at = null
     where bot_id = ${botId} and webhook_set is not null`);
}
