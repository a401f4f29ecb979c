import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { DedicatedInbound } from '../../model/dedicated-inbound.ts';
import type { OrderServerClient } from '../../model/order-server-client.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Vault } from '../ports/vault.ts';

/** Where the private key of an inbound is sealed for: it opens in no other row. */
export const keyPlace = (inboundId: number): string => `dedicated_inbounds:${inboundId}:private_key`;

type Needs = { clock: Clock; ids: Ids; vault: Vault };
type Adding = { unit: OrderServerClient; name: string; port: number };

/**
 * Writes an inbound of a unit's own down, with keys drawn for it; what the panel knows of it is another's to say. One
 * that the panel has already, because the database was set back, has the keys that it was made with.
 */
export async function addOwnInbound(
  needs: Needs,
  em: SqlEntityManager,
  { unit, name, port }: Adding,
): Promise<DedicatedInbound> {
  const { server, clientTemplate } = unit.inbound;
  // The id is part of what the key is sealed for, so it is drawn before the row is written.
  const [drawn] = await em.execute<{ id: number }[]>(
    sql`select nextval('server_inbounds_id_seq')::int as id`,
  );
  const id = drawn?.id ?? 0;
  const inbound = em.create(ServerInbound, {
    id,
    server,
    kind: 'dedicated',
    remoteId: -id,
    remark: name,
    protocol: 'vless',
    port,
    network: 'tcp',
    security: 'reality',
    flowCapable: true,
    provisioningEnabled: false,
    performanceMetrics: null,
    clientTemplate,
    provisioningRules: null,
  });
  const keys = needs.ids.realityKeys();
  return em.create(DedicatedInbound, {
    inbound,
    unit,
    serverName: server.ownServerName,
    shortId: keys.shortId,
    publicKey: keys.publicKey,
    privateKey: needs.vault.seal(keys.privateKey, keyPlace(id)),
    createdAt: needs.clock.now(),
  });
}

/** The panel has it under this number. That may have been another row's, of an inbound that the panel has lost since. */
export async function settleOwnInbound(
  em: SqlEntityManager,
  own: DedicatedInbound,
  remoteId: number,
): Promise<void> {
  const { id, server } = own.inbound;
  await em.execute(sql`
    update server_inbounds set remote_id = -id, status = 'error', status_message = 'missing on the panel'
     where server_id = ${server.id} and remote_id = ${remoteId} and id <> ${id}`);
  own.markMade(remoteId);
}
