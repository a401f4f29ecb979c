import type { Box } from './box.ts';
import type { ChatEvents } from './chat-events.ts';
import { type Shown, SmokePerson } from './person.ts';
import { SOMEBODY } from './person-walk-samples.ts';
import { type Move, screenOf } from './person-walk-screen.ts';
import { type Seen, watched } from './person-walk-watch.ts';
import type { WalkWords } from './person-walk-words.ts';

type Tools = { box: Box; words: WalkWords; events: ChatEvents };
/** Who is to get which role; the owner is one who is spoken to in English. */
type Staff = { owner: SmokePerson | undefined; people: readonly { person: SmokePerson; role: string }[] };

const LANGUAGE = 'en';
const PATIENCE = { quietMs: 500, mostMs: 8_000 };

/** An owner gives these people their roles, by /staff in the chat. Answers why that failed, by role; empty = it did not. */
export async function giveRoles(tools: Tools, { owner, people }: Staff): Promise<Map<string, string>> {
  await chatOf(tools, new SmokePerson(tools.box.worldUrl, SOMEBODY)).say('/start');
  for (const { person } of people) await chatOf(tools, person).say('/start');
  const failed = new Map<string, string>();
  for (const { person, role } of people) {
    const why = await giveOne(tools, { owner, id: person.id, role });
    if (why !== null) failed.set(role, why);
  }
  return failed;
}

/** null = done, else where it went wrong. */
async function giveOne(
  tools: Tools,
  { owner, id, role }: { owner: SmokePerson | undefined; id: number; role: string },
): Promise<string | null> {
  const { words } = tools;
  if (!owner || !words.namesAfter('staff-button-').includes('add')) return 'there is no /staff';
  const chat = chatOf(tools, owner);
  await chat.say('/staff');
  if (!(await chat.press('staff-button-add'))) return 'nobody can be added in /staff';
  await chat.say(String(id));
  const name = words.say(`role-${role}`, LANGUAGE);
  if (!(await chat.press('staff-button-role', name))) return `${name} is not offered in /staff`;
  return (await chat.press('staff-button-yes')) ? null : '/staff does not ask whether it is meant';
}

/** A chat in which buttons are found by what they say. */
function chatOf({ words, events }: Tools, person: SmokePerson) {
  let shown: Shown[] = [];
  const act = async (doing: () => Promise<unknown>): Promise<void> => {
    const { drawn }: Seen = await watched({ person, events }, doing, PATIENCE);
    shown = drawn;
  };
  const find = (id: string, label: string): Move | undefined =>
    shown
      .flatMap((entry) => screenOf(entry, words, LANGUAGE)?.moves ?? [])
      .findLast((move) => move.key.endsWith(` ${id}`) && move.label.includes(label));
  return {
    say: (text: string) => act(() => person.send(text)),
    /** False = there is no such button. */
    press: async (id: string, label = ''): Promise<boolean> => {
      const move = find(id, label);
      if (!move || move.kind === 'type') return false;
      await act(() => person.tapAt(move));
      return true;
    },
  };
}
