import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freePort } from '../../src/commands/smoke/free-port.ts';
import { GAUGES } from '../../src/services/figures/gauges.ts';
import { METERS } from '../../src/services/ports/meter.ts';
import { labelsIn, metricsIn } from '../support/promql.ts';
import { WholeShop } from '../support/whole-shop.ts';
import { buy, expectDeliveredOnce } from './purchase.ts';

const MONITORING = join(import.meta.dirname, '../../docs/monitoring');
const ALERTS = readFileSync(join(MONITORING, 'alerts.yml'), 'utf8');

const target = z.object({ refId: z.string(), expr: z.string().min(1), legendFormat: z.string() });
const place = z.object({
  x: z.number(),
  y: z.number(),
  w: z.number().positive(),
  h: z.number().positive(),
});
const panel = z.object({
  id: z.number(),
  type: z.enum(['row', 'stat', 'timeseries']),
  title: z.string().min(1),
  gridPos: place,
  targets: z.array(target).optional(),
});
const dashboard = z.object({
  uid: z.string(),
  title: z.string(),
  schemaVersion: z.number().min(36),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string() })) }),
  panels: z.array(panel),
});
const read = () => dashboard.parse(JSON.parse(readFileSync(join(MONITORING, 'dashboard.json'), 'utf8')));

/** Queries of both files, each with the place where it stands. */
const queries = () => [
  ...[...ALERTS.matchAll(/- alert: (\w+)\n\s+expr: (.+)/g)].map(([, at = '', expr = '']) => ({ at, expr })),
  ...read().panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ at: title, expr }))),
];

describe('the queries of rules and dashboard', () => {
  it('group and choose by labels that their metrics have', () => {
    const labelsOf = (name: string): readonly string[] =>
      Object.entries({ ...METERS, ...GAUGES }).find(([each]) => name.startsWith(each))?.[1].labels ?? [];
    const odd = queries().flatMap(({ at, expr }) => {
      const known = ['le', 'instance', 'job', ...metricsIn(expr).flatMap(labelsOf)];
      return labelsIn(expr)
        .filter((label) => !known.includes(label))
        .map((label) => `${at}: ${label}`);
    });

    expect(queries().length).toBeGreaterThan(40);
    expect(odd).toEqual([]);
  });
});

describe('the alert rules', () => {
  it('have each a name of their own, a severity, and words for the one who is woken', () => {
    const rules = ALERTS.split('- alert: ').slice(1);
    const names = rules.map((rule) => rule.split('\n', 1)[0]);
    const poor = rules.filter((rule) =>
      [/expr: \S/, /severity: (critical|warning)\n/, /summary: '.+'/, /description: '.+'/].some(
        (part) => !part.test(rule),
      ),
    );

    expect(new Set(names).size).toBe(rules.length);
    expect(poor).toEqual([]);
  });
});

describe('the dashboard', () => {
  it('can be loaded: ids are unique, nothing lies on anything else, no panel is empty', () => {
    const { panels, templating } = read();
    const overlaps = panels.flatMap(({ title, gridPos: one }, index) =>
      panels
        .slice(index + 1)
        .filter(
          ({ gridPos: other }) =>
            one.x < other.x + other.w &&
            other.x < one.x + one.w &&
            one.y < other.y + other.h &&
            other.y < one.y + one.h,
        )
        .map((other) => `${title} / ${other.title}`),
    );

    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(overlaps).toEqual([]);
    expect(panels.filter(({ gridPos }) => gridPos.x + gridPos.w > 24)).toEqual([]);
    expect(panels.filter(({ type, targets = [] }) => type !== 'row' && targets.length === 0)).toEqual([]);
    expect(templating.list).toContainEqual(
      expect.objectContaining({ name: 'datasource', type: 'datasource' }),
    );
  });

  it('shows everything that the shop counts', () => {
    const shown = new Set(queries().flatMap(({ expr }) => metricsIn(expr).map(baseOf)));

    expect(Object.keys({ ...METERS, ...GAUGES }).filter((name) => !shown.has(name))).toEqual([]);
  });
});

/** A histogram is asked for by its parts. */
const baseOf = (name: string): string => name.replace(/_(bucket|sum|count)$/, '');

describe('a shop that sells', () => {
  let shop: WholeShop;
  let url: string;

  beforeAll(async () => {
    shop = await WholeShop.openWorld();
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    await shop.startShop({ env: { METRICS_PORT: String(port) } });
  });
  afterAll(() => shop?.close());

  it('tells Prometheus of a purchase, of the fault on its way, and of nobody who made it', async () => {
    await shop.panelFault({ times: 1, kind: 'status', status: 503 });
    const ann = await shop.newcomer('Ann');
    await buy(ann);
    await expectDeliveredOnce(shop, ann);

    const figures = await scraped(url);

    expect(figures).toMatchObject({
      'shop_payments_total{outcome="settled"}': 1,
      shop_orders_delivered_total: 1,
      'shop_units_delivered_total{server="Frankfurt"}': 1,
      'shop_attempts_failed_total{cause="busy"}': 1,
      shop_delivery_seconds_count: 1,
      shop_precheckout_seconds_count: 1,
      'shop_provisioning_step_seconds_count{step="add"}': 2,
      shop_database_up: 1,
      shop_undelivered_oldest_age_seconds: 0,
      'shop_undelivered_units{state="failed"}': 0,
      'shop_ledger_imbalance{currency="XTR"}': 0,
    });
    const [client] = await shop.clientsOf(ann);
    const text = Object.keys(figures).join('\n');
    const telling = [String(ann.id), client?.email, client?.uuid, client?.subId].filter(
      (each) => each === undefined || text.includes(each),
    );
    expect(telling).toEqual([]);
  });

  it('exports every metric that a rule or a panel of the dashboard asks for', async () => {
    const answer = await fetch(`${url}/metrics`);
    const exported = [...(await answer.text()).matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name);
    const known = new Set([...exported, 'up']);

    const dead = queries().flatMap(({ at, expr }) =>
      metricsIn(expr)
        .filter((name) => !known.has(name) && !known.has(baseOf(name)))
        .map((name) => `${at}: ${name}`),
    );

    expect(dead).toEqual([]);
  });

  it('says at the same address that it lives and is ready', async () => {
    const answers = await Promise.all(['/healthz', '/readyz'].map((path) => fetch(url + path)));

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    await shop.expectClean();
  });
});

async function scraped(url: string): Promise<Record<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const samples = text.split('\n').filter((line) => line && !line.startsWith('#'));
  return Object.fromEntries(
    samples.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}
