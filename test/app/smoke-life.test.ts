import { describe, expect, it } from 'vitest';
import { judgeStep } from '../../src/commands/smoke/life/judge-step.ts';
import { SimulatedPanel } from '../../src/sandbox/panel/simulated-panel.ts';
import { Shelf } from '../../src/sandbox/shelf.ts';
import { run } from '../support/run-program.ts';

type Step = { step: string; notices: { day: number; notice: string }[]; onPanel: unknown; faults: string[] };
type Life = {
  verdict: string;
  failed: string | null;
  seatsBefore: number;
  seatsAfter: number;
  steps: Step[];
  skipped: { step: string; why: string }[];
};

async function lifeOf(args: string[], input?: string) {
  const { code, said } = await run('src/commands/smoke.ts', {
    args: ['--life', '--json', ...args],
    ...(input !== undefined && { input }),
  });
  const told = said.split('\n').findLast((line) => line.startsWith('[{"panel"')) ?? '[]';
  const [life]: Life[] = JSON.parse(told);
  return { code, said, life };
}

describe('npm run smoke -- --life', { timeout: 180_000 }, () => {
  it('shows an access from its purchase to its end on a simulated 2.8, each notice once and in its time', async () => {
    const { code, said, life } = await lifeOf(['--generation', '2.8']);

    expect(said).not.toContain('not as promised');
    expect(code).toBe(0);
    expect(life).toMatchObject({ failed: null, verdict: 'as promised', seatsBefore: 0, seatsAfter: 0 });
    expect(
      life?.steps.flatMap(({ notices }) => notices.map(({ day, notice }) => [Math.floor(day), notice])),
    ).toEqual([
      [0, 'connected'],
      [0, 'traffic 80 %'],
      [0, 'traffic 95 %'],
      [0, 'traffic 100 %'],
      [0, 'renewed'],
      [53, '7 days left'],
      [57, '3 days left'],
      [59, '1 day left'],
      [60, 'ended'],
      [63, 'deleted'],
    ]);
    expect(life?.steps.at(-1)?.onPanel).toBeNull();
  });

  it('does on a live panel what can be done there, names what not, and leaves nothing behind', async () => {
    const live = new SimulatedPanel({
      n: 1,
      shelf: new Shelf(null),
      port: 0,
      now: Date.now,
      generation: '3.6',
    });
    await live.start();
    const { url, username, password } = live.address;
    const { code, said, life } = await lifeOf(
      ['--panel', url, '--user', username, '--password-stdin'],
      `${password}\n`,
    );
    const left = await live.control(new Request('http://world/clients'), 'clients');
    await live.stop();

    expect(said).not.toContain('not as promised');
    expect(code).toBe(0);
    expect(await left.json()).toEqual([]);
    expect(life?.skipped.map(({ step }) => step)).toEqual([
      'traffic at 80 %',
      'traffic at 95 %',
      'traffic at 100 %: switched off',
      'the end: switched off, kept for 3 days',
    ]);
    expect(life?.steps.map(({ step }) => step)).toContain(
      'renewed by Stars in the chat: works again, counted anew',
    );
  });
});

describe('the judge of a step', () => {
  const expected = {
    notices: ['ended'],
    isThere: true,
    works: false,
    usedGb: 0,
    days: 30,
    seats: 1,
  } as const;
  const onPanel = { enabled: false, works: false, usedGb: 0, limitGb: 10, endsAt: 30 * 86_400_000 };
  const news = [{ day: 30, notice: 'ended', text: '' }] as const;
  const seen = { news, paidAt: 0, onPanel, seats: 1 };

  it('finds nothing wrong where all is as it must be', () => {
    expect(judgeStep(expected, seen)).toEqual([]);
  });

  it.each([
    ['a notice that came twice', { news: [...news, ...news] }, 'notices: ended, ended, not ended'],
    ['a notice that did not come', { news: [] }, 'notices: , not ended'],
    [
      'a key that still works',
      { onPanel: { ...onPanel, works: true } },
      'let in by the core: true, not false',
    ],
    [
      'a counter that was not set back',
      { onPanel: { ...onPanel, usedGb: 1 } },
      'GB used on the panel: 1, not 0',
    ],
    ['a wrong end', { onPanel: { ...onPanel, endsAt: 86_400_000 } }, 'days on the panel: 1, not 30'],
    ['a seat that is gone', { seats: 0 }, 'seats taken: 0, not 1'],
  ])('names %s', (_, change, fault) => {
    expect(judgeStep(expected, { ...seen, ...change })).toEqual([fault]);
  });

  it('names an access that is gone from the panel', () => {
    expect(judgeStep(expected, { ...seen, onPanel: null })).toContain('on the panel: false, not true');
  });
});
