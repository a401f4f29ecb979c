import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { MAINTENANCE, type Maintenance, maintenanceOf } from '../lanes/maintenance.ts';
import { audit } from '../messages/audit.ts';

/** `words` null = none besides the shop's own. */
export type Wanted = { on: boolean; words: string | null };

type Change = { to: Wanted; actorId: number; undoes?: number };

/** Opens or closes the shop, with its entry in the audit log; false = it was so already. */
export async function setMaintenance(
  em: SqlEntityManager,
  { to, actorId, undoes }: Change,
  now: Date,
): Promise<boolean> {
  await lockMaintenance(em, { actorId, now });
  const present = await maintenanceOf(em);
  if (isSo(present, to)) return false;
  const value = to.on ? { since: present?.since ?? now, words: to.words } : OPEN;
  await em.execute(sql`
    update shop_settings
       set value = ${JSON.stringify(value)}::jsonb, changed_at = ${now}, changed_by = ${actorId}
     where key = ${MAINTENANCE}`);
  const after = { ...told(to), ...(undoes !== undefined && { undoes }) };
  const before = told({ on: present !== null, words: present?.words ?? null });
  audit(em, { actorId, action: 'shop.maintenance', target: `shop:${MAINTENANCE}`, before, after }, now);
  await em.flush();
  return true;
}

/** Whether the shop is as wanted. */
export const isSo = (present: Maintenance | null, { on, words }: Wanted): boolean =>
  on ? present !== null && present.words === words : present === null;

const OPEN = { since: null, words: null };

const told = ({ on, words }: Wanted) => ({ maintenance: on, words });

async function lockMaintenance(
  em: SqlEntityManager,
  { actorId, now }: { actorId: number; now: Date },
): Promise<void> {
  await em.execute(sql`
    insert into shop_settings (key, value, changed_at, changed_by)
    values (${MAINTENANCE}, ${JSON.stringify(OPEN)}::jsonb, ${now}, ${actorId})
    on conflict (key) do nothing`);
  await em.execute(sql`select key from shop_settings where key = ${MAINTENANCE} for update`);
}
