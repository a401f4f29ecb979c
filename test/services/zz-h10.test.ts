import { it } from 'vitest';
import { PanelShop } from '../support/panel-shop.ts';
import { Payment } from '../../src/model/payment.ts';
import { ServerInbound } from '../../src/model/server-inbound.ts';
import { ServerClient } from '../../src/model/server-client.ts';
import { LockMode } from '@mikro-orm/core';
it('x', async () => {
  const shop = await PanelShop.open();
  const id = await shop.unpaidOrder();
  await shop.work.do(async (em) => {
    const p = await em.findOneOrFail(Payment, { order: id });
    await em.refresh(p);
    console.log('refresh', typeof p.amount, p.amount, typeof p.createdAt, p.createdAt);
  });
  await shop.work.do(async (em) => {
    const p = await em.findOneOrFail(Payment, { order: id });
    await em.findOneOrFail(Payment, { order: id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
    console.log('find refresh', typeof p.amount, p.amount, typeof p.createdAt);
  });
  await shop.end();
});
