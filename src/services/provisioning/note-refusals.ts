import type { SqlEntityManager } from '@mikro-orm/sql';
import { noteRefused, noteTaken } from '../../model/inbound-refusals.ts';
import type { OrderServerClient } from '../../model/order-server-client.ts';
import type { ServerInbound } from '../../model/server-inbound.ts';
import { alertOfServer } from '../messages/alert-of-server.ts';
import type { ProvisioningNeeds } from './needs.ts';

type At = { needs: Pick<ProvisioningNeeds, 'shop'>; em: SqlEntityManager; now: Date };

/** An inbound that refuses one unit after the other goes out of sale by itself; the staff is told. */
export async function unitRefused(
  { needs, em, now }: At,
  { id, inbound }: OrderServerClient,
  why: string,
): Promise<void> {
  if (inbound.kind !== 'shared' || !noteRefused(inbound, { id, why }, now)) return;
  const { id: serverId, name: server } = inbound.server;
  await alertOfServer(
    em,
    { shop: needs.shop, now },
    {
      key: `inbound-refusing:${inbound.id}:${now.getTime()}`,
      data: { code: 'inbound-refusing', serverId, server, inbound: inbound.remark, reason: why },
    },
  );
}

/** It takes clients: what was counted against it is forgotten, and it is in sale again; the staff is told. */
export async function clientTaken({ needs, em, now }: At, inbound: ServerInbound): Promise<void> {
  if (!noteTaken(inbound)) return;
  const { id: serverId, name: server } = inbound.server;
  const [clients, sells] = [inbound.currentClients, inbound.canProvision()];
  await alertOfServer(
    em,
    { shop: needs.shop, now },
    {
      key: `inbound-back:${inbound.id}:${now.getTime()}`,
      data: {
        code: 'inbound-back',
        serverId,
        server,
        inbound: inbound.remark,
        was: 'refusing',
        clients,
        sells,
      },
    },
  );
}
