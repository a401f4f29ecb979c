import { afterEach, describe, expect, it } from 'vitest';
import { count, observe, stamp, timed } from '../../src/services/ports/meter.ts';
import { Prometheus } from '../../src/system/prometheus.ts';

const GAUGES = {
  shop_database_up: { help: 'up', labels: [] },
  shop_queue_depth: { help: 'depth', labels: ['queue'] },
};

const opened: Prometheus[] = [];

afterEach(() => {
  for (const each of opened.splice(0)) each.close();
});

function keeper(): Prometheus {
  const prometheus = new Prometheus(GAUGES);
  opened.push(prometheus);
  return prometheus;
}

const samples = async (
  prometheus: Prometheus,
  name: string,
  readings: Parameters<Prometheus['text']>[0] = [],
) => (await prometheus.text(readings)).split('\n').filter((line) => line.startsWith(name));

describe('the figures of a process', () => {
  it('hold what was counted since somebody keeps them', async () => {
    count('shop_units_failed_total', { cause: 'qa' });
    const prometheus = keeper();

    count('shop_units_failed_total', { cause: 'qa' }, 2);
    count('shop_units_failed_total', { cause: 'conflict' });

    expect(await samples(prometheus, 'shop_units_failed_total')).toEqual([
      'shop_units_failed_total{cause="qa"} 2',
      'shop_units_failed_total{cause="conflict"} 1',
    ]);
  });

  it('sort times into their buckets', async () => {
    const prometheus = keeper();

    observe('shop_delivery_seconds', {}, 2.5);

    const lines = await samples(prometheus, 'shop_delivery_seconds');
    expect(lines).toContain('shop_delivery_seconds_bucket{le="2"} 0');
    expect(lines).toContain('shop_delivery_seconds_bucket{le="3"} 1');
    expect(lines).toContain('shop_delivery_seconds_sum 2.5');
  });

  it('take the time of work that fails, too', async () => {
    const prometheus = keeper();
    const broken = () => Promise.reject(new Error('broken'));

    await expect(timed('shop_provisioning_step_seconds', { step: 'add' }, broken)).rejects.toThrow('broken');

    expect(await samples(prometheus, 'shop_provisioning_step_seconds_count')).toEqual([
      'shop_provisioning_step_seconds_count{step="add"} 1',
    ]);
  });

  it('say nothing of a moment that has not come, and its date once it has', async () => {
    const prometheus = keeper();
    expect(await samples(prometheus, 'shop_last_sweep_timestamp_seconds')).toEqual([]);

    stamp('shop_last_sweep_timestamp_seconds', {});

    const [line = ''] = await samples(prometheus, 'shop_last_sweep_timestamp_seconds');
    expect(Number(line.split(' ')[1])).toBeGreaterThan(1_700_000_000);
  });

  it('hold of the database what it tells now: what it no longer tells is left out, not zero', async () => {
    const prometheus = keeper();
    const told: Parameters<Prometheus['text']>[0] = [
      { name: 'shop_database_up', labels: {}, value: 1 },
      { name: 'shop_queue_depth', labels: { queue: 'units' }, value: 3 },
    ];

    expect(await samples(prometheus, 'shop_queue_depth', told)).toEqual([
      'shop_queue_depth{queue="units"} 3',
    ]);

    const away = [{ name: 'shop_database_up', labels: {}, value: 0 }];
    expect(await samples(prometheus, 'shop_', away)).toContain('shop_database_up 0');
    expect(await samples(prometheus, 'shop_queue_depth', away)).toEqual([]);
    expect(await samples(prometheus, 'shop_database_up')).toEqual([]);
  });

  it('know how the process itself is', async () => {
    const lines = await samples(keeper(), '');

    expect(lines.some((line) => line.startsWith('process_resident_memory_bytes '))).toBe(true);
    expect(lines.some((line) => line.startsWith('nodejs_eventloop_lag_p99_seconds '))).toBe(true);
  });
});
