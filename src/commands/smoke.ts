// npm run smoke [-- --json] [--kill] [--webhook] [--panel URL (--token T | --user U --password-stdin)]
// A whole purchase in a world of its own, or on a live panel; exit 0 only if all is as promised.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { PanelCredentials } from '../services/ports/panel.ts';
import { Box } from './smoke/box.ts';
import { freePort } from './smoke/free-port.ts';
import { LivePanel } from './smoke/live-panel.ts';
import { broken, type Report, runSmoke } from './smoke/run-smoke.ts';
import { startFault } from './start-fault.ts';

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    kill: { type: 'boolean', default: false },
    webhook: { type: 'boolean', default: false },
    panel: { type: 'string' },
    token: { type: 'string' },
    user: { type: 'string' },
    'password-stdin': { type: 'boolean', default: false },
  },
});

try {
  process.exitCode = await main();
} catch (fault) {
  console.error(startFault(fault));
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const live = flags.panel === undefined ? null : new LivePanel(flags.panel, credentials());
  const box = await Box.open({ webPort: flags.webhook ? await freePort() : null });
  try {
    const report = await runSmoke(box, { live, kill: flags.kill });
    const faults = broken(report, flags);
    show(report, faults);
    return faults.length === 0 ? 0 : 1;
  } finally {
    await box.close();
  }
}

function show(report: Report, faults: readonly string[]): void {
  if (!flags.json) for (const [name, value] of Object.entries(report)) console.log(`${name}: ${value}`);
  for (const fault of faults) console.error(`not as promised: ${fault}`);
  if (flags.json) console.log(JSON.stringify(report));
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
