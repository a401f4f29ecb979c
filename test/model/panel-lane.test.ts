import { describe, expect, it } from 'vitest';
import { PanelLane } from '../../src/model/panel-lane.ts';
import { minutes, seconds } from '../../src/model/values/period.ts';
import { afterNoon, NOON } from '../support/builders.ts';

const aLane = (state: Partial<PanelLane> = {}): PanelLane =>
  Object.assign(new PanelLane(), {
    breakerState: 'closed',
    breakerUntil: null,
    breakerOpenings: 0,
    breakerSilences: 0,
    breakerAnswers: 0,
    silentSince: null,
    recentCalls: null,
    ...state,
  });

const times = (count: number, act: (index: number) => unknown) =>
  Array.from({ length: count }, (_, index) => act(index));

describe('the breaker of a panel', () => {
  it('opens at the fifth silence in a row, for thirty seconds', () => {
    const lane = aLane();

    const opened = times(5, () => lane.noteSilence(NOON));

    expect(opened).toEqual([false, false, false, false, true]);
    expect(lane).toMatchObject({ breakerState: 'open', breakerUntil: afterNoon(seconds(30)) });
    expect(lane.isBroken(afterNoon(seconds(29)))).toBe(true);
    expect(lane.isBroken(afterNoon(seconds(30)))).toBe(false);
  });

  it('counts anew after an answer', () => {
    const lane = aLane();
    times(4, () => lane.noteSilence(NOON));

    lane.noteAnswer(NOON);

    expect(times(4, () => lane.noteSilence(afterNoon(minutes(2))))).not.toContain(true);
  });

  it('opens when half of ten calls of a minute are silences, in any order', () => {
    const lane = aLane();

    const opened = times(5, (index) => {
      lane.noteAnswer(afterNoon(seconds(index)));
      return lane.noteSilence(afterNoon(seconds(index)));
    });

    expect(opened).toEqual([false, false, false, false, true]);
  });

  it('does not hold against a panel what is older than a minute', () => {
    const lane = aLane();
    times(4, () => {
      lane.noteAnswer(NOON);
      lane.noteSilence(NOON);
    });

    const opened = times(2, () => {
      lane.noteAnswer(afterNoon(minutes(2)));
      return lane.noteSilence(afterNoon(minutes(2)));
    });

    expect(opened).toEqual([false, false]);
  });

  it('stays open for twice as long each time, ten minutes at most', () => {
    const lane = aLane();

    const waits = times(7, () => {
      lane.openBreaker(NOON);
      return (lane.breakerUntil?.getTime() ?? 0) - NOON.getTime();
    });

    expect(waits).toEqual([0.5, 1, 2, 4, 8, 10, 10].map((count) => count * minutes(1)));
  });

  it('closes after three answers, and begins with the shortest wait again', () => {
    const lane = aLane();
    times(2, () => lane.openBreaker(NOON));

    lane.halfOpenBreaker();
    lane.noteAnswer(NOON);
    expect(lane.breakerState).toBe('half-open');
    lane.noteAnswer(NOON);

    expect(lane.breakerState).toBe('closed');
    lane.openBreaker(NOON);
    expect(lane.breakerUntil).toEqual(afterNoon(seconds(30)));
  });

  it('counts every call that was answered, where one piece of work makes several', () => {
    const lane = aLane();
    lane.openBreaker(NOON);
    lane.halfOpenBreaker();

    lane.noteAnswer(NOON, minutes(1), 2);

    expect(lane.breakerState).toBe('closed');
    expect(lane.recentCalls).toMatchObject([{ calls: 2 }]);
  });

  it('opens again at the first silence while it lets one call after the other through', () => {
    const lane = aLane();
    lane.openBreaker(NOON);
    lane.halfOpenBreaker();

    expect(lane.noteSilence(NOON)).toBe(true);

    expect(lane.breakerUntil).toEqual(afterNoon(minutes(1)));
  });

  it('knows since when nothing was answered', () => {
    const lane = aLane();

    lane.noteSilence(NOON);
    lane.noteSilence(afterNoon(seconds(50)));
    expect(lane.silentSince).toEqual(NOON);
    lane.noteAnswer(afterNoon(seconds(60)));

    expect(lane.silentSince).toBeNull();
  });
});

describe('the budget of repeated writes', () => {
  it('is three a minute on a quiet panel', () => {
    const lane = aLane();

    const answers = times(4, (index) => lane.takeRepeat(afterNoon(seconds(index))));

    expect(answers.slice(0, 3)).toEqual([null, null, null]);
    expect(answers[3]).toEqual(afterNoon(seconds(70)));
    expect(lane.takeRepeat(afterNoon(seconds(70)))).toBeNull();
  });

  it('is a tenth of the writes of a busy one', () => {
    const lane = aLane();
    times(100, () => lane.noteWrite(NOON));

    const answers = times(11, () => lane.takeRepeat(NOON));

    expect(answers.filter((answer) => answer === null)).toHaveLength(10);
  });
});
