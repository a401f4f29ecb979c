import type { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { answerTap } from '../show.ts';
import { tidy } from '../views/fit-to.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { maintenanceCard, maintenanceSureCard, WORDS_LIMIT } from './maintenance-cards.ts';
import { type At, actorOf, showStaff, turnTo } from './show-staff.ts';

/** /maintenance, `/maintenance on <words>`, `/maintenance off` (SPEC 229). */
export function maintenanceScreens(admin: Composer<ShopContext>, needs: AdminNeeds): void {
  admin.command('maintenance', async (ctx) => {
    const typed = ctx.match.trim();
    if (!(await obey({ ctx, needs }, typed)))
      await ctx.reply(ctx.t('maintenance-unknown', { word: tidy(typed, 40) }));
    await showMaintenance({ ctx, needs });
  });
  onTap(admin, 'maintenance', async (ctx) => {
    await answerTap(ctx);
    await showMaintenance({ ctx, needs });
  });
  onTap(admin, 'maintenance-on', (ctx) => turnTo({ ctx, needs }, maintenanceSureCard(ctx.t)));
  onTap(admin, 'maintenance-on-yes', (ctx) => turn({ ctx, needs }, { on: true, words: null }));
  onTap(admin, 'maintenance-off', (ctx) => turn({ ctx, needs }, { on: false, words: null }));
}

type Wanted = { on: boolean; words: string | null };

/** How the shop stands. */
export async function showMaintenance(at: At): Promise<void> {
  const { staff } = at.needs.services;
  await showStaff(at, maintenanceCard(at.ctx.t, await staff.maintenance.view()));
}

/** false = neither `on` nor `off`: nothing is done. No word at all only asks. */
async function obey(at: At, typed: string): Promise<boolean> {
  const [, act, words = ''] = /^(on|off)\b\s*(.*)$/is.exec(typed) ?? [];
  if (act === undefined) return typed === '';
  await set(at, {
    on: act.toLowerCase() === 'on',
    words: words.trim() === '' ? null : tidy(words, WORDS_LIMIT),
  });
  return true;
}

async function turn(at: At, wanted: Wanted): Promise<void> {
  await set(at, wanted);
  await answerTap(at.ctx, at.ctx.t(wanted.on ? 'maintenance-turned-on' : 'maintenance-turned-off'));
  await showMaintenance(at);
}

async function set(at: At, { on, words }: Wanted): Promise<void> {
  const { maintenance } = at.needs.services.staff;
  const actorId = actorOf(at);
  if (on) await maintenance.turnOn({ words, actorId });
  else await maintenance.turnOff({ actorId });
}
