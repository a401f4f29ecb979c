import type { InlineKeyboardButton } from 'grammy/types';
import type { AlertData } from '../../services/messages/alert-data.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';

/** What can be done about an alert right below it; the screen that follows takes its place. */
export function alertButtons(alert: AlertData, t: Translate): InlineKeyboardButton[][] {
  switch (alert.code) {
    case 'approval-wanted':
      return [
        [
          {
            ...tapButton(t('order-button-approve'), { screen: 'order-approve', orderId: alert.orderId }),
            style: 'success',
          },
          tapButton(t('order-button-refund'), { screen: 'order-refund', orderId: alert.orderId }),
        ],
        openOrder(alert.orderId, t),
      ];
    case 'unit-failed':
      return [...unitButtons(alert, t), openOrder(alert.orderId, t)];
    case 'undelivered':
      return [[tapButton(t('undelivered-button-open'), { screen: 'undelivered', page: 0 })]];
    case 'given-back':
    case 'push-refused':
    case 'subscription-lacks-link':
      return [openOrder(alert.orderId, t)];
    case 'stars-returned':
    case 'stars-returned-unclear':
      return alert.orderId === null ? [] : [openOrder(alert.orderId, t)];
    case 'unmatched-charge':
      if (alert.id === undefined) return [];
      return [[tapButton(t('order-button-refund'), { screen: 'charge', chargeId: alert.id })]];
    case 'refund-failed':
      return [
        [
          tapButton(t('money-button-retry'), { screen: 'refund-retry', refundId: alert.refundId }),
          tapButton(t('money-button-credit'), { screen: 'refund-credit', refundId: alert.refundId }),
        ],
        alert.orderId === null ? [] : openOrder(alert.orderId, t),
      ].filter((row) => row.length > 0);
    default:
      return panelButtons(alert, t);
  }
}

const unitButtons = ({ unitId }: { unitId: string }, t: Translate): InlineKeyboardButton[][] => [
  [
    tapButton(t('order-button-retry'), { screen: 'unit-retry', unitId }),
    tapButton(t('unit-button-move'), { screen: 'unit-move', unitId }),
  ],
  [
    tapButton(t('unit-button-credit'), { screen: 'unit-credit', unitId }),
    tapButton(t('order-button-refund'), { screen: 'unit-refund', unitId }),
  ],
];

/** What can be done about a panel that differs from what was sold there. */
function panelButtons(alert: AlertData, t: Translate): InlineKeyboardButton[][] {
  switch (alert.code) {
    case 'clients-missing':
    case 'clients-missing-many':
      return [[tapButton(t('button-put-back'), { screen: 'server-put-back', serverId: alert.serverId })]];
    case 'mute-over':
      return [[tapButton(t('order-button-open'), { screen: 'server', serverId: alert.serverId })]];
    case 'clients-edited': {
      const tap = { screen: 'server-edits', serverId: alert.serverId, on: 1 } as const;
      return [[tapButton(t('button-edits-ours'), tap)]];
    }
    case 'clients-orphaned': {
      const tap = { screen: 'server-orphans', serverId: alert.serverId } as const;
      return [[{ ...tapButton(t('button-orphans-remove'), tap), style: 'danger' }]];
    }
    default:
      return [];
  }
}

const openOrder = (orderId: string, t: Translate): InlineKeyboardButton[] => [
  tapButton(t('order-button-open'), { screen: 'order', orderId }),
];
