import { type RawQueryFragment, sql } from '@mikro-orm/core';
import { days, later, type Period } from '../../src/model/values/period.ts';
import { pageQuery } from '../../src/services/checkout/find-orders.ts';
import { ORDER_FILTERS } from '../../src/services/checkout/views.ts';
import {
  endedQuery,
  graceOverQuery,
  pauseOverQuery,
  toRemindQuery,
  toResumeQuery,
} from '../../src/services/lifecycle/life-statements.ts';
import { CHUNK } from '../../src/services/lifecycle/step-all.ts';
import type { BenchShop } from '../panels/bench-shop.ts';

type Plan = { 'Execution Time': number; Plan: PlanNode };
type PlanNode = { 'Node Type': string; 'Relation Name'?: string; Plans?: PlanNode[] };

/** How long a query takes over all rows; `isIndexed` = neither clients nor orders are read from end to end. */
export type Explained = { name: string; ms: number; isIndexed: boolean };

/** Every query by which the lifecycle finds what is due, and the lists of orders, as PostgreSQL carries them out; the best of three. */
export async function explainAll(shop: BenchShop): Promise<Explained[]> {
  const now = shop.needs.clock.now();
  const queries: [string, RawQueryFragment][] = [
    ['what has ended', endedQuery(now, CHUNK)],
    ['whose days of grace are over', graceOverQuery(later(now, -days(3) as Period), CHUNK)],
    ['whom to remind', toRemindQuery(now, CHUNK)],
    ['whose pause is over', pauseOverQuery(now, CHUNK)],
    ['who has traffic again', toResumeQuery(now, CHUNK)],
    [
      'notices that are due',
      sql`select client_id from client_notices where said_at is null and due_at <= ${now} order by due_at limit ${CHUNK}`,
    ],
    ...ORDER_FILTERS.map((filter): [string, RawQueryFragment] => [
      `a page of orders, ${filter}`,
      pageQuery({ filter, customerId: null, page: 0 }),
    ]),
  ];
  const explained: Explained[] = [];
  for (const [name, query] of queries) explained.push({ name, ...(await explain(shop, query)) });
  return explained;
}

async function explain(shop: BenchShop, query: RawQueryFragment): Promise<Omit<Explained, 'name'>> {
  let ms = Number.POSITIVE_INFINITY;
  let isIndexed = true;
  for (let round = 0; round < 3; round++) {
    const [row] = await shop.needs.work
      .read()
      .execute<{ 'QUERY PLAN': Plan[] }[]>(sql`explain (analyze, format json) ${query}`);
    const [plan] = row?.['QUERY PLAN'] ?? [];
    if (!plan) throw new Error('PostgreSQL explained nothing');
    ms = Math.min(ms, plan['Execution Time']);
    isIndexed &&= !readsAll(plan.Plan);
  }
  return { ms, isIndexed };
}

const LARGE: readonly string[] = ['server_clients', 'orders'];

const readsAll = (node: PlanNode): boolean =>
  (node['Node Type'] === 'Seq Scan' && LARGE.includes(node['Relation Name'] ?? '')) ||
  (node.Plans ?? []).some(readsAll);
