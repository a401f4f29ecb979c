/** The kinds of updates that the shop asks Telegram for, by polling and by webhook alike. */
export const UPDATE_KINDS = [
  'message',
  'callback_query',
  'pre_checkout_query',
  'my_chat_member',
  'subscription',
] as const;
