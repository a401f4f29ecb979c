import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Box } from '../src/commands/smoke/box.ts';
import type { SmokePerson } from '../src/commands/smoke/person.ts';
import { LABELS } from './buyers.ts';

const calls = z.array(
  z.object({
    at: z.number(),
    params: z.looseObject({
      callback_query_id: z.string().optional(),
      chat_id: z.union([z.number(), z.string()]).optional(),
    }),
  }),
);
type Calls = z.infer<typeof calls>;

type Press = { chatId: number; queryId: string; at: number };

/** In ms from the press: until its waiting ended, and until the screen was drawn. */
export type TapAnswers = { answeredMs: number[]; drawnMs: number[] };

/** People go to and fro between two screens, all together `perSecond` presses in a second, at even distances. */
export async function tapAnswers(
  box: Box,
  people: readonly SmokePerson[],
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<TapAnswers> {
  const began = performance.now();
  const presses: Promise<Press>[] = [];
  for (let each = 0; each < perSecond * seconds; each++) {
    const person = people[each % people.length];
    const label = Math.floor(each / people.length) % 2 === 0 ? LABELS.accesses : LABELS.home;
    await wait(Math.max(0, began + (each * 1_000) / perSecond - performance.now()));
    if (person) presses.push(press(person, label));
  }
  const all = await Promise.all(presses);
  await box.settled();
  return answersTo(all, {
    answers: await callsOf(box, 'answerCallbackQuery'),
    draws: await callsOf(box, 'editMessageText'),
  });
}

/** Whoever was not drawn the other screen yet can only press the one that is there. */
async function press(person: SmokePerson, label: string): Promise<Press> {
  const at = Date.now();
  const other = label === LABELS.home ? LABELS.accesses : LABELS.home;
  const queryId = await person.tap(label).catch(() => person.tap(other));
  if (queryId === null) throw new Error(`${label} is no button that asks the bot`);
  return { chatId: person.id, queryId, at };
}

const callsOf = async (box: Box, method: string): Promise<Calls> =>
  calls.parse((await box.http.get<unknown>('/_emu/calls', { params: { method } })).data);

/** A press that was never answered counts as infinitely long. */
function answersTo(
  presses: readonly Press[],
  { answers, draws }: { answers: Calls; draws: Calls },
): TapAnswers {
  const answeredAt = new Map(answers.map(({ at, params }) => [params.callback_query_id, at]));
  const drawnAfter = ({ chatId, at }: Press) =>
    draws.find((call) => Number(call.params.chat_id) === chatId && call.at >= at)?.at;
  return {
    answeredMs: presses.map((each) => (answeredAt.get(each.queryId) ?? Number.POSITIVE_INFINITY) - each.at),
    drawnMs: presses.map((each) => (drawnAfter(each) ?? Number.POSITIVE_INFINITY) - each.at),
  };
}
