import { type Figure, isMet } from './figures.ts';
import type { Machine } from './machine.ts';

export type Report = {
  command: string;
  at: string;
  machine: Machine;
  /** Load average of the minute before and after. */
  load: { before: number; after: number };
  figures: Figure[];
};

/** One line for programs. */
export const asJson = (report: Report): string =>
  JSON.stringify({ ...report, figures: report.figures.map((each) => ({ ...each, met: isMet(each) })) });

/** A table for the README. */
export function asMarkdown(report: Report): string {
  const { machine, load } = report;
  const head = [
    `\`${report.command}\`, ${report.at.slice(0, 10)}: ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.os}, Node ${machine.node}, load average ${load.before} before and ${load.after} after.`,
    '',
    '| figure | database | load | n | p50 | p95 | max | promised | |',
    '|---|---|---|---|---|---|---|---|---|',
  ];
  return [...head, ...report.figures.map(row)].join('\n');
}

function row(each: Figure): string {
  const cells = [each.name, each.database, each.load, each.n, each.p50, each.p95, each.max];
  return `| ${cells.join(' | ')} | ${promised(each)} | ${verdict(each)} |`;
}

function promised({ target, unit }: Figure): string {
  if (target === null) return unit;
  return 'least' in target
    ? `${target.on} ≥ ${target.least} ${unit}`
    : `${target.on} ≤ ${target.most} ${unit}`;
}

function verdict(each: Figure): string {
  if (each.target === null) return '';
  return isMet(each) ? 'met' : '**missed**';
}
