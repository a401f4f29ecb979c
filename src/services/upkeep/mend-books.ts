import { sql } from '@mikro-orm/core';
import { alertStaff } from '../messages/queue-message.ts';
import { lockSeats, recountSeats, releaseSeats } from '../seats/seat-statements.ts';
import { type Audit, counterWords } from './audit.ts';
import { deadOrdersStatement } from './audit-statements.ts';
import { oldNewsStatement } from './due-statements.ts';
import type { UpkeepNeeds } from './needs.ts';

/**
 * Counts the seats anew from the units that hold them, with every counter locked meanwhile. A difference is an incident:
 * the staff is told. Answers how many counters were wrong.
 */
export async function mendCounters(needs: UpkeepNeeds): Promise<number> {
  const { work, shop, clock } = needs;
  const mended = await work.do(async (em) => {
    const drift = await recountSeats(em);
    const [first] = drift;
    if (!first) return 0;
    const now = clock.now();
    await alertStaff(
      em,
      { shop, now },
      {
        key: `counters-mended:${now.getTime()}`,
        data: { code: 'counters-mended', count: drift.length, first: counterWords(first) },
      },
    );
    return drift.length;
  });
  if (mended > 0) needs.wakes.sender();
  return mended;
}

/** Seats that are kept for orders that are over go back. Answers of how many orders. */
export async function freeDeadSeats({ work }: UpkeepNeeds): Promise<number> {
  const orders = await work.read().execute<{ id: string }[]>(deadOrdersStatement());
  for (const { id } of orders) {
    await work.do(async (em) => {
      await lockSeats(em, id);
      const [over] = await em.execute(sql`
        select id from orders where id = ${id} and status in ('expired', 'cancelled', 'refunded') for no key update`);
      if (over) await releaseSeats(em, id);
    });
  }
  return orders.length;
}

/** Removes inbounds of customers whose access is over. Answers how many. */
export async function abandonDedicated({ work, clock }: UpkeepNeeds): Promise<number> {
  const rows = await work.do((em) =>
    em.execute<unknown[]>(sql`
      update dedicated_inbounds own set state = 'removing', due_at = ${clock.now()}
        from order_server_clients unit left join server_clients client on client.id = unit.server_client_id
       where unit.id = own.unit_id and own.state in ('planned', 'made')
         and (unit.provision_status = 'cancelled'
              or (unit.provision_status = 'completed' and client.status = 'terminated'))
      returning own.inbound_id`),
  );
  return rows.length;
}

/** Paid units that wait are tried now, wherever their server is in sale. */
export async function makeUndeliveredDue({ work, clock }: UpkeepNeeds): Promise<void> {
  const now = clock.now();
  await work.do((em) =>
    em.execute(sql`
      update order_server_clients unit set due_at = ${now}
       where unit.provision_status in ('pending', 'provisioning') and unit.due_at > ${now}`),
  );
}

/** Throws away news of long ago. Answers how many. */
export async function forgetOldNews({ work, clock }: UpkeepNeeds): Promise<number> {
  const rows = await work.do((em) =>
    em.execute<unknown[]>(
      sql`delete from outgoing_messages where id in (${oldNewsStatement(clock.now())}) returning id`,
    ),
  );
  return rows.length;
}

/** Tells the staff that promises are broken, once a day for the same number of them. */
export async function reportBooks(needs: UpkeepNeeds, audit: Audit, found: number): Promise<void> {
  const now = needs.clock.now();
  const day = now.toISOString().slice(0, 10);
  const [first = ''] = audit.details;
  await needs.work.do((em) =>
    alertStaff(
      em,
      { shop: needs.shop, now },
      { key: `books-wrong:${day}:${found}`, data: { code: 'books-wrong', count: found, first } },
    ),
  );
  needs.wakes.sender();
}
