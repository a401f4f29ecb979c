import type { SqlEntityManager } from '@mikro-orm/sql';
import { knownWebhook } from './webhook-statements.ts';

/** What `/readyz` says about the way from Telegram to us; nothing where all is well. */
export async function webhookNotes(em: SqlEntityManager, botId: number): Promise<string[]> {
  const { pending, trouble, failingSince } = (await knownWebhook(em, botId)).health;
  if (trouble === null) return [];
  return [`webhook: ${trouble}; ${pending} updates wait since ${failingSince?.toISOString()}`];
}
