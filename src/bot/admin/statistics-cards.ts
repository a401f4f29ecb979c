import {
  type ShopStatistics,
  STATISTICS_SPANS,
  type StatisticsSpan,
} from '../../services/figures/statistics-service.ts';
import type { ServerCounts } from '../../services/figures/statistics-statements.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from '../views/buttons.ts';
import { pageButtons, pageOf } from '../views/page-of.ts';
import { bold, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import { gigabytesOf } from '../views/words.ts';
import { namedPlace } from './load-bar.ts';

const PER_PAGE = 20;

/** /stats: the shop in figures; short enough to stand under its picture. */
export function statisticsCard(t: Translate, figures: ShopStatistics): Screen {
  const { span, servers } = figures;
  const lines: Piece[][] = [
    [bold(t('stats-title'))],
    ...clientLines(t, figures),
    [],
    [bold(t('stats-span', { count: span }))],
    ...dayLines(t, figures),
    ...salesLines(t, figures),
  ];
  const list = tapButton(t('stats-button-servers', { count: servers.length }), {
    screen: 'stats-servers',
    span,
    page: 0,
  });
  const back = tapButton(t('button-back'), { screen: 'admin' });
  return {
    ...richLines(...lines),
    reply_markup: { inline_keyboard: [spanButtons(t, span), [list], [back]] },
  };
}

function clientLines(t: Translate, { clients }: ShopStatistics): Piece[][] {
  const { total, active, suspended, expired, expiringSoon, overTraffic, autoRenew, terminated } = clients;
  return [
    [t('stats-total', { count: total })],
    [t('stats-states', { active, suspended, expired })],
    [t('stats-soon', { count: expiringSoon })],
    [t('stats-over', { count: overTraffic })],
    [t('stats-auto', { count: autoRenew })],
    [t('stats-gone', { count: terminated })],
  ];
}

function dayLines(t: Translate, { days, traffic }: ShopStatistics): Piece[][] {
  const sum = (of: 'started' | 'ended') => days.reduce((total, day) => total + day[of], 0);
  const used = traffic.reduce((total, day) => total + day.traffic, 0n);
  return [
    [t('stats-began', { started: sum('started'), ended: sum('ended') })],
    [t('stats-traffic', { gb: gigabytesOf(used) })],
  ];
}

function salesLines(t: Translate, { sales }: ShopStatistics): Piece[][] {
  const { orders, renewals, automatic, stars, starsBack, keys, quick } = sales;
  return [
    [t('stats-orders', { count: orders })],
    [t('stats-renewals', { count: renewals, automatic })],
    [t('stats-stars', { stars })],
    ...(starsBack > 0 ? [[t('stats-stars-back', { stars: starsBack })]] : []),
    ...(keys > 0 ? [[t('stats-quick', { share: shareOf(quick, keys) })]] : []),
  ];
}

/** Whole per cent, rounded down: 100 means that it was so each time. */
const shareOf = (part: number, whole: number): string => `${Math.floor((part / whole) * 100)} %`;

/** The one that is shown is marked. */
const spanButtons = (t: Translate, shown: StatisticsSpan) =>
  STATISTICS_SPANS.map((span) => {
    const label = t('stats-button-span', { count: span });
    return tapButton(span === shown ? `• ${label} •` : label, { screen: 'stats', span });
  });

/** What each server carries, the busiest first. */
export function statisticsServersCard(
  t: Translate,
  { servers, span, page }: { servers: readonly ServerCounts[]; span: StatisticsSpan; page: number },
): Screen {
  const shown = pageOf(servers, { page, size: PER_PAGE });
  const lines: Piece[][] = [
    [bold(t('stats-servers-title'))],
    [t(servers.length === 0 ? 'stats-servers-none' : 'stats-servers-what')],
    ...shown.items.flatMap((server) => serverLines(t, server)),
  ];
  const arrows = pageButtons(shown, t, (to) => ({ screen: 'stats-servers', span, page: to }));
  const back = tapButton(t('button-back'), { screen: 'stats', span });
  return { ...richLines(...lines), reply_markup: { inline_keyboard: [...arrows, [back]] } };
}

const serverLines = (t: Translate, { name, country, clients, active, traffic }: ServerCounts): Piece[][] => [
  [],
  [bold(namedPlace(name, country))],
  [t('stats-server', { clients, active, gb: gigabytesOf(traffic) })],
];
