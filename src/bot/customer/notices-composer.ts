import { Composer } from 'grammy';
import type { NoticeChange } from '../../services/delivery/notice-choice.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import { NOTICE_HOURS, NOTICE_OFFSETS, noticesView, noticesZoneView } from '../views/notices-view.ts';
import type { Screen } from '../views/screen.ts';
import type { CustomerParts } from './customer-parts.ts';
import { showHome } from './home-message.ts';

/** More -> Notices: what a customer is told unasked, and at which hours. */
export function noticesComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  onTap(composer, 'notices', async (ctx) => {
    await answerTap(ctx);
    await showHome(ctx, parts, await noticesScreen(ctx, parts));
  });
  onTap(composer, 'notices-zone', async (ctx) => {
    await answerTap(ctx);
    const choice = await parts.services.customers.noticeChoice(ctx.customer.id);
    await showHome(ctx, parts, noticesZoneView({ choice, shop: parts.shop }, ctx.t));
  });
  onTap(composer, 'notices-set', async (ctx, { field, value }) => {
    const change = changeOf(field, value);
    if (!change) return alertTap(ctx, ctx.t('stale-button'));
    const choice = await parts.services.customers.chooseNotices(ctx.customer.id, change);
    await answerTap(ctx, ctx.t('notices-stored'));
    await showHome(ctx, parts, noticesView({ choice, shop: parts.shop }, ctx.t));
  });
  return composer;
}

/** As it stands now. */
export async function noticesScreen(ctx: ShopContext, { services, shop }: CustomerParts): Promise<Screen> {
  const choice = await services.customers.noticeChoice(ctx.customer.id);
  return noticesView({ choice, shop }, ctx.t);
}

/** null = a button of another version. */
function changeOf(field: string, value: number): NoticeChange | null {
  if (field === 'muted') return { muted: value === 1 };
  if (field === 'hours') return NOTICE_HOURS[value] ? { hours: NOTICE_HOURS[value] } : null;
  const utcOffset = field === 'zone' ? NOTICE_OFFSETS[value] : undefined;
  return utcOffset === undefined ? null : { utcOffset };
}
