import type { Composer } from 'grammy';
import type { AuditQuery } from '../../services/staff/audit-log.ts';
import type { Tap } from '../callback-data.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import { tidy } from '../views/fit-to.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { auditCard, auditEntryCard, undoSureCard } from './audit-cards.ts';
import { type At, actorOf, showStaff, turnTo } from './show-staff.ts';

/** /audit: who did what, by person or by target, and taking it back (SPEC 160, 227). */
export function auditScreens(admin: Composer<ShopContext>, needs: AdminNeeds): void {
  admin.command('audit', (ctx) => searchAudit({ ctx, needs }, ctx.match.trim()));
  onTap(admin, 'audit', (ctx, { page }) => turnToList({ ctx, needs }, { page }, everything));
  onTap(admin, 'audit-by', (ctx, { actorId, page }) =>
    turnToList({ ctx, needs }, { page, actorId }, (there) => ({ screen: 'audit-by', actorId, page: there })),
  );
  onTap(admin, 'audit-of', (ctx, { entryId, page }) => showTarget({ ctx, needs }, entryId, page));
  onTap(admin, 'audit-entry', (ctx, { entryId }) => showEntry({ ctx, needs }, entryId));
  for (const screen of ['audit-undo', 'staff-undo'] as const) {
    onTap(admin, screen, (ctx, { entryId }) => askUndo({ ctx, needs }, entryId));
  }
  onTap(admin, 'audit-undo-yes', (ctx, { entryId }) => undo({ ctx, needs }, entryId, 'apart'));
  onTap(admin, 'staff-undo-yes', (ctx, { entryId }) => undo({ ctx, needs }, entryId, 'only'));
}

type TapOf = (page: number) => Tap;

const everything: TapOf = (page) => ({ screen: 'audit', page });

/** `/audit`, `/audit 5000000009` (a person's acts), `/audit plan:3` or an order's number (what was done to it). */
export async function searchAudit(at: At, text: string): Promise<void> {
  if (text === '') return showList(at, { page: 0 }, everything);
  if (/^[0-9]{1,15}$/.test(text)) {
    const actorId = Number(text);
    return showList(at, { page: 0, actorId }, (page) => ({ screen: 'audit-by', actorId, page }));
  }
  const [newest] = (await at.needs.services.audit.list({ page: 0, target: text })).items;
  const tapOf: TapOf = (page) =>
    newest ? { screen: 'audit-of', entryId: newest.entryId, page } : everything(page);
  await showList(at, { page: 0, target: text }, tapOf);
}

async function turnToList(at: At, query: AuditQuery, tapOf: TapOf): Promise<void> {
  await answerTap(at.ctx);
  await showList(at, query, tapOf);
}

async function showList(at: At, query: AuditQuery, tapOf: TapOf): Promise<void> {
  const { ctx, needs } = at;
  const list = await needs.services.audit.list(query);
  const of = query.actorId === undefined ? query.target : String(query.actorId);
  const isWhole = of === undefined;
  const title = isWhole ? ctx.t('audit-title') : ctx.t('audit-title-of', { of: tidy(of) });
  await showStaff(at, auditCard(ctx.t, { list, title, currency: needs.shop.currency, isWhole, tapOf }));
}

async function showTarget(at: At, entryId: number, page: number): Promise<void> {
  const entry = await at.needs.services.audit.entry(entryId);
  if (!entry) return alertTap(at.ctx, at.ctx.t('refusal-not-undoable'));
  const tapOf: TapOf = (there) => ({ screen: 'audit-of', entryId, page: there });
  await turnToList(at, { page, target: entry.target }, tapOf);
}

async function showEntry(at: At, entryId: number): Promise<void> {
  const { ctx, needs } = at;
  const entry = await needs.services.audit.entry(entryId);
  if (!entry) return alertTap(ctx, ctx.t('audit-none'));
  await turnTo(at, auditEntryCard(ctx.t, entry, needs.shop.currency));
}

async function askUndo(at: At, entryId: number): Promise<void> {
  const { ctx, needs } = at;
  const entry = await needs.services.audit.entry(entryId);
  if (!entry?.undoable) return alertTap(ctx, ctx.t('refusal-changed-since'));
  await turnTo(at, undoSureCard(ctx.t, entry, needs.shop.currency));
}

async function undo(at: At, entryId: number, roles: 'apart' | 'only'): Promise<void> {
  const { ctx, needs } = at;
  const answer = await needs.services.audit.undo({ entryId, actorId: actorOf(at), roles });
  if (!answer.ok) return alertTap(ctx, ctx.t(`refusal-${answer.refusal.code}`));
  await answerTap(ctx, ctx.t('audit-undone'));
  await showList(at, { page: 0 }, everything);
}
