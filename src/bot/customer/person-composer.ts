import { Composer, GrammyError } from 'grammy';
import type { User } from 'grammy/types';
import type { Services } from '../../services/services.ts';
import { parseTap } from '../callback-data.ts';
import type { ShopContext } from '../shop-context.ts';
import type { Texts } from '../texts.ts';

/** What persons are met with. */
export type PersonParts = {
  services: Pick<Services, 'customers'>;
  texts: Texts;
  ownerIds: readonly number[];
};

const DEFAULT_LANGUAGE = 'en';
const BLOCKED = 403;

/** Remembers who writes, gives handlers their language, and knows who blocked the bot. Groups get silence. */
export function personComposer({
  services: { customers },
  texts,
  ownerIds,
}: PersonParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  composer.use(async (ctx, next) => {
    const { from } = ctx;
    if (!from || from.is_bot || !isPrivate(ctx)) return;
    const customer = await customers.meet(personOf(from));
    ctx.t = texts.for(customer.spokenLanguage());
    ctx.tap = parseTap(ctx.callbackQuery?.data ?? '');
    ctx.role = customer.role(ownerIds);
    ctx.customer = customer;
    await unlessBlocked(next, () => customers.markBlocked(from.id));
  });
  composer.on('my_chat_member', async (ctx) => {
    const isGone = ctx.myChatMember.new_chat_member.status === 'kicked';
    await (isGone ? customers.markBlocked(ctx.from.id) : customers.markReachable(ctx.from.id));
  });
  return composer;
}

/** A pre-checkout query and news of a subscription have no chat, only a person. */
function isPrivate({ chat, preCheckoutQuery, subscription }: ShopContext): boolean {
  return chat ? chat.type === 'private' : (preCheckoutQuery ?? subscription) !== undefined;
}

function personOf({ id, first_name, last_name, username, language_code }: User) {
  return {
    id,
    name: [first_name, last_name].filter(Boolean).join(' '),
    username: username ?? null,
    language: language_code ?? DEFAULT_LANGUAGE,
  };
}

/** A 403 in the middle of an answer will be a 403 for ever: the person left, nothing is to be repeated. */
async function unlessBlocked(handle: () => Promise<void>, markBlocked: () => Promise<void>): Promise<void> {
  try {
    await handle();
  } catch (error) {
    if (!(error instanceof GrammyError && error.error_code === BLOCKED)) throw error;
    await markBlocked();
  }
}
