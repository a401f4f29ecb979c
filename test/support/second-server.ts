import { sql } from '@mikro-orm/core';
import type { Generation } from '../../src/sandbox/panel/generation.ts';
import { PanelHand } from './panel-hand.ts';
import type { PanelShop } from './panel-shop.ts';
import { addPanel } from './panel-stock.ts';

export type SecondServer = { serverId: number; panel: PanelHand };

/** Another panel, added as a server of its own and put into the pool of the shop's plans behind those that are there. */
export async function openSecondServer(
  shop: PanelShop,
  { n = 2, generation }: { n?: number; generation?: Generation } = {},
): Promise<SecondServer> {
  const panel = new PanelHand(() => shop.clock.now().getTime(), { n, ...(generation && { generation }) });
  await panel.start();
  const serverId = await addPanel(shop.fleet, panel.address, 'token');
  await shop.rows(sql`update servers set name = ${`Server ${n}`} where id = ${serverId} returning id`);
  await shop.rows(sql`
    insert into server_plan_pool (plan_id, server_id, rank)
    select id, ${serverId}, ${n - 1} from server_plans returning plan_id`);
  await panel.forgetCalls();
  return { serverId, panel };
}
