import { FONT_NAME } from './svg-png.ts';

/** Bars of a colour; as many values as the chart has labels, none below zero. */
export type BarSeries = { readonly name: string; readonly color: string; readonly values: readonly number[] };

/** Bars under a heading; of several series they stand side by side, and the series are named. `write` says a value beside the axis. */
export type BarPanel = {
  readonly title: string;
  /** A second line; where there are several series, their names stand there. */
  readonly note?: string;
  readonly series: readonly BarSeries[];
  readonly write: (value: number) => string;
};

/** What stands below each place; `every` so many are written, counted from the last. `height` of each panel in pixels. */
export type BarAxis = { readonly labels: readonly string[]; readonly every: number; readonly height: number };

const WIDTH = 960;
const AREA = { left: 100, right: 44, top: 90, bottom: 40 };
const AREA_WIDTH = WIDTH - AREA.left - AREA.right;
const GAP = 0.3;
const INK = '#17202a';
const DIM = '#5d6b7a';
const FAINT = '#d5dbe3';

/** Panels one below the other over the same labels, as SVG. Every word is given: the chart has no language. */
export function barChart(axis: BarAxis, panels: readonly BarPanel[]): string {
  const height = axis.height * panels.length;
  const drawn = panels.flatMap((panel, place) => drawPanel(panel, axis, place * axis.height));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="${FONT_NAME}">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...drawn,
    '</svg>\n',
  ].join('\n');
}

function drawPanel(panel: BarPanel, axis: BarAxis, top: number): string[] {
  const most = roundUp(Math.max(0, ...panel.series.flatMap(({ values }) => values)));
  const area = { top: top + AREA.top, height: axis.height - AREA.top - AREA.bottom, most };
  return [
    text({ x: AREA.left, y: top + 38, size: 24, isBold: true }, panel.title),
    ...(panel.note === undefined ? [] : [text({ x: AREA.left, y: top + 68, size: 18 }, panel.note)]),
    ...(panel.series.length > 1 ? names(panel.series, top + 68) : []),
    ...[0, 0.5, 1].flatMap((share) => gridLine(panel, area, share)),
    ...panel.series.flatMap((series, place) => bars(series, area, { place, of: panel.series.length })),
    ...labelsBelow(axis, top + axis.height - AREA.bottom + 24),
  ];
}

/** The next 1, 2 or 5 of a power of ten. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 0.1)));
  const step = [1, 2, 5].find((each) => each * power >= value) ?? 10;
  return Math.round(step * power * 1000) / 1000;
}

function names(series: readonly BarSeries[], y: number): string[] {
  let x = AREA.left;
  return series.flatMap(({ name, color }) => {
    const at = x;
    x += 50 + [...name].length * 11;
    return [
      `<rect x="${at}" y="${y - 13}" width="14" height="14" fill="${color}"/>`,
      text({ x: at + 20, y, size: 18 }, name),
    ];
  });
}

/** Where bars stand, and the value that is as high as it. */
type Area = { top: number; height: number; most: number };

function gridLine({ write }: BarPanel, { top, height, most }: Area, share: number): string[] {
  const y = cut(top + height * (1 - share));
  return [
    `<line x1="${AREA.left}" y1="${y}" x2="${WIDTH - AREA.right}" y2="${y}" stroke="${FAINT}"/>`,
    text({ x: AREA.left - 10, y: y + 5, size: 15, anchor: 'end' }, write(cut(most * share, 100))),
  ];
}

function bars(
  { color, values }: BarSeries,
  area: Area,
  { place, of }: { place: number; of: number },
): string[] {
  const slot = AREA_WIDTH / values.length;
  const width = (slot * (1 - GAP)) / of;
  return values.flatMap((value, index) => {
    if (value <= 0) return [];
    const height = cut(Math.max(1, (area.height * value) / area.most));
    const x = cut(AREA.left + index * slot + (slot * GAP) / 2 + place * width);
    const y = cut(area.top + area.height - height);
    return [`<rect x="${x}" y="${y}" width="${cut(width)}" height="${height}" rx="3" fill="${color}"/>`];
  });
}

function labelsBelow({ labels, every }: BarAxis, y: number): string[] {
  const slot = AREA_WIDTH / labels.length;
  return labels.flatMap((label, index) => {
    if ((labels.length - 1 - index) % every !== 0) return [];
    return [text({ x: cut(AREA.left + (index + 0.5) * slot), y, size: 15, anchor: 'middle' }, label)];
  });
}

type Look = { x: number; y: number; size: number; isBold?: boolean; anchor?: 'end' | 'middle' };

function text({ x, y, size, isBold = false, anchor }: Look, words: string): string {
  const weight = isBold ? ' font-weight="bold"' : '';
  const at = anchor ? ` text-anchor="${anchor}"` : '';
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${isBold ? INK : DIM}"${weight}${at}>${escaped(words)}</text>`;
}

const cut = (value: number, parts = 10): number => Math.round(value * parts) / parts;

/** Names of others come without control characters, which XML has no place for: `tidy` took them away. */
const escaped = (words: string): string =>
  words.toWellFormed().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
