import { badRequest } from './api-error.ts';
import type { Params } from './call-params.ts';
import { isGroup } from './groups.ts';
import { type Method, type MethodCall, reachableChat } from './method.ts';
import type { Content, Group, Topic } from './shapes.ts';

const FIRST_COLOR = 7_322_096;

/** Methods about the topics of a supergroup that is a forum. */
export const FORUM_METHODS: Record<string, Method> = {
  createForumTopic: (call) => {
    const { name, icon_color, icon_custom_emoji_id, id } = call.telegram.openTopic(
      forumOf(call, 'create a'),
      {
        name: call.params.required('name').trim(),
        icon_color: call.params.number('icon_color') ?? FIRST_COLOR,
        ...iconOf(call.params),
      },
    );
    return {
      message_thread_id: id,
      name,
      icon_color,
      ...(icon_custom_emoji_id ? { icon_custom_emoji_id } : {}),
    };
  },
  editForumTopic: (call) => {
    const group = forumOf(call, 'edit the');
    const topic = topicOf(call, group);
    const changed = { ...topic, ...nameOf(call.params), ...iconOf(call.params) };
    if (isAlike(topic, changed)) throw badRequest('TOPIC_NOT_MODIFIED');
    const { name, icon_custom_emoji_id } = changed;
    return changeTopic(call, group, {
      topic: changed,
      content: { forum_topic_edited: { name, ...(icon_custom_emoji_id ? { icon_custom_emoji_id } : {}) } },
    });
  },
  closeForumTopic: (call) => setClosed(call, true),
  reopenForumTopic: (call) => setClosed(call, false),
};

function setClosed(call: MethodCall, closed: boolean): true {
  const group = forumOf(call, closed ? 'close the' : 'reopen the');
  const topic = topicOf(call, group);
  if (topic.closed === closed) throw badRequest('TOPIC_NOT_MODIFIED');
  const content: Content = closed ? { forum_topic_closed: {} } : { forum_topic_reopened: {} };
  return changeTopic(call, group, { topic: { ...topic, closed }, content });
}

function changeTopic(
  { telegram }: MethodCall,
  group: Group,
  { topic, content }: { topic: Topic; content: Content },
): true {
  telegram.groups.putTopic(topic);
  telegram.service(group, content, topic.id);
  return true;
}

/** @throws ApiError where the chat has no topics, or the bot no say over them. */
function forumOf(call: MethodCall, deed: string): Group {
  const chat = reachableChat(call);
  if (!isGroup(chat) || !chat.forum) throw badRequest('the chat is not a forum');
  if (chat.bot !== 'administrator') throw badRequest(`not enough rights to ${deed} topic`);
  return chat;
}

function topicOf({ telegram, params }: MethodCall, group: Group): Topic {
  const topic = telegram.groups.topic(group.id, params.number('message_thread_id') ?? 0);
  if (!topic) throw badRequest('TOPIC_ID_INVALID');
  return topic;
}

function nameOf(params: Params): { name?: string } {
  const name = params.string('name')?.trim();
  return name ? { name } : {};
}

function iconOf(params: Params): { icon_custom_emoji_id?: string } {
  const icon = params.string('icon_custom_emoji_id');
  return icon === undefined ? {} : { icon_custom_emoji_id: icon };
}

function isAlike(left: Topic, right: Topic): boolean {
  return left.name === right.name && left.icon_custom_emoji_id === right.icon_custom_emoji_id;
}
