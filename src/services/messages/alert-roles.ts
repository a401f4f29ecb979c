import type { Role } from '../../model/role.ts';
import type { AlertData } from './message-kinds.ts';

/** The least role that hears of each alert: keys are the support's work, money and servers the admins'. */
export const ALERT_LEAST: Readonly<Record<AlertData['code'], Role>> = {
  'unit-failed': 'support',
  'key-stuck': 'support',
  undelivered: 'support',
  'given-back': 'support',
  'subscription-lacks-link': 'support',
  'approval-wanted': 'admin',
  'server-out': 'admin',
  'server-back': 'admin',
  'server-slow': 'admin',
  'server-quick': 'admin',
  'inbound-new': 'admin',
  'inbound-missing': 'admin',
  'inbound-used-up': 'admin',
  'capacity-warning': 'admin',
  'capacity-critical': 'admin',
  'panel-upgraded': 'admin',
  'unmatched-charge': 'admin',
  'refund-failed': 'admin',
  'clients-missing': 'admin',
  'clients-missing-many': 'admin',
  'clients-edited': 'admin',
  'clients-orphaned': 'admin',
  'books-wrong': 'admin',
  'counters-mended': 'admin',
  'webhook-failing': 'admin',
  'webhook-back': 'admin',
  'update-aside': 'admin',
  'message-failed': 'admin',
};
