// npm run bench [-- start memory panels lifecycle] [--db embedded|postgres|both] [--json | --markdown] [--quick]
// Figures of this machine beside what is promised; exit 1 where one is missed. BENCH_DB = a server to use instead of Debian's.
import { parseArgs } from 'node:util';
import { startDebianPostgres } from '../src/commands/debian-postgres.ts';
import { startFault } from '../src/commands/start-fault.ts';
import { type Figure, isMet } from './figures.ts';
import { measureLifecycle } from './lifecycle/measure-lifecycle.ts';
import { loadNow, machine } from './machine.ts';
import { measureMemory } from './measure-memory.ts';
import { measureStart } from './measure-start.ts';
import { measurePanels } from './panels/measure-panels.ts';
import { asJson, asMarkdown } from './report.ts';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    db: { type: 'string', default: 'both' },
    json: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
});

const SIZES = {
  full: { rounds: 3, purchases: 80, people: 40, tapSeconds: 30 },
  quick: { rounds: 1, purchases: 10, people: 10, tapSeconds: 5 },
};
const PANEL_SIZES = {
  full: { orders: 1_000, rounds: 2, rivalOrders: 24, singles: 10, least: { naive: 40, warm: 10 } },
  // One group per panel shows half of what grouping gains.
  quick: { orders: 256, rounds: 1, rivalOrders: 8, singles: 2, least: { naive: 20, warm: 5 } },
};
const LIFE_SIZES = {
  full: { servers: 50, clients: 100_000, ending: 10_000, rivals: 300, rows: 1_000_000, leastRatio: 1_000 },
  // A call per server: with 500 clients on each there are 500 times fewer.
  quick: { servers: 4, clients: 2_000, ending: 200, rivals: 20, rows: 20_000, leastRatio: 400 },
};
const size = flags.quick ? SIZES.quick : SIZES.full;
const panelSize = flags.quick ? PANEL_SIZES.quick : PANEL_SIZES.full;
const lifeSize = flags.quick ? LIFE_SIZES.quick : LIFE_SIZES.full;
const SCENARIOS: Readonly<Record<string, () => Promise<Figure[]>>> = {
  start: () => measureStart(size),
  memory: onDatabases,
  lifecycle: () => onServer((server) => measureLifecycle({ ...lifeSize, ...server })),
  panels: () => onServer((server) => measurePanels({ ...panelSize, ...server })),
};

const chosen = positionals.length > 0 ? positionals : Object.keys(SCENARIOS);
const unknown = chosen.filter((name) => !Object.hasOwn(SCENARIOS, name));
const isDatabase = ['embedded', 'postgres', 'both'].includes(flags.db);
if (unknown.length > 0 || !isDatabase) {
  console.error(`Scenarios are: ${Object.keys(SCENARIOS).join(', ')}; --db is embedded, postgres or both.`);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await main();
  } catch (fault) {
    console.error(startFault(fault));
    process.exitCode = 1;
  }
}

async function main(): Promise<number> {
  const before = loadNow();
  const figures: Figure[] = [];
  for (const name of chosen) figures.push(...((await SCENARIOS[name]?.()) ?? []));
  const report = {
    command: `npm run bench -- ${process.argv
      .slice(2)
      .filter((each) => !/^--(json|markdown)$/.test(each))
      .join(' ')}`,
    at: new Date().toISOString(),
    machine: machine(),
    load: { before, after: loadNow() },
    figures,
  };
  console.log(flags.json ? asJson(report) : asMarkdown(report));
  const missed = figures.filter((each) => !isMet(each));
  for (const { name, database } of missed) console.error(`missed: ${name} (${database})`);
  return missed.length === 0 ? 0 : 1;
}

async function onDatabases(): Promise<Figure[]> {
  const embedded = flags.db === 'postgres' ? [] : await measureMemory({ ...size, database: 'embedded' });
  if (flags.db === 'embedded') return embedded;
  return [...embedded, ...(await onServer((server) => measureMemory({ ...size, ...server })))];
}

type Measure = (server: { database: string; databaseUrl: string }) => Promise<Figure[]>;

async function onServer(measure: Measure): Promise<Figure[]> {
  const given = process.env.BENCH_DB;
  if (given) return measure({ database: 'PostgreSQL', databaseUrl: given });
  const server = await startDebianPostgres();
  if (server === null)
    throw new Error(
      'PostgreSQL is not installed: apt-get install postgresql, set BENCH_DB, or --db embedded',
    );
  try {
    return await measure({ database: 'PostgreSQL, fsync off', databaseUrl: server.url });
  } finally {
    await server.stop();
  }
}
