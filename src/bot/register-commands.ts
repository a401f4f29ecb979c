import type { Api } from 'grammy';
import type { BotCommandScope, LanguageCode } from 'grammy/types';
import { isAtLeast, type Role } from '../model/role.ts';
import type { Logger } from '../services/ports/logger.ts';
import { commandsFor } from './guard.ts';
import { customerCommands } from './shop-bot.ts';
import type { Texts } from './texts.ts';

/** Somebody whose role may be more than a customer's. */
export type MenuOwner = { customerId: number; role: Role };

type Needs = { api: Api; texts: Texts; log: Logger };
type Menu = { language: LanguageCode; scope: BotCommandScope; role: Role };

/** Shown to everybody whose language has no menu of its own. */
const FALLBACK = 'en';

/**
 * Tells Telegram which commands its menu shows, to customers and to each of the staff, in every language. Nothing
 * depends on it: an owner who has not started the bot yet cannot be given any, and that is no reason not to start.
 * The menu follows Telegram's app, not the chosen language: one call per choice would let anybody flood the bot.
 */
export async function registerCommands(needs: Needs, staff: readonly MenuOwner[]): Promise<void> {
  for (const language of languagesOf(needs))
    await register(needs, { language, scope: { type: 'default' }, role: 'customer' });
  for (const person of staff) await setMenu(needs, person);
}

/** A person's own menu, by the role; for a customer the own one is deleted, so that the common one shows. */
export async function setMenu(needs: Needs, { customerId, role }: MenuOwner): Promise<void> {
  const scope: BotCommandScope = { type: 'chat', chat_id: customerId };
  for (const language of languagesOf(needs)) {
    if (isAtLeast(role, 'viewer')) await register(needs, { language, scope, role });
    else await unlessRefused(needs, () => needs.api.deleteMyCommands({ scope, ...codeOf(language) }));
  }
}

async function register(needs: Needs, { language, scope, role }: Menu): Promise<void> {
  const { api, texts } = needs;
  const t = texts.for(language);
  const staff = commandsFor(role).map((command) => ({ command, description: t(`command-${command}`) }));
  const own = customerCommands(texts, language).filter(
    ({ command }) => !staff.some((each) => each.command === command),
  );
  const commands = [...own, ...staff];
  await unlessRefused(needs, () => api.setMyCommands(commands, { scope, ...codeOf(language) }));
}

async function unlessRefused({ log }: Needs, call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    log.warn('commands.not-registered', { error });
  }
}

const languagesOf = ({ texts }: Needs): LanguageCode[] => texts.languages.filter(isTelegrams);

const codeOf = (language: LanguageCode): { language_code?: LanguageCode } =>
  language === FALLBACK ? {} : { language_code: language };

/** Telegram takes two letters, without a region (Bot API, setMyCommands). */
const isTelegrams = (language: string): language is LanguageCode => /^[a-z]{2}$/.test(language);
