import { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap, say } from '../show.ts';
import { supportAskView, supportReplyAskView } from '../views/support-views.ts';
import type { CustomerParts } from './customer-parts.ts';
import { newHome, showHome } from './home-message.ts';
import { homeScreen } from './home-screen.ts';

type At = { ctx: ShopContext; parts: CustomerParts };

/**
 * /support, and the one text that follows it or the staff's [Reply] (SPEC 151). Comes before everything that takes
 * texts: the very next text is meant for it, and any other press or command ends the waiting, so that nothing typed
 * for something else, a wizard's secret above all, is ever sent to somebody.
 */
export function supportComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  composer.use((ctx, next) => onAwaited({ ctx, parts }, next));
  composer.command('support', (ctx) => ask({ ctx, parts }, newHome));
  onTap(composer, 'support', (ctx) => askByTap({ ctx, parts }, showHome));
  onTap(composer, 'support-new', (ctx) => askByTap({ ctx, parts }, newHome));
  onTap(composer, 'support-reply', (ctx, { messageId }) => askReply({ ctx, parts }, messageId));
  return composer;
}

async function onAwaited({ ctx, parts }: At, next: () => Promise<void>): Promise<void> {
  const taken = ctx.customer.takenFor(ctx.update.update_id);
  // The process ended between storing the text and saying so: it is only said again.
  if (isAnswer(ctx) && taken) return tellTaken({ ctx, parts }, taken);
  if (ctx.customer.awaits(parts.clock.now()) === null) return next();
  if (isAnswer(ctx)) return takeText({ ctx, parts }, ctx.message?.text);
  if (!ctx.message && !ctx.callbackQuery) return next();
  await parts.services.support.stop(ctx.customer.id);
  if (!/^\/cancel(@|\s|$)/.test(ctx.message?.text ?? '')) return next();
  await sayHome({ ctx, parts }, 'support-cancelled');
}

/** Whatever was sent and is no command. */
const isAnswer = ({ message }: ShopContext): boolean =>
  message !== undefined && message.text?.startsWith('/') !== true;

async function takeText({ ctx, parts }: At, text: string | undefined): Promise<void> {
  if (text === undefined) return say(ctx, { text: ctx.t('support-text-please') });
  const { support } = parts.services;
  const typed = { personId: ctx.customer.id, updateId: ctx.update.update_id, text };
  const taken = await support.take(typed);
  if (taken.ok) return tellTaken({ ctx, parts }, taken.value.to);
  await support.stop(ctx.customer.id);
  await sayHome({ ctx, parts }, `refusal-${taken.refusal.code}`);
}

async function tellTaken({ ctx, parts }: At, to: 'shop' | 'customer'): Promise<void> {
  if (to === 'customer') return say(ctx, { text: ctx.t('support-reply-sent') });
  await sayHome({ ctx, parts }, 'support-sent');
}

const sayHome = async ({ ctx, parts }: At, id: string): Promise<void> =>
  newHome(ctx, parts, await homeScreen(ctx, parts, { note: ctx.t(id) }));

async function ask({ ctx, parts }: At, draw: typeof newHome): Promise<void> {
  const begun = await parts.services.support.begin(ctx.customer.id);
  if (!begun.ok) return sayHome({ ctx, parts }, `refusal-${begun.refusal.code}`);
  await draw(ctx, parts, supportAskView(parts.shop, ctx.t));
}

/** Also the menu's way to it. */
export async function askByTap({ ctx, parts }: At, draw: typeof newHome): Promise<void> {
  const begun = await parts.services.support.begin(ctx.customer.id);
  if (!begun.ok) return alertTap(ctx, ctx.t(`refusal-${begun.refusal.code}`));
  await answerTap(ctx);
  await draw(ctx, parts, supportAskView(parts.shop, ctx.t));
}

async function askReply({ ctx, parts }: At, messageId: number): Promise<void> {
  const begun = await parts.services.support.beginAnswer(ctx.customer.id, messageId);
  if (!begun.ok) return alertTap(ctx, ctx.t(`refusal-${begun.refusal.code}`));
  await answerTap(ctx);
  await say(ctx, supportReplyAskView(begun.value, ctx.t));
}
