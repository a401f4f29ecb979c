import { badRequest } from './api-error.ts';
import { isGroup } from './groups.ts';
import { type Method, type MethodCall, messageIn, reachableChat } from './method.ts';
import type { Chat, Json } from './shapes.ts';

const NO_RIGHTS = 'not enough rights to manage pinned messages in the chat';

/** Methods that mark what stands in a chat: pins and reactions. */
export const MESSAGE_METHODS: Record<string, Method> = {
  pinChatMessage: (call) => {
    const chat = pinnableChat(call);
    const message = messageIn(call, chat, 'pin');
    if (message.pinned) return true;
    call.telegram.chats.mark({ ...message, pinned: true });
    call.telegram.service(chat, { pinned_message: call.telegram.view(message) }, message.thread);
    return true;
  },
  unpinChatMessage: (call) => {
    const chat = pinnableChat(call);
    const { chats } = call.telegram;
    const isNamed = call.params.number('message_id') !== undefined;
    const message = isNamed
      ? messageIn(call, chat, 'unpin')
      : chats.messages(chat.id).find(({ pinned }) => pinned);
    if (!message) throw badRequest('message to unpin not found');
    const { pinned: _pinned, ...rest } = message;
    chats.mark(rest);
    return true;
  },
  setMessageReaction: (call) => {
    const message = messageIn(call, reachableChat(call), 'react');
    const reactions = call.params.list('reaction');
    if (reactions.length > 1) throw badRequest('REACTIONS_TOO_MANY');
    if (!reactions.every(isFree)) throw badRequest('REACTION_INVALID');
    call.telegram.chats.mark({ ...message, reactions });
    return true;
  },
};

/** A bot has neither Premium nor Stars of its own to react with. */
function isFree({ type }: Json): boolean {
  return type === 'emoji';
}

function pinnableChat(call: MethodCall): Chat {
  const chat = reachableChat(call);
  if (isGroup(chat) && chat.bot !== 'administrator') throw badRequest(NO_RIGHTS);
  return chat;
}
