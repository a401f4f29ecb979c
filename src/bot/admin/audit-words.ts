import { TELEGRAMS_LEDGER } from '../../model/audit-entry.ts';
import type { AuditView } from '../../services/staff/views.ts';
import type { Translate } from '../texts.ts';
import { tidy } from '../views/fit-to.ts';
import { moneyWords } from '../views/money-words.ts';
import { gigabytesOf } from '../views/words.ts';

/** Acts that have words; others are called as they are stored. */
export const ACTIONS: ReadonlySet<string> = new Set([
  'server.add',
  'plan.create',
  'plan.on-sale',
  'order.refund',
  'order.give-back',
  'order.retry',
  'order.approve',
  'order.move',
  'order.cancel',
  'charge.refund',
  'refund.retry',
  'refund.credit',
  'staff.role',
  'customer.suspend',
  'customer.unsuspend',
  'customer.message',
  'address.renew',
  'client.suspend',
  'client.resume',
  'client.extend',
  'client.renew',
  'client.new-key',
  'client.location',
  'client.pause',
  'client.unpause',
  'client.auto-renew',
  'client.plan',
  'client.subscription',
  'order.grant',
  'client.bind',
  'client.unbind',
  'server.edit',
  'server.login',
  'server.proxy',
  'server.address',
  'server.certificate',
  'server.sync',
  'server.alerts',
  'server.mute',
  'server.read-links',
  'server.check',
  'server.neighbours',
  'server.put-back',
  'server.edits',
  'server.remove-orphans',
  'server.delete',
  'inbound.edit',
  'inbound.default',
  'plan.edit',
  'plan.price',
  'plan.move',
  'plan.clone',
  'plan.preferred',
  'plan.pool',
  'plan.delete',
  'plan.settings',
  'template.settings',
  'rules.settings',
  'support.answer',
  'shop.maintenance',
  'shop.doctor',
  'shop.lifecycle',
]);

/** What changed is told by these names; others as they are stored. */
export const FIELDS: ReadonlySet<string> = new Set([
  'onSale',
  'type',
  'ownPorts',
  'ownServerName',
  'fullness',
  'mutedUntil',
  'restartsCore',
  'name',
  'status',
  'stars',
  'creditedMinor',
  'units',
  'role',
  'suspended',
  'accesses',
  'text',
  'reason',
  'expiresAt',
  'heldSince',
  'priceMinor',
  'attempts',
  'usedBytes',
  'url',
  'kind',
  'inbounds',
  'plans',
  'servers',
  'clients',
  'publicHost',
  'proxy',
  'pinned',
  'foreignShops',
  'country',
  'autoProvisioning',
  'maxClientsPerInbound',
  'created',
  'changed',
  'missing',
  'ms',
  'inbound',
  'capacity',
  'trafficLimit',
  'provisioningEnabled',
  'default',
  'description',
  'category',
  'durationDays',
  'setupFee',
  'dataLimitGb',
  'concurrentConnections',
  'movesPerPeriod',
  'trialDays',
  'maxPauseDays',
  'trafficPacks',
  'extraDevices',
  'maxClients',
  'renewable',
  'renewalRule',
  'autoRenew',
  'subscription',
  'autoProvision',
  'minor',
  'version',
  'told',
  'place',
  'of',
  'settings',
  'question',
  'answer',
  'person',
  'plan',
  'maintenance',
  'mended',
  'left',
  'operation',
  'done',
  'words',
  'policy',
]);

const VALUE_LIMIT = 120;
/** Amounts in the shop's currency. */
const MONEY = /minor$|^setupFee$/i;
/** Amounts in bytes. */
const TRAFFIC: ReadonlySet<string> = new Set(['trafficLimit', 'usedBytes']);

/** `Olga: plan hidden or shown, 1 month (plan:3)`. */
export function actWords(t: Translate, entry: AuditView): string {
  const { action, target, targetName } = entry;
  const act = ACTIONS.has(action) ? t(`audit-act-${action.replace('.', '-')}`) : tidy(action);
  const shown = tidy(target);
  const on = targetName === null ? shown : `${tidy(targetName, 40)} (${shown})`;
  return t('audit-line', { actor: actorWords(t, entry), act, target: on });
}

/** A name, or the id where the shop knows none; nobody, where the shop followed Telegram's ledger. */
export function actorWords(t: Translate, { actor, actorId }: AuditView): string {
  if (actorId === TELEGRAMS_LEDGER) return t('audit-actor-ledger');
  return actor === null ? t('audit-actor', { id: String(actorId) }) : tidy(actor, 40);
}

/** `price: 1.50 USD → 2.00 USD`, one line for each thing that is different now. */
export function changeWords(t: Translate, { before, after }: AuditView, currency: string): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(isTold);
  return names
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => {
      const field = FIELDS.has(name) ? t(`audit-field-${name}`) : tidy(name);
      const to = valueWords(t, { name, value: after[name], currency });
      if (!(name in before)) return t('audit-new', { field, to });
      const from = valueWords(t, { name, value: before[name], currency });
      return t('audit-change', { field, from, to: name in after ? to : '—' });
    });
}

/** The entry that an undo took back is named on its own line. */
const isTold = (name: string): boolean => name !== 'undoes';

type Value = { name: string; value: unknown; currency: string };

function valueWords(t: Translate, { name, value, currency }: Value): string {
  if (value === null || value === undefined) return '—';
  if (typeof value === 'boolean') return t(value ? 'audit-yes' : 'audit-no');
  const amount = amountWords(t, { name, value, currency });
  if (amount !== null) return amount;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return tidy(text.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d\.\d+Z$/, '$1 $2 UTC'), VALUE_LIMIT);
}

/** null = it is no money and no traffic. */
function amountWords(t: Translate, { name, value, currency }: Value): string | null {
  if (!/^-?[0-9]{1,19}$/.test(String(value))) return null;
  if (MONEY.test(name)) return moneyWords(BigInt(String(value)), currency);
  return TRAFFIC.has(name) ? t('traffic-gb', { gb: gigabytesOf(BigInt(String(value))) }) : null;
}
