import type { Api } from 'grammy';
import type { Logger } from '../services/ports/logger.ts';
import { adminCommands } from './admin/admin-composer.ts';
import { customerCommands } from './shop-bot.ts';
import type { Texts } from './texts.ts';

type Needs = { api: Api; texts: Texts; ownerIds: readonly number[]; log: Logger };

/**
 * Tells Telegram which commands its menu shows, to customers and to each owner. Nothing depends on it: an owner who
 * has not started the bot yet cannot be given any, and that is no reason not to start.
 */
export async function registerCommands({ api, texts, ownerIds, log }: Needs): Promise<void> {
  const t = texts.for('en');
  const forCustomers = customerCommands(texts, 'en');
  const forOwners = adminCommands.map((command) => ({ command, description: t(`command-${command}`) }));
  const scopes = ownerIds.map((chat_id) => ({ type: 'chat' as const, chat_id }));
  try {
    await api.setMyCommands(forCustomers);
    for (const scope of scopes) await api.setMyCommands([...forCustomers, ...forOwners], { scope });
  } catch (error) {
    log.warn('commands.not-registered', { error });
  }
}
