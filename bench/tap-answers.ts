import { setTimeout as wait } from 'node:timers/promises';
import type { Box } from '../src/commands/smoke/box.ts';
import type { SmokePerson } from '../src/commands/smoke/person.ts';
import { LABELS } from './buyers.ts';
import { type Call, callsOf } from './calls.ts';

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

/** A press that was never answered counts as infinitely long. A chat's presses are drawn in their order. */
function answersTo(
  presses: readonly Press[],
  { answers, draws }: { answers: Call[]; draws: Call[] },
): TapAnswers {
  const answeredAt = new Map(answers.map(({ at, params }) => [params.callback_query_id, at]));
  const first = presses[0]?.at ?? 0;
  const drawsOf = Map.groupBy(
    draws.filter(({ at }) => at >= first),
    ({ params }) => Number(params.chat_id),
  );
  return {
    answeredMs: presses.map(({ queryId, at }) => (answeredAt.get(queryId) ?? Number.POSITIVE_INFINITY) - at),
    drawnMs: presses.map(
      ({ chatId, at }) => (drawsOf.get(chatId)?.shift()?.at ?? Number.POSITIVE_INFINITY) - at,
    ),
  };
}
