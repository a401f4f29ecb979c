import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import type { DayUse } from '../../model/forecast.ts';
import type { Translate } from '../texts.ts';
import { tidy } from './fit-to.ts';
import { gigabytesOf } from './words.ts';

/** What the chart is drawn from; `days` = every day in its place, the oldest first. */
export type UsageChart = { planName: string; server: string; days: readonly DayUse[] };

const WIDTH = 960;
const HEIGHT = 480;
const LEFT = 80;
const RIGHT = 30;
const TOP = 90;
const BOTTOM = 60;
const PLOT_WIDTH = WIDTH - LEFT - RIGHT;
const PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;
const LABEL_EVERY = 5;
const GIGABYTE = 2 ** 30;

/** Markup, and no words of the bot. */
const svg = String.raw;

const FONTS = join(import.meta.dirname, '../../../node_modules/dejavu-fonts-ttf/ttf');
/** Latin, Cyrillic and Persian; the machine's own fonts are not asked, slim ones have none. */
const FONT = {
  fontFiles: [join(FONTS, 'DejaVuSans.ttf'), join(FONTS, 'DejaVuSans-Bold.ttf')],
  loadSystemFonts: false,
  defaultFontFamily: svg`DejaVu Sans`,
};

/** A chart as a picture for a chat. */
export const usageChartPng = (chart: UsageChart, t: Translate): Buffer =>
  new Resvg(usageChartSvg(chart, t), { font: FONT }).render().asPng();

/** The traffic of each day as a bar. */
export function usageChartSvg({ planName, server, days }: UsageChart, t: Translate): string {
  const top = niceTop(Math.max(...days.map(({ bytes }) => Number(bytes) / GIGABYTE)));
  const sum = gigabytesOf(days.reduce((all, { bytes }) => all + bytes, 0n));
  const parts = [
    svg`<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text({ x: LEFT, y: 38, size: 24, bold: true }, `${tidy(planName, 40)} · ${tidy(server, 30)}`),
    text({ x: LEFT, y: 68, size: 18, dim: true }, t('chart-sum', { count: days.length, gb: sum })),
    ...[0, 0.5, 1].flatMap((share) => gridLine(share, top, t)),
    ...days.flatMap((day, place) => bar(day, { place, count: days.length, top })),
    ...days.flatMap((day, place) => dayLabel(day, { place, count: days.length }, t)),
  ];
  const head = svg`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="DejaVu Sans">`;
  return [head, ...parts, '</svg>', ''].join('\n');
}

/** The next 1, 2 or 5 of a power of ten. */
function niceTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 0.1)));
  const step = [1, 2, 5, 10].find((each) => each * power >= most) ?? 10;
  return step * power;
}

function gridLine(share: number, top: number, t: Translate): string[] {
  const y = TOP + PLOT_HEIGHT * (1 - share);
  const gb = Math.round(top * share * 100) / 100;
  return [
    svg`<line x1="${LEFT}" y1="${y}" x2="${WIDTH - RIGHT}" y2="${y}" stroke="#d5dbe3"/>`,
    text({ x: LEFT - 10, y: y + 5, size: 15, dim: true, anchor: 'end' }, t('traffic-gb', { gb })),
  ];
}

type Place = { place: number; count: number };

function bar({ bytes }: DayUse, { place, count, top }: Place & { top: number }): string[] {
  const height = rounded((Number(bytes) / GIGABYTE / top) * PLOT_HEIGHT);
  if (height <= 0) return [];
  const step = PLOT_WIDTH / count;
  const x = rounded(LEFT + place * step + step * 0.15);
  const y = rounded(TOP + PLOT_HEIGHT - height);
  return [
    svg`<rect x="${x}" y="${y}" width="${rounded(step * 0.7)}" height="${height}" rx="3" fill="#1667c9"/>`,
  ];
}

/** Every fifth, counted from today. */
function dayLabel({ day: date }: DayUse, { place, count }: Place, t: Translate): string[] {
  if ((count - 1 - place) % LABEL_EVERY !== 0) return [];
  const step = PLOT_WIDTH / count;
  const x = rounded(LEFT + (place + 0.5) * step);
  return [
    text({ x, y: HEIGHT - BOTTOM + 26, size: 15, dim: true, anchor: 'middle' }, t('chart-day', { date })),
  ];
}

type Look = { x: number; y: number; size: number; bold?: boolean; dim?: boolean; anchor?: 'end' | 'middle' };

const text = ({ x, y, size, bold = false, dim = false, anchor }: Look, words: string): string =>
  svg`<text x="${x}" y="${y}" font-size="${size}" fill="${dim ? '#5d6b7a' : '#17202a'}"${bold ? ' font-weight="bold"' : ''}${anchor ? ` text-anchor="${anchor}"` : ''}>${escaped(words)}</text>`;

const rounded = (value: number): number => Math.round(value * 10) / 10;

const escaped = (words: string): string =>
  words.toWellFormed().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
