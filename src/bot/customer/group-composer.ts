import { Composer, GrammyError } from 'grammy';
import type { Services } from '../../services/services.ts';
import type { ShopContext } from '../shop-context.ts';
import type { Texts } from '../texts.ts';

type GroupParts = { services: Pick<Services, 'customers'>; texts: Texts };

/**
 * Groups get silence, but for a command that names the bot: one line with the way to the private chat, at most once an
 * hour per group. Nothing of the shop is ever said there.
 */
export function groupComposer({ services: { customers }, texts }: GroupParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  composer.chatType(['group', 'supergroup']).on('message:text', async (ctx) => {
    const [, name = ''] = /^\/\w+@(\w+)/.exec(ctx.message.text) ?? [];
    if (name.toLowerCase() !== ctx.me.username.toLowerCase()) return;
    if (!(await customers.mayTellGroup(ctx.chat.id))) return;
    const t = texts.for(ctx.from.language_code ?? 'en');
    await unlessRefused(ctx.reply(t('group-refusal', { link: `https://t.me/${ctx.me.username}` })));
  });
  return composer;
}

/** A group may forbid the bot to write, or have put it out: nothing is lost. */
async function unlessRefused(said: Promise<unknown>): Promise<void> {
  try {
    await said;
  } catch (error) {
    if (!(error instanceof GrammyError && [400, 403].includes(error.error_code))) throw error;
  }
}
