import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLIENT_LIFECYCLE_JOB, defineClientLifecycleJob } from '../../src/jobs/client-lifecycle-job.ts';
import type { JobClock } from '../../src/jobs/job-clock.ts';
import { days, minutes } from '../../src/model/values/period.ts';
import { ClientLifecycleService } from '../../src/services/lifecycle/client-lifecycle-service.ts';
import { PanelShop } from '../support/panel-shop.ts';

let shop: PanelShop;
let job: (data: unknown) => Promise<void>;

/** Where a job's work is put down, and begun by hand. */
function clockOf(): Pick<JobClock, 'define'> {
  return {
    define: (name, work) => {
      expect(name).toBe(CLIENT_LIFECYCLE_JOB);
      job = work as typeof job;
    },
  };
}

beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

const define = (auto: boolean) => {
  const lifecycle = new ClientLifecycleService({ ...shop.main.needs, auto });
  defineClientLifecycleJob({ jobClock: clockOf() as JobClock, lifecycle });
  return lifecycle;
};
const runs = () =>
  shop.rows<{ operation: string; errors: string[] }>(
    sql`select operation, errors from lifecycle_runs order by id`,
  );

describe('ClientLifecycleJob', () => {
  it('does the operation that it is given, all three for "all"', async () => {
    define(true);

    for (const operation of ['expired', 'expiring', 'traffic', 'all']) await job({ operation });

    expect((await runs()).map(({ operation }) => operation)).toEqual([
      ...['expired', 'expiring', 'traffic'],
      ...['traffic', 'expired', 'expiring'],
    ]);
  });

  it.each([{ operation: 'maybe' }, { operation: 7 }, {}, undefined])(
    'refuses %j in words, which are written down, and has failed',
    async (data) => {
      define(true);

      await expect(job(data)).rejects.toThrow(RangeError);

      const [run] = await runs();
      expect(run?.errors).toEqual([
        expect.stringMatching(/is not an operation: expired, expiring, traffic, all/),
      ]);
    },
  );

  it('catches up after days without a process: nothing is missed, nothing comes twice', async () => {
    define(true);
    const orderId = await shop.deliveredOrder();
    shop.pass((days(30) + minutes(5)) as ReturnType<typeof days>);

    await Promise.all([job({ operation: 'all' }), job({ operation: 'all' })]);
    await job({ operation: 'all' });

    expect((await shop.client(orderId)).status).toBe('expired');
    expect(await shop.messages('access-ended')).toHaveLength(1);
    expect(await shop.messages('access-ending')).toEqual([]);
  });

  it('changes nothing where the shop changes nothing by itself; by hand it still does', async () => {
    const lifecycle = define(false);
    const orderId = await shop.deliveredOrder();
    shop.pass(days(31));

    await job({ operation: 'all' });
    await lifecycle.tick();
    expect((await shop.client(orderId)).status).toBe('active');
    expect(await runs()).toEqual([]);

    await lifecycle.run('all');
    expect((await shop.client(orderId)).status).toBe('expired');
  });
});
