import { sql } from '@mikro-orm/core';
import { expect } from 'vitest';
import type { OwnAccess } from '../../src/services/provisioning/request-move.ts';
import type { ModelShop } from './model-shop.ts';
import { Named, type Scene } from './named-command.ts';
import { sweep } from './time-commands.ts';

type Access = OwnAccess & { serverId: number };

/** Why the shop may leave an access where it is: all that the model does not follow. */
const MAY_REFUSE = [
  'access-not-found',
  'access-not-running',
  'move-under-way',
  'too-many-keys',
  'no-moves-left',
  'location-full',
];

/** A customer wants another key for a delivered access, or has it moved to the other server. */
export const change = (no: number, what: 'key' | 'location') =>
  new Named(`Change(${no}, ${what})`, (scene) => ask(scene, no, WAYS[what]), true);

const WAYS: Readonly<Record<'key' | 'location', Asked>> = {
  key: (own, { real }) => real.survive(({ placement }) => placement.newKey(own)),
  location: ({ serverId: here, ...own }, { real }) => {
    const serverId = real.servers.find((each) => each !== here) ?? here;
    return real.survive(({ placement }) => placement.changeLocation({ ...own, serverId }));
  },
};

type Asked = (own: Access, scene: Scene) => Promise<{ ok: true } | { ok: false; refusal: { code: string } }>;

/** One of the orders that are paid; most are delivered by then. */
async function ask(scene: Scene, no: number, act: Asked): Promise<void> {
  await sweep(scene.model, scene.real);
  const paid = scene.model.orders.filter(({ state }) => state === 'paid');
  const order = paid[no % paid.length];
  const own = order && (await accessOf(scene.real, order.id));
  if (!own) return;
  const answer = await act(own, scene);
  if (!answer.ok) expect(MAY_REFUSE).toContain(answer.refusal.code);
}

async function accessOf(real: ModelShop, orderId: string): Promise<Access | undefined> {
  const [own] = await real.rows<{ clientId: number; customerId: string; serverId: number }>(sql`
    select client.id as "clientId", client.customer_id::text as "customerId", inbound.server_id as "serverId"
      from order_server_clients unit join order_items item on item.id = unit.order_item_id
      join server_clients client on client.id = unit.server_client_id
      join server_inbounds inbound on inbound.id = client.inbound_id
     where item.order_id = ${orderId} and unit.provision_status = 'completed'
     order by unit.unit_no limit 1`);
  return own && { ...own, customerId: Number(own.customerId) };
}
