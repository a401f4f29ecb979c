// npm run panel -- --url URL (--token T | --user U --password-stdin) [--totp-stdin] [--pin SHA256] [--make-inbounds]
//                  [--clean] [--may-restart] [--json]
// Tries on a live panel all that the shop asks of one, with throw-away clients, and removes them. Exit 0 = all is right,
// 1 = something is not, or could not be removed; 2 = the command line is wrong.
import { readFileSync } from 'node:fs';
import { environment } from '../config-environment.ts';
import { runPanelSuite } from '../services/panel-suite/run-suite.ts';
import { livePanelDriver } from './live-panel-driver.ts';
import { closingLines, headline, isGood, jsonOf, lineOf } from './panel/print-report.ts';
import { type PanelOrder, readOrder, USAGE, UsageFault } from './panel/read-order.ts';
import { suiteTools } from './panel/suite-tools.ts';

try {
  process.exitCode = await main(asked());
} catch (fault) {
  if (!(fault instanceof UsageFault)) throw fault;
  console.error(`${fault.message}\n\n${USAGE}`);
  process.exitCode = 2;
}

function asked(): PanelOrder {
  return readOrder({
    args: process.argv.slice(2),
    environment: environment(),
    input: () => readFileSync(0, 'utf8'),
  });
}

async function main({ access, json, ...wishes }: PanelOrder): Promise<number> {
  const say = (line: string) => {
    if (!json) console.log(line);
  };
  say(headline(access));
  const report = await runPanelSuite(suiteTools(livePanelDriver(), access.url), {
    access,
    ...wishes,
    signal: untilSignal(),
    told: (event) => say(lineOf(event)),
  });
  if (json) console.log(JSON.stringify(jsonOf(report, access)));
  for (const line of closingLines(report)) say(line);
  return isGood(report) ? 0 : 1;
}

/** A second signal changes nothing: a terminal and npm both send one, and the clean-up ends by itself within 30 s. */
function untilSignal(): AbortSignal {
  const end = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (!end.signal.aborted) console.error(`${name}: removing what was made (30 s at most) ...`);
      end.abort();
    });
  }
  return end.signal;
}
