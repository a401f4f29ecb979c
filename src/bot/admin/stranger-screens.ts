import { Composer } from 'grammy';
import type { StrangerPlace } from '../../services/fleet/import-desk.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { answerTap } from '../show.ts';
import { tapButton } from '../views/buttons.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { inTime } from './in-time.ts';
import { type At, showStaff } from './show-staff.ts';
import { strangerCard, strangersCard } from './stranger-cards.ts';

const LATE = { ok: false, refusal: { code: 'panel-unusable', kind: 'ambiguous', text: '' } } as const;

/** [Clients not ours] on a server's card: the list and one of them, both as the panel tells them now. */
export function strangerScreens(needs: AdminNeeds): Composer<ShopContext> {
  const admin = new Composer<ShopContext>();
  onTap(admin, 'strangers', (ctx, { serverId, page }) => showList({ ctx, needs }, serverId, page));
  onTap(admin, 'stranger', (ctx, place) => showOne({ ctx, needs }, place));
  return admin;
}

async function showList(at: At, serverId: number, page: number): Promise<void> {
  await answerTap(at.ctx);
  await showStaff(at, { text: at.ctx.t('server-syncing') });
  const list = await inTime(at.needs.services.fleet.importDesk.list(serverId), LATE);
  if (list.ok) await showStaff(at, strangersCard(at.ctx.t, list.value, page));
  else await drawRefusal(at, serverId, list.refusal);
}

async function showOne(at: At, place: StrangerPlace): Promise<void> {
  await answerTap(at.ctx);
  const found = await inTime(at.needs.services.fleet.importDesk.stranger(place), LATE);
  if (found.ok) await showStaff(at, strangerCard(at.ctx.t, found.value));
  else await drawRefusal(at, place.serverId, found.refusal);
}

async function drawRefusal(
  at: At,
  serverId: number,
  refusal: { code: string; kind?: string },
): Promise<void> {
  const { t } = at.ctx;
  const { code, kind } = refusal;
  const back = tapButton(t('button-back'), { screen: 'server', serverId });
  const text = t(code === 'panel-unusable' ? `panel-fault-${kind}` : `refusal-${code}`);
  await showStaff(at, { text, reply_markup: { inline_keyboard: [[back]] } });
}
