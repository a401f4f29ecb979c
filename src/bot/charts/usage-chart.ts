import type { DayUse } from '../../model/forecast.ts';
import type { Translate } from '../texts.ts';
import { tidy } from '../views/fit-to.ts';
import { gigabytesOf } from '../views/words.ts';
import { barChart } from './bar-chart.ts';
import { svgPng } from './svg-png.ts';

/** What the chart is drawn from; `days` = every day in its place, the oldest first. */
export type UsageChart = { planName: string; server: string; days: readonly DayUse[] };

const HEIGHT = 480;
const LABEL_EVERY = 5;
const GIGABYTE = 2 ** 30;
const BLUE = '#1667c9';

/** A chart as a picture for a chat. */
export const usageChartPng = (chart: UsageChart, t: Translate): Buffer => svgPng(usageChartSvg(chart, t));

/** The traffic of each day as a bar. */
export function usageChartSvg({ planName, server, days }: UsageChart, t: Translate): string {
  const sum = gigabytesOf(days.reduce((all, { bytes }) => all + bytes, 0n));
  const values = days.map(({ bytes }) => Number(bytes) / GIGABYTE);
  const labels = days.map(({ day: date }) => t('chart-day', { date }));
  const panel = {
    title: `${tidy(planName, 40)} · ${tidy(server, 30)}`,
    note: t('chart-sum', { count: days.length, gb: sum }),
    series: [{ name: '', color: BLUE, values }],
    write: (gb: number) => t('traffic-gb', { gb }),
  };
  return barChart({ labels, every: LABEL_EVERY, height: HEIGHT }, [panel]);
}
