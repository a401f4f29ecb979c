// npm run smoke [-- --json] [--kill] [--webhook] [--generation 2.8] [--panel URL (--token T | --user U --password-stdin)]
// A whole purchase in a world of its own, or on a live panel; exit 0 only if all is as promised.
// npm run smoke -- --roles [--json]: two workers, a bot and a web process on Debian's PostgreSQL; a worker is killed in a purchase.
// npm run smoke -- --life [--json] [--generation 2.8] [--panel URL …]: an access from its purchase to its end, the clock being moved.
// npm run smoke -- --person-walk [--json] [--webhook] [--seconds 75]: presses every button instead, as everybody, in every language.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Generation } from '../sandbox/panel/generation.ts';
import { generationNamed } from '../sandbox/panel/generation-list.ts';
import type { PanelCredentials } from '../services/ports/panel.ts';
import { Box } from './smoke/box.ts';
import { freePort } from './smoke/free-port.ts';
import { brokenLife, runLives } from './smoke/life/run-lives.ts';
import { LivePanel } from './smoke/live-panel.ts';
import { runPersonWalk } from './smoke/person-walk.ts';
import { brokenByRoles, runRoles } from './smoke/run-roles.ts';
import { broken, type Report, runSmoke } from './smoke/run-smoke.ts';
import { startFault } from './start-fault.ts';

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    kill: { type: 'boolean', default: false },
    webhook: { type: 'boolean', default: false },
    'person-walk': { type: 'boolean', default: false },
    roles: { type: 'boolean', default: false },
    life: { type: 'boolean', default: false },
    generation: { type: 'string' },
    seconds: { type: 'string', default: '75' },
    panel: { type: 'string' },
    token: { type: 'string' },
    user: { type: 'string' },
    'password-stdin': { type: 'boolean', default: false },
  },
});

try {
  process.exitCode = await chosen()();
} catch (fault) {
  console.error(startFault(fault));
  process.exitCode = 1;
}

function chosen(): () => Promise<number> {
  if (flags.roles) return roles;
  if (flags.life) return life;
  return flags['person-walk'] ? walk : main;
}

async function main(): Promise<number> {
  const generation = simulated();
  const live = livePanel();
  const box = await Box.open({ webPort: flags.webhook ? await freePort() : null, ...generation });
  try {
    const report = await runSmoke(box, { live, kill: flags.kill });
    const faults = broken(report, flags);
    show(report, faults);
    return faults.length === 0 ? 0 : 1;
  } finally {
    await box.close();
  }
}

/** Which panel the sandbox plays; a live one plays itself. */
function simulated(): { generation?: Generation } {
  if (flags.generation === undefined) return {};
  if (flags.panel !== undefined) throw new Error('--generation is for the simulated panel, not for --panel');
  return { generation: generationNamed(flags.generation) };
}

function show(report: Report, faults: readonly string[]): void {
  if (!flags.json) for (const [name, value] of Object.entries(report)) console.log(`${name}: ${value}`);
  for (const fault of faults) console.error(`not as promised: ${fault}`);
  if (flags.json) console.log(JSON.stringify(report));
}

async function roles(): Promise<number> {
  const report = await runRoles({ quiet: flags.json });
  for (const fault of brokenByRoles(report)) console.error(`not as promised: ${fault}`);
  console.log(flags.json ? JSON.stringify(report) : JSON.stringify(report, null, 2));
  return brokenByRoles(report).length === 0 ? 0 : 1;
}

async function life(): Promise<number> {
  const reports = await runLives({ ...simulated(), live: livePanel(), quiet: flags.json });
  for (const fault of brokenLife(reports)) console.error(`not as promised: ${fault}`);
  console.log(flags.json ? JSON.stringify(reports) : JSON.stringify(reports, null, 2));
  return brokenLife(reports).length === 0 ? 0 : 1;
}

async function walk(): Promise<number> {
  const seconds = Number(flags.seconds);
  if (!(seconds > 0)) throw new Error('--seconds is the time for each half of the walk, for example 75');
  const box = await Box.open({ webPort: flags.webhook ? await freePort() : null, quiet: true });
  try {
    const { report, wrong, ...more } = await runPersonWalk(box, { seconds });
    for (const fault of wrong) console.error(fault);
    for (const who of more.skipped) console.error(`skipped: ${who}`);
    if (flags.json) console.log(JSON.stringify(report));
    else console.log(JSON.stringify({ ...report, ...more }, null, 2));
    return wrong.length === 0 ? 0 : 1;
  } finally {
    await box.close();
  }
}

/** null = the world's own. */
function livePanel(): LivePanel | null {
  return flags.panel === undefined ? null : new LivePanel(flags.panel, credentials());
}

function credentials(): PanelCredentials {
  if (flags.token !== undefined) return { kind: 'token', token: flags.token };
  if (flags.user === undefined || !flags['password-stdin']) {
    throw new Error(
      '--panel needs --token T, or --user U --password-stdin with the password on standard input',
    );
  }
  return { kind: 'password', username: flags.user, password: readFileSync(0, 'utf8').trim() };
}
