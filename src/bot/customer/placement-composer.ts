import { Composer } from 'grammy';
import type { Services } from '../../services/services.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import {
  locationSureView,
  locationsView,
  moveBegunView,
  newKeyView,
  type Placed,
} from '../views/placement-views.ts';
import type { Screen } from '../views/screen.ts';
import type { CustomerParts } from './customer-parts.ts';
import { showHome } from './home-message.ts';

type Parts = CustomerParts & { readonly services: Pick<Services, 'placement'> };

/** A new key, and another location, for a running access. */
export function placementComposer(parts: Parts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  const { placement } = parts.services;
  onTap(composer, 'new-key', (ctx, { clientId }) => draw(ctx, { parts, clientId }, newKeyView));
  onTap(composer, 'locations', (ctx, { clientId, page }) =>
    draw(ctx, { parts, clientId }, (placed, t) => locationsView(placed, page, t)),
  );
  onTap(composer, 'location', (ctx, { clientId, serverId }) =>
    draw(ctx, { parts, clientId }, (placed, t) => locationSureView(placed, serverId, t)),
  );
  onTap(composer, 'new-key-yes', async (ctx, { clientId }) => {
    const asked = await placement.newKey({ clientId, customerId: ctx.customer.id });
    if (!asked.ok) return alertTap(ctx, ctx.t(`refusal-${asked.refusal.code}`));
    await draw(ctx, { parts, clientId }, (placed, t) => moveBegunView(placed, 'key', t));
  });
  onTap(composer, 'location-yes', async (ctx, { clientId, serverId }) => {
    const asked = await placement.changeLocation({ clientId, serverId, customerId: ctx.customer.id });
    if (!asked.ok) return alertTap(ctx, ctx.t(`refusal-${asked.refusal.code}`));
    await draw(ctx, { parts, clientId }, (placed, t) => moveBegunView(placed, 'location', t));
  });
  return composer;
}

type Drawn = (placed: Placed, t: ShopContext['t']) => Screen;

type Asked = { parts: Parts; clientId: number };

async function draw(ctx: ShopContext, { parts, clientId }: Asked, view: Drawn): Promise<void> {
  const own = { clientId, customerId: ctx.customer.id };
  const access = await parts.services.delivery.accessOf(own);
  const places = await parts.services.placement.places(own);
  if (!access || !places.ok) return alertTap(ctx, ctx.t('refusal-access-not-found'));
  await answerTap(ctx);
  await showHome(ctx, parts, view({ access, places: places.value }, ctx.t));
}
