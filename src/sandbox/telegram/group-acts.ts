import { EmuError } from '../emu-error.ts';
import { botUser } from './bot-identity.ts';
import { isGroup } from './groups.ts';
import type { Group, Person, Standing, Topic } from './shapes.ts';
import type { Telegram } from './telegram.ts';
import { chatView, memberView, personUser } from './views.ts';

export type NewGroup = Pick<Group, 'title' | 'type' | 'forum' | 'bot' | 'members'>;

const FIRST_COLOR = 7_322_096;

/** What happens in a group without a word: people and the bot come and go, it grows, topics are opened. */
export class GroupActs {
  private readonly telegram: Telegram;

  constructor(telegram: Telegram) {
    this.telegram = telegram;
  }

  /** Makes a group; the first member is its creator. @throws EmuError 400 for a forum that cannot be one, 404 for unknown people. */
  add(group: NewGroup): Group {
    if (group.forum && group.type !== 'supergroup')
      throw new EmuError(400, 'forum: only a supergroup can be one; leave type out');
    for (const member of group.members) this.person(member);
    const made = this.telegram.groups.add({ ...group, bot: 'left' });
    if (group.bot !== 'left') this.setBot(made, group.bot);
    return this.group(made.id);
  }

  /** The bot's new standing; null where it is what it was. The bot is told, also when it is thrown out. */
  setBot(group: Group, standing: Standing): { updateId: number | null } {
    if (group.bot === standing) return { updateId: null };
    this.telegram.groups.change(group.id, { bot: standing });
    const bot = botUser(this.telegram.bot);
    return this.tell('my_chat_member', group, {
      by: group.members[0],
      before: group.bot,
      after: standing,
      user: bot,
    });
  }

  /** Somebody comes, goes, or is thrown out; the bot hears of it where it asked for `chat_member` and is an administrator. */
  setMember(
    group: Group,
    personId: number,
    standing: 'member' | 'left' | 'kicked',
  ): { updateId: number | null } {
    const person = this.person(personId);
    const before = this.telegram.groups.standing(group, personId);
    if (before === standing) return { updateId: null };
    this.telegram.groups.setStanding(group, personId, standing);
    if (group.bot !== 'administrator') return { updateId: null };
    return this.tell('chat_member', group, {
      by: personId,
      before,
      after: standing,
      user: personUser(person),
    });
  }

  /** The bot is told in both. @throws EmuError 409 for what is no plain group, or was upgraded before. */
  upgrade(group: Group): Group {
    if (group.type !== 'group' || group.upgradedTo !== undefined)
      throw new EmuError(409, 'only a group of type "group" is upgraded, and once');
    const upgraded = this.telegram.groups.upgrade(group);
    this.telegram.service(group, { migrate_to_chat_id: upgraded.id });
    this.telegram.service(upgraded, { migrate_from_chat_id: group.id });
    return upgraded;
  }

  openTopic(group: Group, name: string): Topic {
    if (!group.forum) throw new EmuError(409, 'this group is no forum');
    return this.telegram.openTopic(group, { name, icon_color: FIRST_COLOR });
  }

  /** @throws EmuError 404. */
  group(id: number): Group {
    const found = this.telegram.chat(id);
    if (!found || !isGroup(found)) throw new EmuError(404, `id: there is no group ${id}`);
    return found;
  }

  private tell(
    kind: 'my_chat_member' | 'chat_member',
    group: Group,
    { by, before, after, user }: { by: number | undefined; before: string; after: string; user: object },
  ): { updateId: number } {
    const { telegram } = this;
    const actor = telegram.persons.find(by ?? 0);
    const updateId = telegram.updates.push(kind, {
      chat: chatView(group),
      from: actor ? personUser(actor) : botUser(telegram.bot),
      date: telegram.clock.seconds(),
      old_chat_member: memberView({ ...user }, before),
      new_chat_member: memberView({ ...user }, after),
    });
    return { updateId };
  }

  private person(id: number): Person {
    const person = this.telegram.persons.find(id);
    if (!person) throw new EmuError(404, `members: there is no person ${id}`);
    return person;
  }
}
