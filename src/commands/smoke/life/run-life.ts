import { setTimeout as wait } from 'node:timers/promises';
import { addServerByChat } from '../add-by-chat.ts';
import type { Box } from '../box.ts';
import type { LivePanel } from '../live-panel.ts';
import { newPlanByChat } from '../new-plan-by-chat.ts';
import { SmokePerson } from '../person.ts';
import { buyLabel, placeOf } from '../run-smoke.ts';
import { judgeStep } from './judge-step.ts';
import { dayOf, type SeenNotice } from './life-notices.ts';
import { livePanel, type OnPanel, worldPanel } from './life-panel.ts';
import { LIFE_PLAN, LifeScene, type Seen } from './life-scene.ts';
import { type Expected, LIFE_STEPS, type LifeStep } from './life-steps.ts';

/** One step, and what could be seen after it. `faults` empty = all was as it must be. */
export type StepReport = {
  step: string;
  rows: readonly number[];
  /** Days since the payment. */
  day: number;
  notices: SeenNotice[];
  /** null = the panel does not hold it. `endsOnDay` = days since the payment; null = never. */
  onPanel: (Omit<OnPanel, 'endsAt'> & { endsOnDay: number | null }) | null;
  seats: number;
  faults: string[];
};

/** The life of one access on one panel. */
export type LifeReport = {
  panel: string;
  seatsBefore: number;
  steps: StepReport[];
  seatsAfter: number;
  skipped: { step: string; why: string }[];
  violations: number;
  verdict: 'as promised' | 'not as promised';
  /** The first step that was not; null = none. */
  failed: string | null;
};

const ANN = 5_000_000_001;
const OLGA = 5_000_000_009;
/** What follows from a step is on its way for so long at most. */
const PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 250;

/** Buys an access in the chat and lets it live to its end, the clock being moved; ends with the first step that is wrong. */
export async function runLife(
  box: Box,
  { panel, live }: { panel: string; live: LivePanel | null },
): Promise<LifeReport> {
  const [ann, olga] = [new SmokePerson(box.worldUrl, ANN), new SmokePerson(box.worldUrl, OLGA)];
  await box.startShop();
  await box.settled();
  try {
    await live?.look();
    const server = live ? await addServerByChat(olga, live) : null;
    await newPlanByChat(olga, { server, ...LIFE_PLAN });
    const scene = new LifeScene(box, { ann, olga, panel: live ? livePanel(live) : worldPanel(box, ANN) });
    const before = await scene.look();
    const steps = await walk(scene, live !== null);
    const failed = steps.find(({ faults }) => faults.length > 0)?.step ?? null;
    const violations = await box.violations();
    return {
      panel,
      seatsBefore: before.seats,
      steps,
      seatsAfter: (await scene.look()).seats,
      skipped: live ? LIFE_STEPS.flatMap(skippedOf) : [],
      violations,
      verdict: failed === null && violations === 0 ? 'as promised' : 'not as promised',
      failed,
    };
  } finally {
    await live?.tidyUp();
  }
}

const onLive = (step: LifeStep): LifeStep => ({
  ...step,
  expected: { ...step.expected, ...step.expectedLive },
});

const BOUGHT: Expected = {
  notices: [],
  isThere: true,
  works: true,
  usedGb: 0,
  limitGb: LIFE_PLAN.gb,
  days: LIFE_PLAN.days,
  seats: 1,
};

async function walk(scene: LifeScene, isLive: boolean): Promise<StepReport[]> {
  const bought: LifeStep = { name: 'bought', rows: [], act: buy, expected: BOUGHT, notLive: null };
  const all = [bought, ...LIFE_STEPS];
  const steps = isLive ? all.filter(({ notLive }) => notLive === null).map(onLive) : all;
  const reports: StepReport[] = [];
  let before: Seen = await scene.look();
  for (const step of steps) {
    const stuck = await act(scene, step, before);
    const { report, seen } = await result(scene, step, { before, stuck });
    reports.push(report);
    if (report.faults.length > 0) break;
    before = seen;
  }
  return reports;
}

/** What kept the step from being done at all; null = nothing did. */
async function act(scene: LifeScene, step: LifeStep, before: Seen): Promise<string | null> {
  try {
    await step.act(scene, before);
    return null;
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
}

async function buy(scene: LifeScene): Promise<void> {
  const { ann } = scene;
  await ann.send('/start');
  const home = await ann.sees('the plans', (entry) => labelsOfPlans(entry).length > 0);
  const plan = `${LIFE_PLAN.gb} GB`;
  await ann.tap(buyLabel(await placeOf(ann, { home, plan }), plan));
  await ann.sees('the invoice', (entry) => entry.kind === 'invoice');
  scene.paidAt = await scene.now();
  await ann.pay();
  await ann.sees('the QR', (entry) => Boolean(entry.photo));
  await scene.settled();
}

const labelsOfPlans = (entry: { buttons?: { text: string }[][] | null }): string[] =>
  (entry.buttons ?? []).flat().flatMap(({ text }) => (text.includes('⭐') ? [text] : []));

/** Looks until all is as it must be, for a while. */
async function result(
  scene: LifeScene,
  step: LifeStep,
  { before, stuck }: { before: Seen; stuck: string | null },
) {
  const until = performance.now() + (stuck === null ? PATIENCE_MS : 0);
  for (;;) {
    const seen = await scene.look();
    const news = seen.notices.slice(before.notices.length);
    const wrong = judgeStep(step.expected, { ...seen, news, paidAt: scene.paidAt });
    const faults = stuck === null ? wrong : [stuck, ...wrong];
    if (faults.length === 0 || performance.now() > until)
      return { seen, report: await told(scene, step, { seen, news, faults }) };
    await wait(LOOK_EVERY_MS);
  }
}

async function told(
  scene: LifeScene,
  { name, rows }: LifeStep,
  { seen, news, faults }: { seen: Seen; news: SeenNotice[]; faults: string[] },
): Promise<StepReport> {
  const { onPanel, seats } = seen;
  const day = dayOf(await scene.now(), scene.paidAt);
  return { step: name, rows, day, notices: news, onPanel: onPanel && inDays(onPanel, scene), seats, faults };
}

function inDays({ endsAt, ...rest }: OnPanel, { paidAt }: LifeScene) {
  return { ...rest, endsOnDay: endsAt === null ? null : dayOf(endsAt, paidAt) };
}

function skippedOf({ name, notLive, notSeenLive }: LifeStep): { step: string; why: string }[] {
  const why = notLive ?? notSeenLive;
  return why === undefined ? [] : [{ step: name, why }];
}
