import { Composer, GrammyError } from 'grammy';
import { UNIT_COUNTS } from '../../services/seats/units-on-offer.ts';
import type { Tap } from '../callback-data.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import { moneyWords } from '../views/money-words.ts';
import type { CustomerParts } from './customer-parts.ts';
import { showHome } from './home-message.ts';
import { homeScreen, payScreen } from './home-screen.ts';

/** Several keys at once: chosen where the plan is paid, or under the invoice for one. */
export function unitsComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  onTap(composer, 'buy-units', async (ctx, tap) => {
    await answerTap(ctx);
    await draw(ctx, parts, tap);
  });
  onTap(composer, 'buy-several', (ctx, tap) => buy(ctx, parts, tap));
  onTap(composer, 'buy-several-balance', (ctx, tap) => buy(ctx, parts, tap));
  onTap(composer, 'order-units', (ctx, tap) => change(ctx, parts, tap));
  return composer;
}

type Wanted = { planId: number; units: number };

/** The plan for so many keys; the home where it cannot be bought any more. */
async function draw(ctx: ShopContext, parts: CustomerParts, { planId, units }: Wanted): Promise<void> {
  const pay = { planId, units, nonce: parts.ids.nonce(), always: true };
  await showHome(ctx, parts, (await payScreen(ctx, parts, pay)) ?? (await homeScreen(ctx, parts)));
}

async function buy(
  ctx: ShopContext,
  parts: CustomerParts,
  tap: Tap<'buy-several'> | Tap<'buy-several-balance'>,
): Promise<void> {
  const { planId, units, nonce, stars } = tap;
  if (!isCount(units)) return refuse(ctx, parts, { planId, units: 1, code: 'price-moved' });
  const { checkout } = parts.services;
  const request = { customerId: ctx.customer.id, planId, quantity: units, nonce, shownStars: stars };
  const fromBalance = tap.screen === 'buy-several-balance' && { pay: 'balance' as const, shown: tap.shown };
  const placed = await checkout.placeOrder({ ...request, ...fromBalance });
  if (!placed.ok) return refuse(ctx, parts, { planId, units, code: placed.refusal.code });
  const order = await checkout.placedOrder(placed.value.orderId);
  const isThis = order?.planId === planId && order.quantity === units;
  if (isThis && order.status === 'pending_payment') return answerTap(ctx, ctx.t('buy-started'));
  if (!isThis || order.fromBalance === null) return usedScreen(ctx, parts);
  const { minor, currency } = order.fromBalance;
  const note = ctx.t('paid-from-balance-several', { amount: moneyWords(minor, currency) });
  await answerTap(ctx, note);
  await showHome(ctx, parts, await homeScreen(ctx, parts, { note }));
}

/** Numbers that no button offers are nobody's wish. */
const isCount = (units: number): boolean => UNIT_COUNTS.some((count) => count === units);

async function usedScreen(ctx: ShopContext, parts: CustomerParts): Promise<void> {
  await alertTap(ctx, ctx.t('used-screen'));
  await showHome(ctx, parts, await homeScreen(ctx, parts));
}

/** What changed is shown at once, on the same screen. */
async function refuse(
  ctx: ShopContext,
  parts: CustomerParts,
  { code, ...wanted }: Wanted & { code: string },
): Promise<void> {
  await alertTap(ctx, ctx.t(refusalOf(code)));
  await draw(ctx, parts, wanted);
}

/** Words that would speak of the last place, where only so many are too many. */
const OF_SEVERAL: ReadonlySet<string> = new Set(['no-seat', 'customer-limit']);

const refusalOf = (code: string): string =>
  OF_SEVERAL.has(code) ? `refusal-${code}-several` : `refusal-${code}`;

/** The new invoice comes by itself; the one that was pressed goes, because nobody can pay it any more. */
async function change(
  ctx: ShopContext,
  parts: CustomerParts,
  { orderId, units, stars: shownStars }: Tap<'order-units'>,
): Promise<void> {
  const { checkout } = parts.services;
  if (!isCount(units)) return alertTap(ctx, ctx.t('refusal-order-over'));
  const customerId = ctx.customer.id;
  const changed = await checkout.changeUnits({ orderId, customerId, units, shownStars });
  if (!changed.ok) {
    const { code } = changed.refusal;
    return alertTap(ctx, ctx.t(OF_INVOICE[code] ?? refusalOf(code)));
  }
  const order = await checkout.placedOrder(changed.value.orderId);
  const isOpen = order?.status === 'pending_payment';
  await answerTap(ctx, ctx.t(isOpen ? 'buy-started' : 'used-screen'));
  await dropInvoice(ctx);
}

/** What is said otherwise where an invoice stays as it is. */
const OF_INVOICE: Readonly<Record<string, string>> = {
  'price-moved': 'refusal-price-moved-invoice',
  'payment-under-way': 'refusal-payment-under-way-invoice',
  'order-not-open': 'refusal-order-over',
};

async function dropInvoice(ctx: ShopContext): Promise<void> {
  try {
    await ctx.deleteMessage();
  } catch (error) {
    if (!(error instanceof GrammyError && error.error_code === 400)) throw error;
  }
}
