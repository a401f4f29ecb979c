import { GrammyError } from 'grammy';
import { EDIT_LIMIT } from './edit-limit.ts';
import type { ShopContext } from './shop-context.ts';
import { fitTo } from './views/fit-to.ts';
import type { Screen } from './views/screen.ts';

const ANSWER_LIMIT = 200;
const SAME_AGAIN = /message is not modified/;
const NOT_EDITABLE = /message to edit not found|message can't be edited|no text in the message to edit/;
const TOO_OLD = /query is too old|query ID is invalid/;

/** Draws a screen into the message whose button was pressed; a new message where that cannot be. */
export async function show(ctx: ShopContext, screen: Screen, now: Date): Promise<void> {
  const message = ctx.callbackQuery?.message;
  if (!message || now.getTime() - message.date * 1000 > EDIT_LIMIT) return say(ctx, screen);
  if (!(await isEdited(ctx.editMessageText(screen.text, restOf(screen))))) await say(ctx, screen);
}

/** False = there is no such text to edit any more. */
export async function isEdited(edit: Promise<unknown>): Promise<boolean> {
  try {
    await edit;
    return true;
  } catch (error) {
    if (isAnswer(error, SAME_AGAIN)) return true;
    if (!isAnswer(error, NOT_EDITABLE)) throw error;
    return false;
  }
}

/** Sends a screen as a message of its own. */
export async function say(ctx: ShopContext, screen: Screen): Promise<void> {
  await ctx.reply(screen.text, restOf(screen));
}

/** Ends the waiting of a pressed button, with a toast where there are words. A press answered before is no fault. */
export const answerTap = (ctx: ShopContext, words = ''): Promise<void> =>
  answerQuery(ctx, words === '' ? {} : { text: fitTo(words, ANSWER_LIMIT) });

/** Says no: words that the person has to close. */
export const alertTap = (ctx: ShopContext, words: string): Promise<void> =>
  answerQuery(ctx, { text: fitTo(words, ANSWER_LIMIT), show_alert: true });

async function answerQuery(ctx: ShopContext, words: { text?: string; show_alert?: boolean }): Promise<void> {
  try {
    await ctx.answerCallbackQuery(words);
  } catch (error) {
    if (!isTooOld(error)) throw error;
  }
}

/** Telegram no longer waits for this answer: the update came late, or twice. */
export const isTooOld = (error: unknown): boolean => isAnswer(error, TOO_OLD);

/** All of a screen but its words, as Telegram takes it. */
export const restOf = ({ entities, reply_markup }: Screen) => ({ entities, reply_markup });

function isAnswer(error: unknown, words: RegExp): boolean {
  return error instanceof GrammyError && error.error_code === 400 && words.test(error.description);
}
