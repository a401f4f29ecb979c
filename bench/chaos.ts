// npm run chaos -- [--orders 500] [--faults 0.05] [--kill-every 30] [--seed 1] [--db postgres|embedded] [--json] [--seconds 600]
// npm run chaos -- --crash-points [--seeds 5] [--db postgres|embedded] [--json]: dies in every named moment instead.
// npm run chaos -- --last-seat 100 [--buyers 200] [--json]: one seat, and everybody presses at once.
// Sells under faults and kills, and counts what became of it from outside; exit 0 only if all is as promised.
import { parseArgs } from 'node:util';
import { startFault } from '../src/commands/start-fault.ts';
import { generationList } from '../src/sandbox/panel/generation-list.ts';
import { type ChaosPlan, runChaos } from './chaos/chaos-run.ts';
import { runLastSeat } from './chaos/last-seat.ts';
import { runRivals } from './chaos/naive-worker.ts';
import { brokenIn, detailsOf, reportOf } from './chaos/report.ts';
import { runCrashPoints } from './chaos/run-crash-points.ts';
import { openStage } from './chaos/stage.ts';
import { loadNow } from './machine.ts';

const { values: flags } = parseArgs({
  options: {
    orders: { type: 'string', default: '500' },
    faults: { type: 'string', default: '0.05' },
    'kill-every': { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    db: { type: 'string' },
    panels: { type: 'string', default: '2.8,3.0,3.1,3.6' },
    rate: { type: 'string', default: '25' },
    'per-second': { type: 'string', default: '150' },
    seconds: { type: 'string', default: '3600' },
    drain: { type: 'string', default: '150' },
    'dead-panel': { type: 'string', default: '0' },
    restore: { type: 'string', default: '0' },
    naive: { type: 'string', default: '40' },
    'crash-points': { type: 'boolean', default: false },
    'last-seat': { type: 'string', default: '0' },
    buyers: { type: 'string', default: '200' },
    seeds: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});

// What it started ends with it, the database too.
process.once('SIGTERM', () => process.exit(143));
process.once('SIGINT', () => process.exit(130));

try {
  process.exitCode = await chosen()();
} catch (fault) {
  console.error(startFault(fault));
  process.exitCode = 1;
}
process.exit(); // the furnished shop's Agenda leaves timers behind (STACK.md 3, 6)

function chosen(): () => Promise<number> {
  if (flags['crash-points']) return crashPoints;
  return numberOf('last-seat', 0, 1_000) > 0 ? lastSeat : main;
}

async function main(): Promise<number> {
  const plan = readPlan();
  const load = loadNow();
  const stage = await openStage({ ...plan, seats: plan.orders * 2 });
  try {
    const run = await runChaos(plan, stage);
    const rivals = await runRivals({ ...plan, ...stage, orders: numberOf('naive', 0, 10_000) });
    const report = { ...reportOf(plan, run, load), ...rivals };
    const broken = brokenIn(report);
    console.log(flags.json ? JSON.stringify(report) : JSON.stringify(report, null, 2));
    for (const line of broken.length > 0 ? detailsOf(run) : []) console.error(line);
    for (const line of broken) console.error(`not as promised: ${line}`);
    return broken.length === 0 ? 0 : 1;
  } finally {
    await stage.close();
  }
}

async function crashPoints(): Promise<number> {
  const { db, tell } = readPlan();
  const report = await runCrashPoints({ seeds: numberOf('seeds', 1, 1_000), db: db ?? 'postgres', tell });
  console.log(flags.json ? JSON.stringify(report) : JSON.stringify(report, null, 2));
  for (const line of report.wrong) console.error(`not as promised: ${line}`);
  return report.wrong.length === 0 ? 0 : 1;
}

async function lastSeat(): Promise<number> {
  const { messagesPerSecond, tell } = readPlan();
  const many = { rounds: numberOf('last-seat', 1, 1_000), buyers: numberOf('buyers', 2, 1_000) };
  const report = await runLastSeat({ ...many, messagesPerSecond, tell });
  console.log(flags.json ? JSON.stringify(report) : JSON.stringify(report, null, 2));
  for (const line of report.wrong) console.error(`not as promised: ${line}`);
  return report.wrong.length === 0 ? 0 : 1;
}

function readPlan(): ChaosPlan {
  const db = flags.db ?? null;
  if (db !== null && db !== 'postgres' && db !== 'embedded')
    throw new Error('--db is postgres or embedded; without it a server is used where one is installed');
  generationList(flags.panels);
  return {
    orders: numberOf('orders', 1, 1_000_000),
    faults: numberOf('faults', 0, 0.9),
    killEvery: numberOf('kill-every', 0, 86_400),
    seed: numberOf('seed', 0, 2 ** 31),
    db,
    generations: flags.panels,
    rate: numberOf('rate', 0.1, 1_000),
    messagesPerSecond: numberOf('per-second', 10, 1_000),
    sellSeconds: numberOf('seconds', 1, 86_400),
    drainSeconds: numberOf('drain', 1, 86_400),
    deadPanelSeconds: numberOf('dead-panel', 0, 3_600),
    restoreSeconds: numberOf('restore', 0, 86_400),
    tell: (line) => console.error(line),
  };
}

function numberOf(name: keyof typeof flags, least: number, most: number): number {
  const value = Number(flags[name]);
  if (!(value >= least && value <= most)) throw new Error(`--${name} is a number from ${least} to ${most}`);
  return value;
}
