import { LockMode, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { SELLING_HEALTH, Server, type ServerHealth } from '../../model/server.ts';
import { later, minutes, type Period, seconds } from '../../model/values/period.ts';
import { alertOwners } from '../messages/queue-message.ts';
import type { CoreState, PanelFault, PanelFaultKind } from '../ports/panel.ts';
import type { Shop } from '../ports/shop.ts';

type From = { shop: Shop; now: Date };

/** A panel may miss its answer twice; after the third in a row its server is out of sale until a probe gets through. */
const TOLERATED_SILENCES = 2;

const SILENT: readonly PanelFaultKind[] = ['not-sent', 'ambiguous', 'session'];
const AT_ONCE: readonly PanelFaultKind[] = ['auth', 'tls', 'poisoned', 'unsupported', 'forbidden-address'];

/** Counts a fault against its server, and takes it out of sale where that is due. Tells the owners once per change. */
export async function reportTrouble(
  em: SqlEntityManager,
  from: From,
  trouble: { serverId: number; fault: PanelFault },
): Promise<void> {
  const { kind, message } = trouble.fault;
  if (AT_ONCE.includes(kind)) {
    await takeOut(em, from, { ...trouble, health: 'critical', reason: message });
  } else if (SILENT.includes(kind)) {
    const server = await em.findOneOrFail(Server, trouble.serverId, { lockMode: LockMode.PESSIMISTIC_WRITE });
    server.countSilence();
    if (server.failedProbes > TOLERATED_SILENCES) {
      await takeOut(em, from, { ...trouble, health: 'offline', reason: message });
    }
  }
}

/** The panel answered: only silences in a row take a server out of sale. */
export async function forgetSilences(em: SqlEntityManager, serverId: number): Promise<void> {
  await em.execute(sql`
    update servers set failed_probes = 0
     where id = ${serverId} and failed_probes > 0 and health_status in (${SELLING_HEALTH})`);
}

/** Why nobody could use a key of this server, in the core's own words; null = the core runs, or is about to. */
export function coreTrouble(core: CoreState): string | null {
  if (core.state === 'running' || core.state === 'starting') return null;
  return core.message || `the proxy core is ${core.state}`;
}

/** Out of sale: paid orders wait, nothing more is sold there. */
export async function takeOut(
  em: SqlEntityManager,
  { shop, now }: From,
  out: { serverId: number; health: ServerHealth; reason: string },
): Promise<void> {
  const server = await em.findOneOrFail(Server, out.serverId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const wasSelling = server.isSelling();
  const wait = probeWait(wasSelling ? 0 : server.failedProbes);
  server.markUnusable({ health: out.health, reason: out.reason }, later(now, wait));
  await em.flush();
  if (!wasSelling) return;
  await alertOwners(
    em,
    { shop, now },
    {
      key: `server-out:${server.id}:${now.getTime()}`,
      data: { code: 'server-out', serverId: server.id, server: server.name, reason: out.reason },
    },
  );
}

/** In sale again: what waited for this server is due now. */
export async function putBack(em: SqlEntityManager, { shop, now }: From, serverId: number): Promise<void> {
  const server = await em.findOneOrFail(Server, serverId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const wasOut = !server.isSelling();
  server.markReachable(now);
  await em.flush();
  if (!wasOut) return;
  await makeDue(em, serverId, now);
  await alertOwners(
    em,
    { shop, now },
    {
      key: `server-back:${server.id}:${now.getTime()}`,
      data: { code: 'server-back', serverId: server.id, server: server.name },
    },
  );
}

async function makeDue(em: SqlEntityManager, serverId: number, now: Date): Promise<void> {
  await em.execute(sql`
    update order_server_clients unit set due_at = ${now}
      from server_inbounds inbound
     where inbound.id = unit.inbound_id and inbound.server_id = ${serverId}
       and unit.provision_status in ('pending', 'provisioning') and unit.due_at > ${now}`);
}

/** 10 s, 20 s, 40 s … 5 min between looks at a server that is out of sale. */
function probeWait(failedProbes: number): Period {
  return Math.min(seconds(10) * 2 ** Math.min(failedProbes, 10), minutes(5)) as Period;
}
