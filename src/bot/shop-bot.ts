import { Bot, type Composer } from 'grammy';
import type { UserFromGetMe } from 'grammy/types';
import type { Clock } from '../services/ports/clock.ts';
import type { Ids } from '../services/ports/ids.ts';
import type { Logger } from '../services/ports/logger.ts';
import type { Shop } from '../services/ports/shop.ts';
import type { Services } from '../services/services.ts';
import { accessComposer } from './customer/access-composer.ts';
import { addressComposer } from './customer/address-composer.ts';
import { buyComposer } from './customer/buy-composer.ts';
import { deviceComposer } from './customer/device-composer.ts';
import { fallbackComposer } from './customer/fallback-composer.ts';
import { groupComposer } from './customer/group-composer.ts';
import { homeComposer } from './customer/home-composer.ts';
import { languageComposer } from './customer/language-composer.ts';
import { lateComposer } from './customer/late-composer.ts';
import { moreComposer } from './customer/more-menu.ts';
import { noticesComposer } from './customer/notices-composer.ts';
import { ownOrdersComposer } from './customer/own-orders-composer.ts';
import { pauseComposer } from './customer/pause-composer.ts';
import { paymentComposer } from './customer/payment-composer.ts';
import { personComposer } from './customer/person-composer.ts';
import { placementComposer } from './customer/placement-composer.ts';
import { planChangeComposer } from './customer/plan-change-composer.ts';
import { renewComposer } from './customer/renew-composer.ts';
import { subscriptionComposer } from './customer/subscription-composer.ts';
import { supportComposer } from './customer/support-composer.ts';
import { trafficComposer } from './customer/traffic-composer.ts';
import { trialComposer } from './customer/trial-composer.ts';
import { troubleComposer } from './customer/trouble-composer.ts';
import { unitsComposer } from './customer/units-composer.ts';
import { waitComposer } from './customer/wait-composer.ts';
import { walletComposer } from './customer/wallet-composer.ts';
import { wordsComposer } from './customer/words-composer.ts';
import { guard } from './guard.ts';
import type { ShopContext } from './shop-context.ts';
import type { Texts } from './texts.ts';

/** What the bot is made of. */
export type BotParts = {
  token: string;
  /** Where the Bot API is, without a slash at the end. */
  apiRoot: string;
  /** Telegram's answer to getMe. */
  botInfo: UserFromGetMe;
  services: Pick<
    Services,
    | 'catalog'
    | 'waits'
    | 'checkout'
    | 'delivery'
    | 'customers'
    | 'support'
    | 'placement'
    | 'trouble'
    | 'pauses'
  >;
  shop: Shop;
  texts: Texts;
  ids: Ids;
  clock: Clock;
  log: Logger;
  ownerIds: readonly number[];
  admin: Composer<ShopContext>;
};

/** Longer than a long poll of 50 s. */
const CALL_LIMIT_S = 60;

/**
 * The bot of the shop: hand updates to `handleUpdate`, each may come twice. What must not be lost is queued by the
 * services; handlers answer, draw screens, and send nothing else.
 */
export function buildBot(parts: BotParts): Bot<ShopContext> {
  const { token, apiRoot, botInfo } = parts;
  const bot = new Bot<ShopContext>(token, { botInfo, client: { apiRoot, timeoutSeconds: CALL_LIMIT_S } });
  bot.use(groupComposer(parts), personComposer(parts), paymentComposer(parts));
  bot.use(guard(fallbackComposer(parts)), moreComposer(parts), supportComposer(parts));
  bot.filter(({ role }) => role !== 'customer', parts.admin);
  bot.use(homeComposer(parts), buyComposer(parts), unitsComposer(parts), waitComposer(parts));
  bot.use(accessComposer(parts), ownOrdersComposer(parts));
  bot.use(lateComposer(parts), walletComposer(parts), renewComposer(parts), trafficComposer(parts));
  bot.use(placementComposer(parts), troubleComposer(parts), pauseComposer(parts), trialComposer(parts));
  bot.use(
    planChangeComposer(parts),
    deviceComposer(parts),
    subscriptionComposer(parts),
    addressComposer(parts),
  );
  bot.use(wordsComposer(parts), languageComposer(parts), noticesComposer(parts), fallbackComposer(parts));
  return bot;
}

/** The commands that a customer finds in the menu, in the words of one language, as setMyCommands takes them. */
export const customerCommands = (texts: Texts, language: string) =>
  COMMANDS.map(([command, words]) => ({ command, description: texts.for(language)(`command-${words}`) }));

/** Each with the name of its words: /orders means something else to the staff. */
const COMMANDS = [
  ['start', 'start'],
  ['buy', 'buy'],
  ['my', 'my'],
  ['orders', 'own-orders'],
  ['balance', 'balance'],
  ['language', 'language'],
  ['support', 'support'],
  ['paysupport', 'paysupport'],
  ['terms', 'terms'],
  ['privacy', 'privacy'],
  ['help', 'help'],
] as const;
