import { expect } from 'vitest';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import type { PanelShop } from './panel-shop.ts';

/** One client for each unit of these orders, each delivered once, and no seat lost or counted twice. */
export const expectDeliveredOnce = async (shop: PanelShop, ...orderIds: string[]): Promise<void> => {
  const units = (await Promise.all(orderIds.map((orderId) => shop.units(orderId)))).flat();
  const sold = units.map((unit) => unit.serverClient?.email).sort();
  const ours = (await shop.panel.clients()).filter(({ comment }) => comment !== 'stranger');
  expect(ours.map(({ email }) => email).sort()).toEqual(sold);
  expect(units.map(({ provisionStatus }) => provisionStatus)).toEqual(units.map(() => 'completed'));
  expect(await shop.messages('key-text')).toHaveLength(units.length);
  expect(await shop.messages('key-qr')).toHaveLength(units.length);
  for (const orderId of orderIds) expect(await shop.cardStage(orderId)).toBe('ready');
  expect(await counterDrift(shop.work.read())).toEqual([]);
};
