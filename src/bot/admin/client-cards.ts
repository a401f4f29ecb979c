import type { InlineKeyboardButton } from 'grammy/types';
import type { StaffAccessView } from '../../services/staff/views.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from '../views/buttons.ts';
import { tidy } from '../views/fit-to.ts';
import { bold, code, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import { sureCard } from '../views/sure-card.ts';
import { gigabytesOf } from '../views/words.ts';

/** What one press of [+7 days] gives. */
export const GIFT_DAYS = 7;

const REASONS: ReadonlySet<string> = new Set(['expired', 'traffic', 'admin', 'payment', 'customer']);

/** One access, for the staff: how it stands and what can be done; its link is the customer's alone. */
export function clientCard(t: Translate, access: StaffAccessView): Screen {
  const { expiresAt, limit } = access;
  const used = gigabytesOf(access.used);
  const lines: Piece[][] = [
    [bold(tidy(access.planName)), ' ', code(tidy(access.email))],
    [t('access-status', { status: t(`access-status-${access.status}`) })],
    ...(access.reason === null ? [] : [[t('client-reason', { reason: reasonWords(t, access.reason) })]]),
    [t('key-server', { server: tidy(access.server) })],
    [expiresAt === null ? t('key-forever') : t('client-until', { at: expiresAt })],
    [limit === null ? t('usage-unlimited', { used }) : t('usage-of', { used, limit: gigabytesOf(limit) })],
    [seenWords(t, access)],
    ...pendingLines(t, access),
    ...(access.isImported ? [[t('client-imported')]] : []),
    ...(access.isCustomerSuspended ? [[t('client-customer-suspended')]] : []),
    ...(access.autoRenew ? [[t('client-auto-is-on')]] : []),
    [t('client-order'), ' ', code(access.orderId)],
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: clientButtons(t, access) } };
}

const seenWords = (t: Translate, { isOnline, lastSeen }: StaffAccessView): string => {
  if (isOnline) return t('client-online');
  return lastSeen === null ? t('client-never-seen') : t('client-last-seen', { at: lastSeen });
};

const ERROR_LIMIT = 300;

/** What has not reached the panel, and why. */
function pendingLines(t: Translate, { pending }: StaffAccessView): Piece[][] {
  if (pending === null) return [];
  const { wanted, tries, error, nextAt } = pending;
  return [
    [t(`client-pending-${wanted}`, { at: nextAt })],
    ...(error === null
      ? []
      : [[t('client-pending-error', { count: tries, error: tidy(error, ERROR_LIMIT) })]]),
  ];
}

const reasonWords = (t: Translate, reason: string): string =>
  REASONS.has(reason) ? t(`client-reason-${reason}`) : tidy(reason);

function clientButtons(t: Translate, access: StaffAccessView): InlineKeyboardButton[][] {
  const { clientId, customerId, orderId, status } = access;
  const stop = tapButton(t('client-button-suspend'), { screen: 'client-suspend', clientId });
  const resume = tapButton(t('client-button-resume'), { screen: 'client-resume', clientId });
  const refund = tapButton(t('client-button-refund'), { screen: 'order-refund', orderId });
  const more = [
    tapButton(t('client-button-extend', { days: GIFT_DAYS }), { screen: 'client-extend', clientId }),
    tapButton(t('client-button-renew'), { screen: 'client-renew', clientId }),
  ];
  const auto = tapButton(t(access.autoRenew ? 'client-button-auto-off' : 'client-button-auto-on'), {
    screen: 'client-auto',
    clientId,
    on: access.autoRenew ? 0 : 1,
  });
  return [
    [
      ...(status === 'active' ? [stop] : []),
      ...(status === 'suspended' && !access.isCustomerSuspended ? [resume] : []),
    ],
    status === 'terminated' ? [] : more,
    status === 'terminated' ? [] : [auto],
    access.isImported ? unbinding(t, access) : [refund],
    [
      tapButton(t('order-button-open'), { screen: 'order', orderId }),
      tapButton(t('client-button-orders'), { screen: 'client-orders', clientId, page: 0 }),
    ],
    [tapButton(t('button-back'), { screen: 'customer-accesses', customerId, page: 0 })],
  ].filter((row) => row.length > 0);
}

/** Nobody paid for it: what is taken back is that it is this customer's. */
const unbinding = (t: Translate, { clientId, status }: StaffAccessView): InlineKeyboardButton[] =>
  status === 'terminated'
    ? []
    : [tapButton(t('client-button-unbind'), { screen: 'client-unbind', clientId })];

/** What is done to an access only after a second press. */
export type SureAct = 'suspend' | 'extend' | 'renew' | 'unbind' | 'auto-on' | 'auto-off';

/** Asked before an access is switched off, time is given away, or a balance is charged for it. */
export function clientSureCard(t: Translate, access: StaffAccessView, act: SureAct): Screen {
  const { clientId, rev, planName, email } = access;
  const args = { plan: tidy(planName), email: tidy(email), days: GIFT_DAYS };
  const yes = {
    suspend: { screen: 'client-suspend-yes', clientId },
    extend: { screen: 'client-extend-yes', clientId, rev },
    renew: { screen: 'client-renew-yes', clientId, rev },
    unbind: { screen: 'client-unbind-yes', clientId },
    'auto-on': { screen: 'client-auto-yes', clientId, on: 1 },
    'auto-off': { screen: 'client-auto-yes', clientId, on: 0 },
  } as const;
  return sureCard({
    title: t(`client-sure-${act}-title`, args),
    lines: [t('client-sure-which', args), t(`client-sure-${act}`, args)],
    yes: tapButton(t(`client-button-${act}`, args), yes[act]),
    back: tapButton(t('button-back'), { screen: 'client', clientId }),
  });
}
