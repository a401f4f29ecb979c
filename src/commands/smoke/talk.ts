import { labelsOf, type Shown, type SmokePerson } from './person.ts';

/** What the bot says, and what the person answers: a text, or the press of a button. */
export type Step = { says: string; send: string } | { says: string; press: string };

/** Waits for the words, then answers. @throws {Error} when they do not come in a minute. */
export async function takeStep(person: SmokePerson, step: Step): Promise<void> {
  await hears(person, step.says);
  if ('send' in step) return person.send(step.send);
  await person.sees(`button ${step.press}`, (entry) => labelsOf(entry).includes(step.press));
  await person.tap(step.press);
}

/** The newest entry with these words. @throws {Error} when none comes in a minute. */
export const hears = (person: SmokePerson, words: string): Promise<Shown> =>
  person.sees(`"${words}"`, (entry) => (entry.text ?? '').includes(words));
