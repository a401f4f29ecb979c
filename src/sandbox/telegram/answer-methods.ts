import type { Method } from './method.ts';

/** Methods that answer what a person pressed; answers to inline queries are kept and lead nowhere. */
export const ANSWER_METHODS: Record<string, Method> = {
  answerCallbackQuery: ({ telegram, params }) => {
    const text = params.string('text') ?? '';
    const chat = telegram.queries.answer(params.string('callback_query_id') ?? '');
    const kind = params.flag('show_alert') ? 'alert' : 'toast';
    if (text !== '') telegram.chats.notice({ kind, chat, text });
    return true;
  },
  answerPreCheckoutQuery: ({ telegram, params }) => {
    const isOk = params.flag('ok');
    const refusal = isOk ? null : params.required('error_message');
    telegram.payments.decide(params.string('pre_checkout_query_id') ?? '', refusal);
    return true;
  },
  answerInlineQuery: ({ telegram, params }) => {
    telegram.shelf.put('inline-answers', params.required('inline_query_id'), params.values);
    return true;
  },
};
