import type {
  CallLatency,
  CheckResult,
  SuiteEvent,
  SuiteReport,
} from '../../services/panel-suite/suite-types.ts';
import type { PanelAccess } from '../../services/ports/panel.ts';

const MARKS = { ok: 'ok  ', skip: 'skip', fail: 'FAIL' };
const NAME_WIDTH = 76;

/** How many checks ended how. */
const tally = ({ results }: SuiteReport): Record<CheckResult['kind'], number> => ({
  ok: results.filter(({ kind }) => kind === 'ok').length,
  fail: results.filter(({ kind }) => kind === 'fail').length,
  skip: results.filter(({ kind }) => kind === 'skip').length,
});

/** The panel is right, and nothing of ours is left on it. */
export const isGood = (report: SuiteReport): boolean =>
  tally(report).fail === 0 && report.leftBehind.length === 0 && !report.interrupted;

/** The base path is left out: on many panels it is all that guards the door. */
export const headline = ({ url, credentials }: PanelAccess): string =>
  `panel at ${new URL(url).host}, entered by ${credentials.kind}`;

/** One line for what has just happened. */
export function lineOf(event: SuiteEvent): string {
  switch (event.kind) {
    case 'identified':
      return `3x-ui ${event.identity.version}, generation ${event.identity.generation}`;
    case 'note':
      return `note  ${event.text}`;
    case 'checked':
      return checkLine(event.result);
  }
}

function checkLine({ kind, name, ms, reason }: CheckResult): string {
  const time = `${ms} ms`.padStart(9);
  return `${MARKS[kind]}  ${name.padEnd(NAME_WIDTH)}${time}${reason && `  ${reason}`}`;
}

/** What is said at the end: how long the calls took, what was left behind, and the sum. */
export function closingLines(report: SuiteReport): string[] {
  const { ok, fail, skip } = tally(report);
  return [
    '',
    ...latencyLines(report.latency),
    '',
    ...report.leftBehind.map((what) => `left behind: ${what}`),
    ...(report.interrupted ? ['interrupted before the end'] : []),
    `${ok} ok, ${fail} failed, ${skip} skipped`,
  ];
}

function latencyLines(latency: readonly CallLatency[]): string[] {
  const row = (cells: readonly (string | number)[]) =>
    cells.map((cell, index) => (index === 0 ? String(cell).padEnd(16) : String(cell).padStart(8))).join('');
  const head = row(['call', 'n', 'p50 ms', 'p95 ms', 'max ms']);
  return [head, ...latency.map(({ call, n, p50, p95, max }) => row([call, n, p50, p95, max]))];
}

/** The same as one object. */
export function jsonOf(report: SuiteReport, { url, credentials }: PanelAccess) {
  const { ok, fail: failed, skip } = tally(report);
  return {
    panel: new URL(url).host,
    credentials: credentials.kind,
    version: report.identity?.version ?? null,
    generation: report.identity?.generation ?? null,
    checks: report.results.map(({ kind, name, ms, reason }) => ({ outcome: kind, name, ms, reason })),
    latency: report.latency,
    leftBehind: report.leftBehind,
    interrupted: report.interrupted,
    ok,
    failed,
    skipped: skip,
  };
}
