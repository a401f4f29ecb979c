import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { GroupActs } from '../telegram/group-acts.ts';
import { screenOf } from '../telegram/screen.ts';
import type { Group, Topic } from '../telegram/shapes.ts';
import type { Telegram } from '../telegram/telegram.ts';
import type { WorldEnv } from './bot-routes.ts';
import { jsonBody } from './json-body.ts';

const person = z.number().int().positive();
const standing = z.enum(['administrator', 'member', 'left', 'kicked']);
const newGroup = z.strictObject({
  title: z.string().min(1).max(128),
  type: z.enum(['group', 'supergroup', 'channel']).default('supergroup'),
  forum: z.boolean().default(false),
  members: z.array(person).min(1, 'wants at least the person who made the group'),
  bot: standing.default('member'),
});
const botStanding = z.strictObject({ standing });
const member = z.strictObject({ person, standing: z.enum(['member', 'left', 'kicked']) });
const topic = z.strictObject({ name: z.string().trim().min(1).max(128) });

/** Doors to groups, channels and forums, and to who is in them. */
export function groupRoutes(app: Hono<WorldEnv>, telegram: Telegram): void {
  const acts = new GroupActs(telegram);
  const group = (c: Context) => acts.group(Number(c.req.param('id')));
  const view = (shown: Group) => groupView(shown, telegram.groups.topics(shown.id));
  app.get('/_emu/groups', (c) => c.json(telegram.groups.all().map(view)));
  app.post('/_emu/groups', async (c) => c.json({ id: acts.add(await jsonBody(c, newGroup)).id }));
  app.get('/_emu/groups/:id/messages', (c) => c.json(screenOf(telegram, group(c).id)));
  app.post('/_emu/groups/:id/bot', async (c) => {
    const told = await jsonBody(c, botStanding);
    return c.json(acts.setBot(group(c), told.standing));
  });
  app.post('/_emu/groups/:id/members', async (c) => {
    const told = await jsonBody(c, member);
    return c.json(acts.setMember(group(c), told.person, told.standing));
  });
  app.post('/_emu/groups/:id/topics', async (c) => {
    const { name } = await jsonBody(c, topic);
    return c.json({ threadId: acts.openTopic(group(c), name).id });
  });
  app.post('/_emu/groups/:id/upgrade', (c) => c.json({ id: acts.upgrade(group(c)).id }));
}

function groupView({ id, title, type, forum, bot, members }: Group, topics: Topic[]) {
  const shown = topics.map(({ id: threadId, name, closed }) => ({ threadId, name, closed }));
  return { id, title, type, forum, bot, members, topics: shown };
}
