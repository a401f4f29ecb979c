import { GrammyError } from 'grammy';
import { EDIT_LIMIT } from '../edit-limit.ts';
import type { ShopContext } from '../shop-context.ts';
import { isEdited, restOf } from '../show.ts';
import type { Screen } from '../views/screen.ts';
import type { CustomerParts } from './customer-parts.ts';

/**
 * Draws a screen into the message whose button was pressed, which from now on is the person's home; a new message
 * where that cannot be (UX 1). At most one message of a person keeps a living keyboard.
 */
export async function showHome(ctx: ShopContext, parts: CustomerParts, screen: Screen): Promise<void> {
  const pressed = ctx.callbackQuery?.message;
  const sentAt = new Date((pressed?.date ?? 0) * 1000);
  if (!pressed || isOld(sentAt, parts)) return newHome(ctx, parts, screen);
  if (!(await edited(ctx, pressed.message_id, screen))) return newHome(ctx, parts, screen);
  if (pressed.message_id === ctx.customer.homeMessageId) return;
  await remember(ctx, parts, { messageId: pressed.message_id, drawnAt: sentAt });
}

/**
 * Sends a screen as a new home, because the newest message is not ours or has to stay as it is. An update that is
 * handed in again finds the message it has sent, and sends no second one.
 */
export async function newHome(ctx: ShopContext, parts: CustomerParts, screen: Screen): Promise<void> {
  const home = ctx.customer.home();
  const isAgain = home?.updateId === ctx.update.update_id && !isOld(home.drawnAt, parts);
  if (isAgain && (await edited(ctx, home.messageId, screen))) return;
  const sent = await ctx.reply(screen.text, restOf(screen));
  await remember(ctx, parts, { messageId: sent.message_id, drawnAt: new Date(sent.date * 1000) });
}

/** The new home is known before the old one loses its buttons: whoever dies in between leaves one too many, never none. */
async function remember(
  ctx: ShopContext,
  { services, clock }: CustomerParts,
  drawn: { messageId: number; drawnAt: Date },
): Promise<void> {
  const before = ctx.customer.home();
  await services.customers.rememberHome(ctx.customer.id, { ...drawn, updateId: ctx.update.update_id });
  const isOther = before !== null && before.messageId !== drawn.messageId;
  if (isOther && !isOld(before.drawnAt, { clock })) await dropKeyboard(ctx, before.messageId);
}

/** Only for the looks: a button that stays all the same is answered, and makes its message the home again. */
async function dropKeyboard(ctx: ShopContext, messageId: number): Promise<void> {
  try {
    await ctx.api.editMessageReplyMarkup(ctx.customer.id, messageId);
  } catch (error) {
    if (!(error instanceof GrammyError)) throw error;
  }
}

const edited = (ctx: ShopContext, messageId: number, screen: Screen): Promise<boolean> =>
  isEdited(ctx.api.editMessageText(ctx.customer.id, messageId, screen.text, restOf(screen)));

const isOld = (drawnAt: Date, { clock }: Pick<CustomerParts, 'clock'>): boolean =>
  clock.now().getTime() - drawnAt.getTime() > EDIT_LIMIT;
