import type { Conversation } from '@grammyjs/conversations';
import { Context, GrammyError, InlineKeyboard } from 'grammy';
import type { Ids } from '../../services/ports/ids.ts';
import type { ShopContext } from '../shop-context.ts';
import { answerTap } from '../show.ts';
import type { TextArgs, Translate } from '../texts.ts';
import { fitTo } from '../views/fit-to.ts';
import { MESSAGE_LIMIT } from '../views/rich-text.ts';
import type { Read } from './plan-input.ts';

export type Wizard = Conversation<ShopContext, Context>;

/** A text of the locales with what stands in its gaps. */
export type Words = { id: string; args?: TextArgs };

/** A button of a wizard. Its id comes back in the answer; it is unique within one wizard. */
export type Choice = { id: string; label: Words; style?: 'success' | 'danger' };

export type Question = { words: readonly Words[]; choices?: readonly Choice[] };

export type Answer = { kind: 'text'; text: string; messageId: number } | { kind: 'choice'; id: string };

/** A question that is asked until what was typed, or a button, gives a value. */
export type Field<Value> = {
  ask: Words;
  read: (text: string) => Read<Value>;
  /** Each with the value it stands for. */
  choices?: readonly (Choice & { value: Value })[];
};

/** Begins the data of wizards' buttons; the shop's own packed data begins with a digit. */
export const WIZARD_TAP = 'w:';

const CANCEL: Choice = { id: 'cancel', label: { id: 'wizard-button-cancel' } };
const LABEL_LIMIT = 25;
const NOT_TEXT: Parameters<typeof Context.has.filterQuery>[0] = [
  'message:file',
  'message:contact',
  'message:location',
];

/**
 * One wizard's talk with an admin. Everything it does goes through the context of the update at hand, inside
 * `external`: so calls pass the bot's one rate budget, are made once and never again in a replay (B1, E4).
 */
export class WizardTalk {
  private readonly wizard: Wizard;
  /** Buttons of an earlier wizard carry another nonce. */
  private readonly nonce: string;
  private notes: Words[] = [];

  private constructor(wizard: Wizard, nonce: string) {
    this.wizard = wizard;
    this.nonce = nonce;
  }

  static async begin(wizard: Wizard, ids: Ids): Promise<WizardTalk> {
    return new WizardTalk(wizard, await wizard.external(() => ids.nonce()));
  }

  /**
   * Does something outside the replay: `step` runs once, its answer is kept with the wizard. What it throws is thrown
   * as it is: the plugin's copy would be a plain Error, no trouble of Telegram's any more.
   */
  outside<Value>(step: (ctx: ShopContext) => Promise<Value> | Value): Promise<Value> {
    let fault: unknown;
    const beforeStoreError = (thrown: unknown) => {
      fault = thrown;
    };
    return this.wizard.external({ task: step, beforeStoreError, afterLoadError: () => fault });
  }

  /** Stands at the head of the next message. */
  note(words: Words): void {
    this.notes.push(words);
  }

  /** Sends a message. Answers its id. */
  async say(question: Question): Promise<number> {
    const words = [...this.notes, ...question.words];
    this.notes = [];
    return this.outside(async (ctx) => {
      const sent = await ctx.reply(textOf(ctx.t, words), this.extra(ctx.t, question));
      return sent.message_id;
    });
  }

  /** Puts other words and buttons into a message of this wizard; a new one where it is gone. */
  async rewrite(messageId: number, question: Question): Promise<void> {
    await this.outside(async (ctx) => {
      const text = textOf(ctx.t, question.words);
      const extra = this.extra(ctx.t, question);
      const edit = ctx.api.editMessageText(ctx.chatId ?? 0, messageId, text, extra);
      if (!(await unlessRefused(edit))) await ctx.reply(text, extra);
    });
  }

  /** Asks until `field` has a value. */
  async ask<Value>(field: Field<Value>): Promise<Value> {
    const choices = [...(field.choices ?? []), CANCEL];
    for (let problem: Words[] = []; ; ) {
      await this.say({ words: [...problem, field.ask], choices });
      const answer = await this.answer(choices, true);
      const chosen = field.choices?.find(({ id }) => answer.kind === 'choice' && id === answer.id);
      if (chosen) return chosen.value;
      const read = field.read(answer.kind === 'text' ? answer.text : '');
      if (read.ok) return read.value;
      problem = [{ id: `input-${read.refusal.code}` }];
    }
  }

