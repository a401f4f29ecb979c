import { days, later, type Period } from '../../model/values/period.ts';
import type { Clock } from '../ports/clock.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import {
  type ClientCounts,
  clientCounts,
  type DayCounts,
  dayCounts,
  type SalesCounts,
  type ServerCounts,
  salesCounts,
  serverCounts,
} from './statistics-statements.ts';
import { settleTrafficDays, type TrafficDay, trafficDays } from './traffic-days.ts';

/** The shop in figures: its accesses and servers as they are now, sales and days of the last `span` days (UTC). */
export type ShopStatistics = {
  span: StatisticsSpan;
  clients: ClientCounts;
  servers: readonly ServerCounts[];
  sales: SalesCounts;
  /** One for each day of the span, today included, the oldest first. */
  days: readonly DayCounts[];
  /** What all clients together used on the days of the span; days without traffic are left out. */
  traffic: readonly TrafficDay[];
};

/** So many days can be asked for. */
export const STATISTICS_SPANS = [7, 30, 90] as const;
export type StatisticsSpan = (typeof STATISTICS_SPANS)[number];

/** What the shop's staff wants to know of it at a glance. */
export class StatisticsService {
  private readonly needs: { work: UnitOfWork; clock: Clock };

  constructor(needs: { work: UnitOfWork; clock: Clock }) {
    this.needs = needs;
  }

  /** All figures of this moment (SPEC 117); the span begins at midnight UTC and ends now. */
  async read(span: StatisticsSpan): Promise<ShopStatistics> {
    const { work, clock } = this.needs;
    const now = clock.now();
    const of = { from: firstMoment(now, span), now };
    const [clients, servers, sales, daysOf, traffic] = await Promise.all([
      clientCounts(work.read(), now),
      serverCounts(work.read()),
      salesCounts(work.read(), of),
      dayCounts(work.read(), of),
      trafficDays(work.read(), of),
    ]);
    return { span, clients, servers, sales, days: daysOf, traffic };
  }

  /** Adds up what was used on days that are over, so that nobody has to wait for it; twice does no harm. */
  settle(): Promise<void> {
    const { work, clock } = this.needs;
    return work.do((em) => settleTrafficDays(em, clock.now()));
  }

  /** What each server carries, the busiest first. */
  servers(): Promise<ServerCounts[]> {
    return serverCounts(this.needs.work.read());
  }
}

function firstMoment(now: Date, span: StatisticsSpan): Date {
  const midnight = new Date(now);
  midnight.setUTCHours(0, 0, 0, 0);
  return later(midnight, -days(span - 1) as Period);
}
