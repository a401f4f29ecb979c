import { Composer } from 'grammy';
import type { Diagnosis } from '../../services/delivery/trouble-service.ts';
import type { Services } from '../../services/services.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import { supportAskView } from '../views/support-views.ts';
import { troubleSummary, troubleView } from '../views/trouble-view.ts';
import type { CustomerParts } from './customer-parts.ts';
import { showHome } from './home-message.ts';

type Parts = CustomerParts & { readonly services: Pick<Services, 'placement' | 'trouble'> };

/** "It does not work": what is wrong, the one thing that helps, then the way to the shop's people. */
export function troubleComposer(parts: Parts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  const { trouble } = parts.services;
  const own = (ctx: ShopContext, clientId: number) => ({ clientId, customerId: ctx.customer.id });
  onTap(composer, 'trouble', (ctx, { clientId }) => drawDiagnosis(ctx, { parts, clientId }));
  onTap(composer, 'trouble-resync', async (ctx, { clientId }) => {
    const done = await trouble.resync(own(ctx, clientId));
    await alertTap(ctx, ctx.t(done.ok ? 'trouble-resynced' : `refusal-${done.refusal.code}`));
  });
  onTap(composer, 'trouble-clear', (ctx, { clientId }) =>
    drawDiagnosis(ctx, { parts, clientId }, async () => {
      const done = await trouble.clearIps(own(ctx, clientId));
      return `\n\n${ctx.t(done.ok ? 'trouble-cleared' : `refusal-${done.refusal.code}`)}`;
    }),
  );
  onTap(composer, 'trouble-support', (ctx, { clientId }) => askSupport(ctx, parts, clientId));
  return composer;
}

async function diagnosisOf(ctx: ShopContext, parts: Parts, clientId: number): Promise<Diagnosis | null> {
  const own = { clientId, customerId: ctx.customer.id };
  const { placement, trouble } = parts.services;
  const places = await placement.places(own);
  const found = await trouble.diagnose({ ...own, canMove: places.ok && places.value.canMove });
  return found.ok ? found.value : null;
}

type Asked = { parts: Parts; clientId: number };

/** The press is answered before the panel is asked, which can take its time. `act` answers what stands at the end. */
async function drawDiagnosis(
  ctx: ShopContext,
  { parts, clientId }: Asked,
  act: () => Promise<string> = async () => '',
): Promise<void> {
  const access = await parts.services.delivery.accessOf({ clientId, customerId: ctx.customer.id });
  if (!access) return alertTap(ctx, ctx.t('refusal-access-not-found'));
  await answerTap(ctx, ctx.t('trouble-looking'));
  const note = await act();
  const found = await diagnosisOf(ctx, parts, clientId);
  if (found === null) return alertTap(ctx, ctx.t('refusal-access-not-found'));
  await drawFound(ctx, parts, { found, note });
}

async function drawFound(
  ctx: ShopContext,
  parts: Parts,
  { found, note }: { found: Diagnosis; note: string },
): Promise<void> {
  const { text, ...screen } = troubleView(found, ctx.t);
  await showHome(ctx, parts, { text: `${text}${note}`, ...screen });
}

/** The next text goes to the shop, with what was found out just now; the press is answered before the panel is asked. */
async function askSupport(ctx: ShopContext, parts: Parts, clientId: number): Promise<void> {
  const access = await parts.services.delivery.accessOf({ clientId, customerId: ctx.customer.id });
  if (!access) return alertTap(ctx, ctx.t('refusal-access-not-found'));
  await answerTap(ctx, ctx.t('trouble-looking'));
  const found = await diagnosisOf(ctx, parts, clientId);
  if (found === null) return alertTap(ctx, ctx.t('refusal-access-not-found'));
  const begun = await parts.services.support.begin(ctx.customer.id, troubleSummary(found, ctx.t));
  if (!begun.ok)
    return drawFound(ctx, parts, { found, note: `\n\n${ctx.t(`refusal-${begun.refusal.code}`)}` });
  await showHome(ctx, parts, supportAskView(parts.shop, ctx.t));
}