  /** The same for what nobody may read later: the message is deleted as soon as it was read. */
  async askSecret(question: Question): Promise<string> {
    const choices = [CANCEL];
    await this.say({ ...question, choices });
    const answer = await this.answer(choices, true);
    if (answer.kind === 'choice') return '';
    const deleted = await this.outside((ctx) => deleteMessage(ctx, answer.messageId));
    this.note({ id: deleted ? 'wizard-deleted' : 'wizard-not-deleted' });
    return answer.text;
  }

  /** Asks for one of some buttons. */
  async choose(question: { words: readonly Words[]; choices: readonly Choice[] }): Promise<string> {
    const choices = [...question.choices, CANCEL];
    await this.say({ words: question.words, choices });
    return this.chosen(choices);
  }

  /** Waits for one of some buttons that stand already. */
  async chosen(choices: readonly Choice[]): Promise<string> {
    const answer = await this.answer([...choices, CANCEL], false);
    return answer.kind === 'choice' ? answer.id : '';
  }

  /** What is not meant for the wizard goes on to the shop's other handlers. */
  private async answer(choices: readonly Choice[], typed: boolean): Promise<Answer> {
    const ctx = await this.wizard.wait();
    const data = ctx.callbackQuery?.data;
    if (data !== undefined) return this.pressed(data, choices);
    const { message } = ctx;
    if (Context.has.filterQuery(NOT_TEXT)(ctx)) return this.again('wizard-text-please');
    if (message?.text === undefined) return this.wizard.skip({ next: true });
    if (/^\/cancel(@|\s|$)/.test(message.text)) return this.cancel();
    if (message.text.startsWith('/')) return this.wizard.skip({ next: true });
    if (!typed) return this.again('wizard-button-please');
    return { kind: 'text', text: message.text, messageId: message.message_id };
  }

  private async pressed(data: string, choices: readonly Choice[]): Promise<Answer> {
    const own = `${WIZARD_TAP}${this.nonce}:`;
    if (!data.startsWith(own)) return this.wizard.skip({ next: true });
    const choice = choices.find(({ id }) => id === data.slice(own.length));
    await this.outside((ctx) => (choice ? acceptTap(ctx) : answerTap(ctx, ctx.t('wizard-old-button'))));
    if (!choice) return this.wizard.skip();
    return choice.id === CANCEL.id ? this.cancel() : { kind: 'choice', id: choice.id };
  }

  private async again(id: string): Promise<never> {
    await this.outside((ctx) => ctx.reply(ctx.t(id)).then(() => null));
    return this.wizard.skip();
  }

  private async cancel(): Promise<never> {
    await this.say({ words: [{ id: 'wizard-cancelled' }] });
    return this.wizard.halt();
  }

  private extra(t: Translate, { choices = [] }: Question) {
    const rows = choices.map((choice) => [
      {
        text: fitTo(t(choice.label.id, choice.label.args), LABEL_LIMIT),
        callback_data: `${WIZARD_TAP}${this.nonce}:${choice.id}`,
        ...(choice.style && { style: choice.style }),
      },
    ]);
    return choices.length === 0 ? {} : { reply_markup: InlineKeyboard.from(rows) };
  }
}

/** Answers a press and takes the buttons off its message, so that it is not pressed twice. */
async function acceptTap(ctx: ShopContext): Promise<void> {
  await answerTap(ctx);
  await unlessRefused(ctx.editMessageReplyMarkup());
}

/** True = it is gone, also when an earlier try did it. */
export async function deleteMessage(ctx: ShopContext, messageId: number): Promise<boolean> {
  try {
    return await ctx.api.deleteMessage(ctx.chatId ?? 0, messageId);
  } catch (fault) {
    if (!(fault instanceof GrammyError) || fault.error_code !== 400) throw fault;
    return fault.description.includes('not found');
  }
}

/** False = Telegram says that it cannot be done any more (too old, gone, the same already). */
async function unlessRefused(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (fault) {
    if (fault instanceof GrammyError && fault.error_code === 400) return false;
    throw fault;
  }
}

const textOf = (t: Translate, words: readonly Words[]): string =>
  fitTo(words.map(({ id, args }) => t(id, args)).join('\n'), MESSAGE_LIMIT);
