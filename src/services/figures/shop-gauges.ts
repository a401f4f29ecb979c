import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Clock } from '../ports/clock.ts';
import type { Shop } from '../ports/shop.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import {
  type Counted,
  countOthers,
  ledgerSums,
  queueDepths,
  type ServerLane,
  serverLanes,
  type Undelivered,
  undeliveredUnits,
} from './gauge-statements.ts';
import type { GAUGES, Reading } from './gauges.ts';

type Needs = {
  readonly work: UnitOfWork;
  readonly clock: Clock;
  readonly shop: Pick<Shop, 'botId'>;
  /** The machine's clock, not the sandbox's. */
  readonly machineClock: Clock;
  /** Real ms; for tests. 5,000 unless told. */
  readonly keepMs?: number;
  /** Real ms for the database to answer; 2,000 unless told. */
  readonly patienceMs?: number;
};

const KEEP_MS = 5_000;
const PATIENCE_MS = 2_000;

/**
 * What the database tells of the shop, for whoever keeps an eye on it. It is asked once in 5 s however many ask here, and
 * never for longer than 2 s: a database in trouble must not be made busier by those who watch it.
 */
export class ShopGauges {
  private readonly needs: Needs;
  private last: { readonly at: number; readonly readings: Promise<readonly Reading[]> } | null = null;

  constructor(needs: Needs) {
    this.needs = needs;
  }

  /** The readings of a moment ago. Where the database does not answer, `shop_database_up` 0 and nothing else. */
  read(): Promise<readonly Reading[]> {
    const now = performance.now();
    if (this.last && now - this.last.at < (this.needs.keepMs ?? KEEP_MS)) return this.last.readings;
    this.last = { at: now, readings: this.readAnew() };
    return this.last.readings;
  }

  private async readAnew(): Promise<readonly Reading[]> {
    const { promise: late, resolve } = Promise.withResolvers<null>();
    const timer = setTimeout(() => resolve(null), this.needs.patienceMs ?? PATIENCE_MS);
    try {
      return (await Promise.race([this.ask(), late])) ?? AWAY;
    } catch {
      return AWAY;
    } finally {
      clearTimeout(timer);
    }
  }

  private ask(): Promise<readonly Reading[]> {
    const { work, clock, shop, machineClock, patienceMs = PATIENCE_MS } = this.needs;
    const at = { botId: shop.botId, now: clock.now() };
    return work.do(async (em) => {
      await em.execute(sql`select set_config('statement_timeout', ${`${patienceMs}`}, true)`);
      const asked = machineClock.now().getTime();
      const counted = await countOthers(em);
      const clockOff = offset(counted, { asked, answered: machineClock.now().getTime() });
      return [reading('shop_database_up', 1), clockOff, ...others(counted), ...(await listsOf(em, at))];
    });
  }
}

const reading = (
  name: keyof typeof GAUGES,
  value: number,
  labels: Readonly<Record<string, string>> = {},
): Reading => ({ name, labels, value });

const AWAY = [reading('shop_database_up', 0)];

/** The database read its clock somewhere between question and answer: a slow answer is no difference. */
function offset({ clock }: Counted, { asked, answered }: { asked: number; answered: number }): Reading {
  const ms = clock < asked ? clock - asked : Math.max(0, clock - answered);
  return reading('shop_clock_offset_seconds', ms / 1_000);
}

const others = ({ held, failed }: Counted): Reading[] => [
  reading('shop_orders_held', held),
  reading('shop_refunds_failed', failed),
];

async function listsOf(em: SqlEntityManager, at: { botId: number; now: Date }): Promise<Reading[]> {
  const queues = await queueDepths(em, at);
  const sums = await ledgerSums(em);
  return [
    ...queues.map(({ queue, depth }) => reading('shop_queue_depth', depth, { queue })),
    ...queues.map(({ queue, oldest }) =>
      reading('shop_queue_oldest_age_seconds', Math.max(0, oldest ?? 0), { queue }),
    ),
    ...sums.map(({ currency, sum }) => reading('shop_ledger_imbalance', Number(sum), { currency })),
    ...undelivered(await undeliveredUnits(em, at)),
    ...(await serverLanes(em, at)).flatMap(ofServer),
  ];
}

/** A state without units is told as 0: an alert must see that it is over. */
function undelivered(rows: readonly Undelivered[]): Reading[] {
  const units = (state: Undelivered['state']) => rows.find((row) => row.state === state)?.units ?? 0;
  const oldest = Math.max(0, ...rows.map((row) => row.oldest));
  return [
    ...(['pending', 'provisioning', 'failed'] as const).map((state) =>
      reading('shop_undelivered_units', units(state), { state }),
    ),
    reading('shop_undelivered_oldest_age_seconds', oldest),
  ];
}

const BREAKER: Readonly<Record<ServerLane['breaker'], number>> = { closed: 0, 'half-open': 0.5, open: 1 };

function ofServer({ server, url, up, paused, held, quiet, breaker, lag }: ServerLane): Reading[] {
  const place = { server, panel: new URL(url).host };
  return [
    reading('shop_server_up', Number(up), place),
    reading('shop_server_paused', Number(paused), place),
    reading('shop_lane_held', Number(held), { server }),
    reading('shop_lane_quiet_seconds', quiet, { server }),
    reading('shop_panel_breaker_open', BREAKER[breaker], { server }),
    ...(lag === null ? [] : [reading('shop_traffic_lag_seconds', Math.max(0, lag), { server })]),
  ];
}
