import { loadNow } from '../machine.ts';
import type { ChaosPlan, ChaosRun } from './chaos-run.ts';
import { SHORT_LIMITS } from './limits.ts';
import { percentile, type Verdict } from './oracle.ts';

/** One line of JSON; numbers of orders, and ms from paid to delivered. */
export type ChaosReport = ReturnType<typeof reportOf>;

/** While a panel is dead, its orders go to another after two minutes. */
const PROMISED = {
  usual: { within: 'within2min', share: 0.999, words: '99.9 % within 2 minutes' },
  deadPanel: { within: 'within3min', share: 0.99, words: '99 % within 3 minutes' },
} as const;
/** With more of them nothing is lost, but how soon it comes is not promised. */
const MOST_FAULTS_IN_TIME = 0.05;
const MINUTE_MS = 60_000;
const MOST_DETAILS = 20;

/** Nobody answers a tap while the bot is dead, or when Telegram loses the answer: slow, and no rule broken. */
const isLate = (violation: string): boolean => violation.startsWith('callback unanswered');

/** Puts together what the world and the books say: the worse of the two counts. */
export function reportOf(plan: ChaosPlan, run: ChaosRun, load: number) {
  const { verdict, audit } = run;
  return {
    orders: plan.orders,
    paid: verdict.paid,
    delivered: verdict.delivered,
    lost: Math.max(verdict.lost.length, audit.lost),
    duplicated: Math.max(verdict.duplicated.length, audit.duplicated),
    undelivered: Math.max(verdict.undelivered.length, audit.undelivered),
    unpaid: Math.max(verdict.unpaid.length, audit.unpaid),
    oversold: audit.oversold,
    ledgerSum: audit.ledgerSum,
    balanceDrift: audit.balanceDrift,
    counterDrift: audit.counterDrift,
    wrongAmounts: Math.max(verdict.wrongAmounts.length, audit.wrongAmounts),
    unbooked: audit.unbooked,
    deadSeats: audit.deadSeats,
    unannounced: audit.unannounced,
    refunded: verdict.refunded,
    within2min: shareWithin(verdict, 2 * MINUTE_MS),
    within3min: shareWithin(verdict, 3 * MINUTE_MS),
    p50: percentile(verdict.times, 0.5),
    p99: percentile(verdict.times, 0.99),
    p999: percentile(verdict.times, 0.999),
    slowest: run.slowest,
    ...circumstancesOf(plan, run, load),
  };
}

function circumstancesOf(plan: ChaosPlan, run: ChaosRun, load: number) {
  return {
    adminActions: Object.values(run.humans).reduce((sum, each) => sum + each, 0),
    humans: run.humans,
    unsold: run.unsold.length,
    waits: { plans: spanOf(run.waits.plans), invoice: spanOf(run.waits.invoice) },
    lateTaps: run.violations.filter(isLate).length,
    violations: run.violations.filter((each) => !isLate(each)).length,
    kills: run.kills,
    deaths: run.deaths,
    faultsInjected: run.struck,
    seconds: run.seconds,
    ordersPerSecond: Math.round((run.verdict.paid / Math.max(1, run.seconds.selling)) * 10) / 10,
    load: { before: load, after: loadNow() },
    seed: plan.seed,
    faults: plan.faults,
    killEvery: plan.killEvery,
    ...(run.setBack && { setBack: run.setBack }),
    deadPanelSeconds: plan.deadPanelSeconds,
    database: run.database,
    panels: plan.generations,
    messagesPerSecond: plan.messagesPerSecond,
    limits: SHORT_LIMITS,
  };
}

const shareWithin = ({ times, paid }: Verdict, most: number): number =>
  times.filter((ms) => ms <= most).length / Math.max(1, paid);

function spanOf(times: readonly number[]) {
  const sorted = [...times].sort((one, other) => one - other);
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
}

/** What is not as promised, in words; empty = all is. */
export function brokenIn(report: ChaosReport): string[] {
  const zero = [
    ...(['lost', 'duplicated', 'undelivered', 'unpaid', 'oversold', 'balanceDrift', 'counterDrift'] as const),
    ...(['wrongAmounts', 'unbooked', 'deadSeats', 'unannounced', 'violations'] as const),
  ];
  const wrong = zero
    .filter((name) => report[name] > 0)
    .map((name) => `${name} is ${report[name]}, 0 is promised`);
  if (Object.keys(report.ledgerSum).length > 0)
    wrong.push(`the ledger sums to ${JSON.stringify(report.ledgerSum)}`);
  if (report.paid === 0) wrong.push('nothing was sold');
  const { within, share, words } = PROMISED[report.deadPanelSeconds > 0 ? 'deadPanel' : 'usual'];
  if (report.faults <= MOST_FAULTS_IN_TIME && report[within] < share)
    wrong.push(`${(report[within] * 100).toFixed(2)} % were delivered in time, promised are ${words}`);
  return wrong;
}

/** What was found, in words for whoever looks for the cause. */
export function detailsOf({ verdict, audit, violations, unsold, faultLines }: ChaosRun): string[] {
  const { lost, undelivered, duplicated, unpaid, wrongAmounts } = verdict;
  const named = Object.entries({ lost, undelivered, duplicated, unpaid, wrongAmounts, violations, unsold });
  return [
    ...named.flatMap(([name, all]) => all.slice(0, MOST_DETAILS).map((each) => `${name}: ${each}`)),
    ...audit.details.map((each) => `the books: ${each}`),
    ...faultLines.slice(-MOST_DETAILS),
  ];
}
