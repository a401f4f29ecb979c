import { badRequest } from './api-error.ts';
import { botUser } from './bot-identity.ts';
import { isGroup } from './groups.ts';
import { chatOf, type Method, type MethodCall } from './method.ts';
import type { Group, Json, Person } from './shapes.ts';
import { chatView, memberView, personUser } from './views.ts';

const PERSON_AND_BOT = 2;

/** Methods about chats and who is in them. */
export const CHAT_METHODS: Record<string, Method> = {
  getChat: (call) => {
    const chat = chatOf(call);
    if (!isGroup(chat) && !chat.started) throw badRequest('chat not found');
    return { ...chatView(chat), accent_color_id: 0, max_reaction_count: 11 };
  },
  getChatMember: (call) => {
    const chat = chatOf(call);
    const asked = call.params.number('user_id') ?? 0;
    return isGroup(chat) ? memberOfGroup(call, chat, asked) : memberOfPrivate(call, chat, asked);
  },
  getChatMemberCount: (call) => {
    const chat = chatOf(call);
    return isGroup(chat) ? chat.members.length + 1 : PERSON_AND_BOT;
  },
};

function memberOfPrivate({ telegram: { bot } }: MethodCall, person: Person, asked: number): Json {
  if (asked === person.id) return memberView(personUser(person), 'member');
  if (asked === bot.id) return memberView(botUser(bot), 'member');
  throw badRequest('user not found');
}

/** Only an administrator may ask who reads a channel. */
function memberOfGroup({ telegram }: MethodCall, group: Group, asked: number): Json {
  if (asked === telegram.bot.id) return memberView(botUser(telegram.bot), group.bot);
  if (group.type === 'channel' && group.bot !== 'administrator')
    throw badRequest('member list is inaccessible');
  const person = telegram.persons.find(asked);
  if (!person) throw badRequest('user not found');
  return memberView(personUser(person), telegram.groups.standing(group, asked));
}
