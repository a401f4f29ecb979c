import { describe, expect, it } from 'vitest';
import { forRole } from '../../src/bot/views/for-role.ts';
import { alertView } from '../../src/bot/views/notice-views.ts';
import type { Role } from '../../src/model/role.ts';
import { t } from './english.ts';

const labels = (role: Role) => {
  const alert = { code: 'unit-failed', orderId: 'abc', unitId: 'def', reason: 'permanent: no' } as const;
  const { reply_markup } = forRole(alertView(alert, t), role);
  return reply_markup?.inline_keyboard.flat().map((button) => button.text) ?? [];
};

describe('the buttons under an alert', () => {
  it('are those that its reader may press', () => {
    const money = [t('unit-button-credit'), t('order-button-refund')];
    const work = [t('order-button-retry'), t('unit-button-move'), t('order-button-open')];

    expect(labels('support')).toEqual(work);
    expect(labels('admin')).toEqual(expect.arrayContaining([...money, ...work]));
    expect(labels('customer')).toEqual([]);
  });
});
