import type { NoticeName } from './life-notices.ts';
import type { LifeScene, Seen } from './life-scene.ts';
import { LIFE_PLAN, renewByChat } from './life-scene.ts';

/** What must be so after a step; what is left out is not asked. */
export type Expected = {
  /** Since the step before. */
  notices: readonly NoticeName[];
  /** false = the panel must not hold it any more. */
  isThere: boolean;
  /** Its core lets it in. */
  works?: boolean;
  /** Of a counter that was set back: below a hundredth of a GB. */
  usedGb?: number;
  limitGb?: number;
  /** Whole days of the paid time, since the payment. */
  days?: number;
  seats: number;
};

export type LifeStep = {
  readonly name: string;
  /** SPEC rows that it shows. */
  readonly rows: readonly number[];
  readonly act: (scene: LifeScene, before: Seen) => Promise<void>;
  readonly expected: Expected;
  /** What is otherwise on a live panel. */
  readonly expectedLive?: Partial<Expected>;
  /** Cannot be done on a live panel, because of this; null = it can. */
  readonly notLive: string | null;
  /** What of it a live panel cannot show. */
  readonly notSeenLive?: string;
};

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Panels of 2.9 to 3.0 are told an end one hour later than the one that was sold. */
const LATE_MS = 2 * 60 * MINUTE_MS;
const { gb: LIMIT, days: TERM, seats: TAKEN } = LIFE_PLAN;

const NO_TRAFFIC = 'traffic of a live panel flows through its core; nobody can give any from outside';
const NO_CLOCK =
  'the clock of a live panel cannot be moved: whether its core lets the access in is not asked';

/** Uses traffic until so many GB are used, and lets an interval of the count pass. */
const use = (gb: number) => async (scene: LifeScene, before: Seen) => {
  await scene.panel.use?.(gb - (before.onPanel?.usedGb ?? 0));
  await scene.pass(10 * MINUTE_MS);
};

/** To so many days after the end, or before it (negative), by what the panel holds. */
const toEnd = (days: number) => async (scene: LifeScene, before: Seen) => {
  const end = before.onPanel?.endsAt;
  if (typeof end !== 'number') throw new Error('the panel holds no end of it');
  await scene.pass(Math.max(0, end + days * DAY_MS + LATE_MS - (await scene.now())));
};

const running = { isThere: true, works: true, limitGb: LIMIT, seats: TAKEN } as const;
const renewed = { ...running, usedGb: 0, days: 2 * TERM } as const;
/** Nothing was used there, so the first period's traffic is kept. */
const renewedLive = { limitGb: 2 * LIMIT };

/** After the purchase: what 30 days with 10 GB go through, in its order. */
export const LIFE_STEPS: readonly LifeStep[] = [
  {
    name: 'traffic at 80 %',
    rows: [110, 112, 200],
    act: use(0.81 * LIMIT),
    expected: { ...running, notices: ['connected', 'traffic 80 %'], days: TERM },
    notLive: NO_TRAFFIC,
  },
  {
    name: 'traffic at 95 %',
    rows: [112],
    act: use(0.96 * LIMIT),
    expected: { ...running, notices: ['traffic 95 %'] },
    notLive: NO_TRAFFIC,
  },
  {
    name: 'traffic at 100 %: switched off',
    rows: [111],
    act: use(1.01 * LIMIT),
    expected: { ...running, works: false, notices: ['traffic 100 %'] },
    notLive: NO_TRAFFIC,
  },
  {
    name: 'renewed by Stars in the chat: works again, counted anew',
    rows: [80, 111],
    act: renewByChat,
    expected: { ...renewed, notices: ['renewed'] },
    expectedLive: renewedLive,
    notLive: null,
  },
  {
    name: '7 days before the end',
    rows: [109],
    act: toEnd(-7),
    expected: { ...renewed, notices: ['7 days left'] },
    expectedLive: renewedLive,
    notLive: null,
  },
  {
    name: '3 days before the end',
    rows: [109],
    act: toEnd(-3),
    expected: { ...renewed, notices: ['3 days left'] },
    expectedLive: renewedLive,
    notLive: null,
  },
  {
    name: '1 day before the end',
    rows: [109],
    act: toEnd(-1),
    expected: { ...renewed, notices: ['1 day left'] },
    expectedLive: renewedLive,
    notLive: null,
  },
  {
    name: 'the end: switched off, kept for 3 days',
    rows: [107],
    act: toEnd(0),
    expected: { isThere: true, works: false, seats: TAKEN, notices: ['ended'] },
    notLive: null,
    notSeenLive: NO_CLOCK,
  },
  {
    name: 'the end of grace: deleted on the panel, the seat is free',
    rows: [108],
    act: toEnd(3),
    expected: { isThere: false, seats: 0, notices: ['deleted'] },
    notLive: null,
  },
];
