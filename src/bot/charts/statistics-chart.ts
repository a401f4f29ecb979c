import type { ShopStatistics } from '../../services/figures/statistics-service.ts';
import type { Translate } from '../texts.ts';
import { gigabytesOf } from '../views/words.ts';
import { type BarPanel, barChart } from './bar-chart.ts';
import { svgPng } from './svg-png.ts';

const GREEN = '#2f9e44';
const GREY = '#868e96';
const BLUE = '#1667c9';
const HEIGHT = 330;
const MOST_LABELS = 10;

/** The days of /stats as a picture: what began, was renewed and ended, and the traffic. */
export const statisticsPng = (t: Translate, figures: ShopStatistics): Buffer =>
  svgPng(statisticsSvg(t, figures));

/** The same as SVG. */
export function statisticsSvg(t: Translate, { days, traffic }: ShopStatistics): string {
  const labels = days.map(({ day }) => t('chart-day', { date: new Date(`${day}T00:00:00Z`) }));
  const accesses: BarPanel = {
    title: t('stats-chart-accesses'),
    series: [
      { name: t('stats-chart-started'), color: GREEN, values: days.map(({ started }) => started) },
      { name: t('stats-chart-renewed'), color: BLUE, values: days.map(({ renewed }) => renewed) },
      { name: t('stats-chart-ended'), color: GREY, values: days.map(({ ended }) => ended) },
    ],
    // Half an access is none.
    write: (count) => (Number.isInteger(count) ? String(count) : ''),
  };
  const used = new Map(traffic.map((each) => [each.day, gigabytesOf(each.traffic)]));
  const gigabytes: BarPanel = {
    title: t('stats-chart-traffic'),
    series: [{ name: '', color: BLUE, values: days.map(({ day }) => used.get(day) ?? 0) }],
    write: (gb) => t('traffic-gb', { gb }),
  };
  return barChart({ labels, every: Math.ceil(days.length / MOST_LABELS), height: HEIGHT }, [
    accesses,
    gigabytes,
  ]);
}
