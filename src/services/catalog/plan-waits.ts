import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { maintenanceOf } from '../lanes/maintenance.ts';
import { wakingMomentOf } from '../messages/client-notices.ts';
import { queueMessage } from '../messages/queue-message.ts';
import type { Clock } from '../ports/clock.ts';
import type { Shop } from '../ports/shop.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Wakes } from '../ports/wakes.ts';
import { seatsLeft } from '../seats/seats-left.ts';
import { offerRows } from './catalog-statements.ts';

type Needs = { work: UnitOfWork; clock: Clock; shop: Shop; wakes: Wakes };
type Wait = { customerId: number; planId: number };

/** So many are told of a plan at a time, and never more than there are seats: who asked first, hears first. */
const MOST = 100;

/** Who wants to be told when a plan can be bought again (SPEC 208). */
export class PlanWaits {
  private readonly needs: Needs;

  constructor(needs: Needs) {
    this.needs = needs;
  }

  /** Writes the wish down, once per person and plan; false = there is no such plan on sale at all. */
  add({ customerId, planId }: Wait): Promise<boolean> {
    const now = this.needs.clock.now();
    return this.needs.work.do(async (em) => {
      const [plan] = await em.execute(
        sql`select id from server_plans where id = ${planId} and is_active and on_sale`,
      );
      if (!plan) return false;
      await em.execute(sql`
        insert into plan_waits (customer_id, plan_id, asked_at) values (${customerId}, ${planId}, ${now})
        on conflict do nothing`);
      return true;
    });
  }

  /** Takes the wish back. */
  async drop({ customerId, planId }: Wait): Promise<void> {
    await this.needs.work.do((em) =>
      em.execute(sql`delete from plan_waits where customer_id = ${customerId} and plan_id = ${planId}`),
    );
  }

  /** Sweep: tells those who wait for what can be bought now, once, and forgets their wish. Answers how many. */
  async tell(): Promise<number> {
    const em = this.needs.work.read();
    const waited = await em.execute<{ id: number }[]>(sql`select distinct plan_id as id from plan_waits`);
    if (waited.length === 0 || (await this.isClosed(em))) return 0;
    const onSale = (await offerRows(em)).filter(({ availability }) => availability === 'on-sale');
    let told = 0;
    for (const { plan } of onSale)
      if (waited.some(({ id }) => id === plan.id)) told += await this.tellOf(plan.id, plan.name);
    if (told > 0) this.needs.wakes.sender();
    return told;
  }

  private async isClosed(em: SqlEntityManager): Promise<boolean> {
    return (await maintenanceOf(em)) !== null;
  }

  /** Nobody is woken for it, and nobody who cannot buy is told: their wish stays. */
  private async tellOf(planId: number, plan: string): Promise<number> {
    const now = this.needs.clock.now();
    const from = { shop: this.needs.shop, now };
    return this.needs.work.do(async (em) => {
      const most = Math.min(MOST, (await seatsLeft(em, planId)) ?? MOST);
      const waiting = await em.execute<{ id: string; askedAt: string }[]>(sql`
        select person.id::text as id, wait.asked_at as "askedAt"
          from plan_waits wait join customers person on person.id = wait.customer_id
         where wait.plan_id = ${planId} and person.bot_blocked_at is null and person.suspended_at is null
         order by wait.asked_at, person.id
         limit ${MOST}
           for update of wait skip locked`);
      let told = 0;
      for (const { id, askedAt } of waiting) {
        const chatId = Number(id);
        if (told >= most || (await wakingMomentOf(em, from, chatId)) > now) continue;
        const key = `plan-back:${planId}:${chatId}:${new Date(askedAt).getTime()}`;
        await queueMessage(em, from, { chatId, kind: 'plan-back', data: { planId, plan }, key });
        await em.execute(sql`delete from plan_waits where customer_id = ${chatId} and plan_id = ${planId}`);
        told += 1;
      }
      return told;
    });
  }
}
