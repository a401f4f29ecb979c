import type { Examination } from '../../services/upkeep/upkeep-service.ts';

/** So that one sweep with thousands of findings does not hide the others. */
const MOST_NAMED = 10;

/** What every sweep found, fixed and left, and what a human has to do, for a terminal. */
export function examinationTable({ sweeps, audit, isWell }: Examination, fix: boolean): string {
  const width = Math.max(...sweeps.map(({ name }) => name.length));
  const line = (cells: readonly string[]) =>
    cells.map((cell, place) => (place === 0 ? cell.padEnd(width) : cell.padStart(7))).join('  ');
  const rows = sweeps.map(({ name, found, fixed, failed }) =>
    line([name, ...[found, fixed, failed].map(String)]),
  );
  const left = sweeps.flatMap(({ name, details }) => [
    ...details.slice(0, MOST_NAMED).map((words) => `  ${name}: ${words}`),
    ...(details.length > MOST_NAMED ? [`  ${name}: and ${details.length - MOST_NAMED} more`] : []),
  ]);
  const sums = Object.entries(audit.ledgerSum).map(([currency, sum]) => `${sum} ${currency}`);
  return [
    line(['sweep', 'found', 'fixed', 'failed']),
    ...rows,
    '',
    `lost ${audit.lost}, duplicated ${audit.duplicated}, undelivered ${audit.undelivered}, oversold ${audit.oversold}, ledger ${sums.join(' ') || '0'}, drift ${audit.counterDrift + audit.balanceDrift}, wrong amounts ${audit.wrongAmounts}`,
    ...(left.length > 0 ? ['', fix ? 'Left for a human:' : 'Found:', ...left] : []),
    '',
    isWell ? 'All is well.' : verdict(fix),
  ].join('\n');
}

const verdict = (fix: boolean): string =>
  fix ? 'Something is left that only a human can decide.' : 'Run it with --fix to mend what can be mended.';
