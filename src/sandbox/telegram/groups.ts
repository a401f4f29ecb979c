import type { Shelf } from '../shelf.ts';
import type { Chat, Group, Standing, Topic } from './shapes.ts';

type NewGroup = Pick<Group, 'title' | 'type' | 'forum' | 'bot' | 'members'>;

const SUPERGROUPS_FROM = -1_002_000_000_001;
const GROUPS_FROM = -4_000_000_001;

/** Whether a chat is one of many. */
export function isGroup(chat: Chat): chat is Group {
  return chat.id < 0;
}

/** Groups, supergroups and channels, who is in them, and the topics of forums. */
export class Groups {
  private readonly shelf: Shelf;

  constructor(shelf: Shelf) {
    this.shelf = shelf;
  }

  all(): Group[] {
    return this.shelf.all<Group>('groups');
  }

  find(id: number): Group | undefined {
    return this.shelf.get<Group>('groups', id);
  }

  add(group: NewGroup): Group {
    const stored: Group = { id: this.nextId(group.type), ...group, kicked: [] };
    this.shelf.put('groups', stored.id, stored);
    return stored;
  }

  change(id: number, change: Partial<Omit<Group, 'id'>>): void {
    const group = this.find(id);
    if (group) this.shelf.put('groups', id, { ...group, ...change });
  }

  /** How a person stands in a group. */
  standing(group: Group, person: number): Standing | 'creator' {
    if (group.members[0] === person) return 'creator';
    if (group.members.includes(person)) return 'member';
    return group.kicked.includes(person) ? 'kicked' : 'left';
  }

  setStanding(group: Group, person: number, standing: 'member' | 'left' | 'kicked'): void {
    const members = group.members.filter((id) => id !== person);
    const kicked = group.kicked.filter((id) => id !== person);
    if (standing === 'member') members.push(person);
    if (standing === 'kicked') kicked.push(person);
    this.change(group.id, { members, kicked });
  }

  /** The supergroup that a group becomes; its members come along. */
  upgrade(group: Group): Group {
    const { title, forum, bot, members } = group;
    const upgraded = this.add({ title, forum, bot, members, type: 'supergroup' });
    this.change(group.id, { upgradedTo: upgraded.id });
    return upgraded;
  }

  topic(group: number, id: number): Topic | undefined {
    return this.shelf.get<Topic>('topics', `${group}/${id}`);
  }

  topics(group: number): Topic[] {
    return this.shelf.all<Topic>('topics').filter((topic) => topic.group === group);
  }

  putTopic(topic: Topic): void {
    this.shelf.put('topics', `${topic.group}/${topic.id}`, topic);
  }

  private nextId(type: Group['type']): number {
    const first = type === 'group' ? GROUPS_FROM : SUPERGROUPS_FROM;
    const alike = this.all().filter((group) => (group.type === 'group') === (type === 'group'));
    return Math.min(first, ...alike.map(({ id }) => id - 1));
  }
}

/** Whether the bot gets to read a message of a group: as an administrator all, else only what is meant for it. */
export function isMeantForBot(
  group: Group,
  { text, isReply, username }: { text: string; isReply: boolean; username: string },
): boolean {
  if (group.bot === 'administrator' || isReply) return true;
  const [, named] = /^\/\w+(?:@(\w+))?/.exec(text) ?? [];
  const isCommand = /^\/\w/.test(text) && (named === undefined || named === username);
  return isCommand || text.includes(`@${username}`);
}
