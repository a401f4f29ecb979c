import type { Composer } from 'grammy';
import type { GivenBack } from '../../services/checkout/views.ts';
import type { UndeliveredView } from '../../services/staff/views.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import { backWords } from '../views/back-words.ts';
import { tidy } from '../views/fit-to.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { type At, actorOf, showStaff, turnTo } from './show-staff.ts';
import {
  creditSureCard,
  endSureCard,
  isOpen,
  moveSureCard,
  refundSureCard,
  retrySureCard,
  undeliveredCard,
  unitCard,
} from './undelivered-cards.ts';
import { unitHistoryCard } from './unit-history-card.ts';

/** /undelivered: look, retry, give back (SPEC 170, 221). */
export function undeliveredScreens(admin: Composer<ShopContext>, needs: AdminNeeds): void {
  admin.command('undelivered', (ctx) => showUndelivered({ ctx, needs }, 0));
  onTap(admin, 'undelivered', async (ctx, { page }) => {
    await answerTap(ctx);
    await showUndelivered({ ctx, needs }, page);
  });
  onTap(admin, 'unit', async (ctx, { unitId }) => {
    await answerTap(ctx);
    await showUnit({ ctx, needs }, unitId);
  });
  onTap(admin, 'unit-history', (ctx, { unitId }) => showHistory({ ctx, needs }, unitId));
  onTap(admin, 'unit-retry', (ctx, { unitId }) => askRetry({ ctx, needs }, unitId));
  onTap(admin, 'unit-retry-yes', (ctx, { unitId }) => retry({ ctx, needs }, unitId));
  onTap(admin, 'unit-move', (ctx, { unitId }) => askMove({ ctx, needs }, unitId));
  onTap(admin, 'unit-move-yes', (ctx, { unitId }) => move({ ctx, needs }, unitId));
  onTap(admin, 'unit-credit', (ctx, { unitId }) => askBack({ ctx, needs }, unitId, 'wallet'));
  onTap(admin, 'unit-credit-yes', (ctx, { unitId }) => giveBack({ ctx, needs }, unitId, 'wallet'));
  onTap(admin, 'unit-refund', (ctx, { unitId }) => askBack({ ctx, needs }, unitId, 'original'));
  onTap(admin, 'unit-refund-yes', (ctx, { unitId }) => giveBack({ ctx, needs }, unitId, 'original'));
}

/** A page of the queue; one that is not there any more is the first. */
export async function showUndelivered(at: At, page: number): Promise<void> {
  const { undelivered } = at.needs.services.staff;
  const list = await undelivered.list(page);
  if (list.items.length === 0 && page > 0) return showUndelivered(at, 0);
  await showStaff(at, undeliveredCard(at.ctx.t, list));
}

async function showHistory(at: At, unitId: string): Promise<void> {
  const history = await at.needs.services.staff.undelivered.history(unitId);
  await answerTap(at.ctx);
  await (history ? showStaff(at, unitHistoryCard(at.ctx.t, history)) : showUnit(at, unitId));
}

async function askRetry(at: At, unitId: string): Promise<void> {
  const unit = await openUnit(at, unitId);
  if (!unit || unit.heldAt !== null) return refuse(at, unitId, 'refusal-nothing-to-retry');
  await turnTo(at, retrySureCard(at.ctx.t, unit));
}

async function retry(at: At, unitId: string): Promise<void> {
  const { ctx, needs } = at;
  const answer = await needs.services.provisioning.retryUnit({ unitId, actorId: actorOf(at) });
  if (!answer.ok) return refuse(at, unitId, `refusal-${answer.refusal.code}`);
  await answerTap(ctx, ctx.t('unit-retried'));
  await showUnit(at, unitId);
}

async function askMove(at: At, unitId: string): Promise<void> {
  const unit = await openUnit(at, unitId);
  if (!unit || unit.heldAt !== null) return refuse(at, unitId, 'refusal-not-to-move');
  await turnTo(at, moveSureCard(at.ctx.t, unit));
}

async function move(at: At, unitId: string): Promise<void> {
  const { ctx, needs } = at;
  const answer = await needs.services.provisioning.placeElsewhere({ unitId, actorId: actorOf(at) });
  if (!answer.ok) return refuse(at, unitId, `refusal-${answer.refusal.code}`);
  await answerTap(ctx, ctx.t('unit-moved', { server: tidy(answer.value.server) }));
  await showUnit(at, unitId);
}

type To = 'original' | 'wallet';

/** Nothing moves before the second press. */
async function askBack(at: At, unitId: string, to: To): Promise<void> {
  const unit = await openUnit(at, unitId);
  const preview = unit && (await at.needs.services.checkout.previewGiveBack(wanted(unit, to)));
  if (!unit || !preview) return refuse(at, unitId, 'refusal-nothing-to-give-back');
  const card = to === 'wallet' ? creditSureCard : refundSureCard;
  await turnTo(at, (unit.isFree ? endSureCard : card)(at.ctx.t, unit, preview));
}

async function giveBack(at: At, unitId: string, to: To): Promise<void> {
  const { ctx, needs } = at;
  const unit = await openUnit(at, unitId);
  if (!unit) return refuse(at, unitId, 'refusal-nothing-to-give-back');
  const request = { ...wanted(unit, to), reason: 'not-delivered', actorId: actorOf(at) } as const;
  const answer = await needs.services.checkout.giveBack(request);
  if (!answer.ok) return refuse(at, unitId, `refusal-${answer.refusal.code}`);
  await answerTap(ctx, unit.isFree ? ctx.t('unit-ended') : givenWords(at, answer.value));
  await showUnit(at, unitId);
}

const givenWords = ({ ctx: { t } }: At, back: GivenBack): string =>
  t('unit-given-back', { back: backWords(t, back) });

/** [Credit] is about one key; Telegram returns a payment as a whole, so [Refund] is about all that is not delivered. */
const wanted = ({ orderId, unitId }: UndeliveredView, to: To) =>
  to === 'wallet' ? { orderId, unitIds: [unitId], to } : { orderId, to };

/** null = it is delivered, ended, or not there. */
async function openUnit({ needs }: At, unitId: string): Promise<UndeliveredView | null> {
  const unit = await needs.services.staff.undelivered.unit(unitId);
  return unit && isOpen(unit) ? unit : null;
}

async function refuse(at: At, unitId: string, id: string): Promise<void> {
  await alertTap(at.ctx, at.ctx.t(id));
  await showUnit(at, unitId);
}

async function showUnit(at: At, unitId: string): Promise<void> {
  const { ctx, needs } = at;
  const unit = await needs.services.staff.undelivered.unit(unitId);
  if (unit) await showStaff(at, unitCard(ctx.t, unit));
  else await showUndelivered(at, 0);
}
