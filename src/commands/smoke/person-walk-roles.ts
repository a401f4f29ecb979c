import type { Box } from './box.ts';
import type { ChatEvents } from './chat-events.ts';
import { type Shown, SmokePerson } from './person.ts';
import { SOMEBODY } from './person-walk-samples.ts';
import { type Move, screenOf } from './person-walk-screen.ts';
import { type Seen, watched } from './person-walk-watch.ts';
import type { WalkWords } from './person-walk-words.ts';

type Tools = { box: Box; words: WalkWords; events: ChatEvents };
type Staff = { owner: SmokePerson | undefined; people: readonly SmokePerson[] };

const LANGUAGE = 'en';
const PATIENCE = { quietMs: 500, mostMs: 8_000 };

/** An owner makes these people support, by /staff in the chat. Answers who is to be left out and why; empty = nobody. */
export async function giveSupport(tools: Tools, { owner, people }: Staff): Promise<string[]> {
  await chatOf(tools, new SmokePerson(tools.box.worldUrl, SOMEBODY)).say('/start');
  for (const person of people) await chatOf(tools, person).say('/start');
  if (!owner || !tools.words.namesAfter('staff-button-').includes('add'))
    return ['support: there is no /staff'];
  for (const person of people) {
    const failed = await giveOne(chatOf(tools, owner), { id: person.id, words: tools.words });
    if (failed !== null) return [`support: ${failed}`];
  }
  return [];
}

/** null = done, else where it went wrong. */
async function giveOne(
  chat: ReturnType<typeof chatOf>,
  { id, words }: { id: number; words: WalkWords },
): Promise<string | null> {
  await chat.say('/staff');
  if (!(await chat.press('staff-button-add'))) return 'nobody can be added in /staff';
  await chat.say(String(id));
  const role = words.say('role-support', LANGUAGE);
  if (!(await chat.press('staff-button-role', role))) return 'the role is not offered in /staff';
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
