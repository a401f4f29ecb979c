import type { Api } from 'grammy';
import type { BotCommandScope, LanguageCode } from 'grammy/types';
import type { Logger } from '../services/ports/logger.ts';
import { commandsFor } from './admin/admin-composer.ts';
import { customerCommands } from './shop-bot.ts';
import type { Texts } from './texts.ts';

type Needs = { api: Api; texts: Texts; ownerIds: readonly number[]; log: Logger };
type Menu = { language: LanguageCode; scope: BotCommandScope; isOwner: boolean };

/** Shown to everybody whose language has no menu of its own. */
const FALLBACK = 'en';

/**
 * Tells Telegram which commands its menu shows, to customers and to each owner, in every language. Nothing depends on
 * it: an owner who has not started the bot yet cannot be given any, and that is no reason not to start.
 * The menu follows Telegram's app, not the chosen language: one call per choice would let anybody flood the bot.
 */
export async function registerCommands(needs: Needs): Promise<void> {
  for (const language of needs.texts.languages.filter(isTelegrams)) {
    await register(needs, { language, scope: { type: 'default' }, isOwner: false });
    for (const chat_id of needs.ownerIds) {
      await register(needs, { language, scope: { type: 'chat', chat_id }, isOwner: true });
    }
  }
}

async function register({ api, texts, log }: Needs, { language, scope, isOwner }: Menu): Promise<void> {
  const staff = isOwner ? ownerCommands(texts, language) : [];
  const own = customerCommands(texts, language).filter(
    ({ command }) => !staff.some((each) => each.command === command),
  );
  const commands = [...own, ...staff];
  const code = language === FALLBACK ? {} : { language_code: language };
  try {
    await api.setMyCommands(commands, { scope, ...code });
  } catch (error) {
    log.warn('commands.not-registered', { error });
  }
}

/** Telegram takes two letters, without a region (Bot API, setMyCommands). */
const isTelegrams = (language: string): language is LanguageCode => /^[a-z]{2}$/.test(language);

function ownerCommands(texts: Texts, language: string) {
  const t = texts.for(language);
  return commandsFor('owner').map((command) => ({ command, description: t(`command-${command}`) }));
}
