import { badRequest } from './api-error.ts';
import type { Params } from './call-params.ts';
import { captionText, messageText } from './formatted-text.ts';
import { invoiceOf } from './invoice.ts';
import { inlineKeyboard } from './keyboard.ts';
import { type Method, type MethodCall, reachableChat } from './method.ts';
import { photoOf } from './photo.ts';
import type { Content, Entity, Json, Keyboard, Person } from './shapes.ts';

type Draft = { content: Content; keyboard: Keyboard | undefined; payload?: string };

const ANY_SEND = [
  'business_connection_id',
  'chat_id',
  'message_thread_id',
  'direct_messages_topic_id',
  'ephemeral_message_parameters',
  'disable_notification',
  'protect_content',
  'allow_paid_broadcast',
  'suggested_post_parameters',
  'message_effect_id',
  'reply_parameters',
  'reply_markup',
];
const INVOICE = [
  ...['title', 'description', 'payload', 'provider_token', 'currency', 'prices', 'max_tip_amount'],
  ...['suggested_tip_amounts', 'start_parameter', 'provider_data', 'photo_url', 'photo_size', 'photo_width'],
  ...['photo_height', 'need_name', 'need_phone_number', 'need_email', 'need_shipping_address'],
  ...['send_phone_number_to_provider', 'send_email_to_provider', 'is_flexible'],
];
const ACTIONS = new Set([
  ...['typing', 'upload_photo', 'record_video', 'upload_video', 'record_voice', 'upload_voice'],
  ...['upload_document', 'choose_sticker', 'find_location', 'record_video_note', 'upload_video_note'],
]);

/** Methods that put something new into a chat. */
export const SEND_METHODS: Record<string, Method> = {
  sendMessage: {
    params: [...ANY_SEND, 'text', 'parse_mode', 'entities', 'link_preview_options'],
    run: (call) => {
      const person = reachableChat(call);
      const { text, entities } = messageText(call.params);
      return send(call, person, {
        content: { text, ...some('entities', entities) },
        ...keyboardOf(call.params),
      });
    },
  },
  sendPhoto: {
    params: [
      ...[...ANY_SEND, 'photo', 'caption', 'parse_mode', 'caption_entities'],
      ...['show_caption_above_media', 'has_spoiler'],
    ],
    run: (call) => {
      const person = reachableChat(call);
      const { text, entities } = captionText(call.params);
      const keyboard = keyboardOf(call.params);
      const photo = photoOf(call);
      const caption = text === '' ? {} : { caption: text, ...some('caption_entities', entities) };
      return send(call, person, { content: { photo, ...caption }, ...keyboard });
    },
  },
  sendInvoice: {
    params: [...ANY_SEND, ...INVOICE],
    run: (call) => {
      const person = reachableChat(call);
      const invoice = invoiceOf(call.params);
      const keyboard = inlineKeyboard(call.params, { isInvoice: true });
      return send(call, person, { content: { invoice }, keyboard, payload: call.params.required('payload') });
    },
  },
  sendChatAction: {
    params: ['business_connection_id', 'chat_id', 'message_thread_id', 'action'],
    run: (call) => {
      reachableChat(call);
      if (!ACTIONS.has(call.params.string('action') ?? ''))
        throw badRequest('wrong parameter action in request');
      return true;
    },
  },
};

function keyboardOf(params: Params): { keyboard: Keyboard | undefined } {
  return { keyboard: inlineKeyboard(params, { isInvoice: false }) };
}

function some(name: 'entities' | 'caption_entities', entities: Entity[]): Content {
  return entities.length > 0 ? { [name]: entities } : {};
}

function send({ telegram, params, journal }: MethodCall, person: Person, draft: Draft): Json {
  checkReply(telegram.chats, person, params);
  const { content, payload, keyboard } = draft;
  const message = telegram.chats.add({
    chat: person.id,
    from: 'bot',
    content,
    ...(keyboard ? { keyboard } : {}),
    ...(payload === undefined ? {} : { payload }),
  });
  const burst = telegram.burst.message(person.id);
  if (burst) telegram.journal.violate('burst', burst, journal);
  return telegram.view(message, person);
}

function checkReply(chats: MethodCall['telegram']['chats'], person: Person, params: Params): void {
  const reply = params.object('reply_parameters');
  if (!reply || reply.allow_sending_without_reply === true) return;
  if (!chats.find(person.id, Number(reply.message_id))) throw badRequest('message to be replied not found');
}
