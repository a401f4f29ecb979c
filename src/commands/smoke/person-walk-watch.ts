import { setTimeout as wait } from 'node:timers/promises';
import type { ChatEvents } from './chat-events.ts';
import type { Shown, SmokePerson } from './person.ts';

/** What a chat showed of itself after something was done in it. */
export type Seen = {
  /** New messages of the bot and those whose words or buttons are others now, in the order of the chat. */
  drawn: Shown[];
  /** Toasts and alerts. */
  notices: string[];
  /** Messages that are not there any more. */
  gone: number;
  /** The whole chat afterwards, oldest first. */
  screen: Shown[];
};

/** Real ms: how long a chat must be quiet to have said all, and how long an answer may take. */
type Patience = { quietMs: number; mostMs: number };
type Watched = { person: SmokePerson; events: ChatEvents };

const LOOK_EVERY_MS = 15;

/** Does something, and waits until the chat has shown what comes of it; nothing came where it stays as it was. */
export async function watched(
  { person, events }: Watched,
  act: () => Promise<unknown>,
  { quietMs, mostMs }: Patience,
): Promise<Seen> {
  const before = await person.screen();
  const began = performance.now();
  await act();
  for (let looked = began; ; looked = performance.now()) {
    const isQuiet = () => isQuietSince(events.lastChange(person.id), looked, quietMs);
    const isLate = () => performance.now() - Math.max(began, events.lastChange(person.id)) > mostMs;
    while (!isQuiet() && !isLate()) await wait(LOOK_EVERY_MS);
    const seen = difference(before, await person.screen());
    if (isLate() || seen.drawn.length + seen.notices.length + seen.gone > 0) return seen;
  }
}

const isQuietSince = (change: number, looked: number, quietMs: number): boolean =>
  change >= looked - quietMs && performance.now() - change >= quietMs;

const faceOf = ({ text, caption, buttons, entities, invoice }: Shown): string =>
  JSON.stringify([text, caption, buttons, entities, invoice]);

/** What the person does himself is no answer. */
function difference(before: readonly Shown[], screen: Shown[]): Seen {
  const faces = new Map(before.map((entry) => [entry.id, faceOf(entry)]));
  const ids = new Set(screen.map(({ id }) => id));
  const ofBot = screen.filter(({ from }) => from !== 'person');
  const notices = ofBot.filter(({ id }) => id === null).slice(before.filter(({ id }) => id === null).length);
  return {
    drawn: ofBot.filter((entry) => entry.id !== null && faces.get(entry.id) !== faceOf(entry)),
    notices: notices.map(({ text }) => text ?? ''),
    gone: before.filter(({ id, from }) => id !== null && from !== 'person' && !ids.has(id)).length,
    screen,
  };
}
