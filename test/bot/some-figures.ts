import { gigabytes } from '../../src/model/values/traffic.ts';
import type { ShopStatistics, StatisticsSpan } from '../../src/services/figures/statistics-service.ts';

const FIRST = Date.UTC(2026, 10, 23);
const DAY = 86_400_000;

/** Figures of a shop where everything is `count`, on as many servers, 45 at most. */
export function someFigures(
  name: string,
  { span, count }: { span: StatisticsSpan; count: number },
): ShopStatistics {
  const many = Math.min(45, count);
  const days = Array.from({ length: span }, (_, place) => ({
    day: new Date(FIRST - (span - 1 - place) * DAY).toISOString().slice(0, 10),
    started: Math.round((count * place) / span),
    renewed: Math.round(count / 2),
    ended: Math.round((count * (span - place)) / span / 2),
  }));
  return {
    span,
    days,
    traffic: days.map(({ day }, place) => ({ day, traffic: gigabytes(BigInt(count * place)) })),
    clients: {
      total: count,
      active: count,
      suspended: count,
      expired: count,
      expiringSoon: count,
      overTraffic: count,
      autoRenew: count,
      terminated: count,
    },
    servers: Array.from({ length: many }, () => ({
      name,
      country: 'DE',
      clients: count,
      active: count,
      traffic: gigabytes(BigInt(count)),
    })),
    sales: {
      orders: count,
      renewals: count,
      automatic: count,
      stars: count,
      starsBack: count,
      keys: count,
      quick: count,
    },
  };
}
