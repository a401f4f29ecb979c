import { badRequest } from './api-error.ts';
import type { Method } from './method.ts';

const ANSWER_LIMIT = 200;

/** Methods that answer what a person pressed, and the bot's Stars. */
export const ANSWER_METHODS: Record<string, Method> = {
  answerCallbackQuery: {
    params: ['callback_query_id', 'text', 'show_alert', 'url', 'cache_time'],
    run: ({ telegram, params }) => {
      const text = params.string('text') ?? '';
      if ([...text].length > ANSWER_LIMIT) throw badRequest('MESSAGE_TOO_LONG');
      const chat = telegram.queries.answer(params.string('callback_query_id') ?? '');
      const kind = params.flag('show_alert') ? 'alert' : 'toast';
      if (text !== '') telegram.chats.notice({ kind, chat, text });
      return true;
    },
  },
  answerPreCheckoutQuery: {
    params: ['pre_checkout_query_id', 'ok', 'error_message'],
    run: ({ telegram, params }) => {
      const isOk = params.flag('ok');
      const refusal = isOk ? null : params.required('error_message');
      telegram.payments.decide(params.string('pre_checkout_query_id') ?? '', refusal);
      return true;
    },
  },
  refundStarPayment: {
    params: ['user_id', 'telegram_payment_charge_id'],
    run: ({ telegram, params }) => {
      const person = params.number('user_id');
      if (person === undefined || !telegram.persons.find(person)) throw badRequest('user not found');
      telegram.payments.refund(person, params.required('telegram_payment_charge_id'));
      return true;
    },
  },
  getStarTransactions: {
    params: ['offset', 'limit'],
    run: ({ telegram, params }) => {
      const limit = params.number('limit') ?? 100;
      if (limit < 1 || limit > 100) throw badRequest('wrong parameter limit in request');
      return {
        transactions: telegram.payments.transactions(Math.max(0, params.number('offset') ?? 0), limit),
      };
    },
  },
  getMyStarBalance: {
    params: [],
    run: ({ telegram }) => ({ amount: telegram.payments.balance }),
  },
};
