import { badRequest } from './api-error.ts';
import type { Method } from './method.ts';

/** Methods that answer what a person pressed, and the bot's Stars. */
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
  refundStarPayment: ({ telegram, params }) => {
    const person = params.number('user_id');
    if (person === undefined || !telegram.persons.find(person)) throw badRequest('user not found');
    telegram.payments.refund(person, params.required('telegram_payment_charge_id'));
    return true;
  },
  getStarTransactions: ({ telegram, params }) => {
    const limit = params.number('limit') ?? 100;
    return {
      transactions: telegram.payments.transactions(Math.max(0, params.number('offset') ?? 0), limit),
    };
  },
  getMyStarBalance: ({ telegram }) => ({ amount: telegram.payments.balance }),
};
