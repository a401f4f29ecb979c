import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ServerClient } from '../../model/server-client.ts';
import { later, minutes } from '../../model/values/period.ts';
import { noteCall } from '../lanes/breaker.ts';
import type { Lane } from '../lanes/lane.ts';
import type { LaneWork } from '../lanes/lane-work.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { isReached, reaches } from '../lanes/server-trouble.ts';
import { LASTING_TRIES, placeOnPanel, wantedClient } from '../lanes/wanted-client.ts';
import { alertStaff } from '../messages/queue-message.ts';
import { crashPoint } from '../ports/crash-point.ts';
import { type PanelAccess, PanelFault } from '../ports/panel.ts';
import { lockSeats, terminateClient } from '../seats/seat-statements.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { forgetOwnInbound } from './own-inbound-rows.ts';
import { removeByName } from './own-inbound-work.ts';

/**
 * Makes a panel hold what the shop wants of the clients it has there: switched on, switched off, with their newest
 * end, their traffic counted anew, or gone. Each is a full write, repeated until it was answered, without harm.
 */
export function pushWork(needs: ProvisioningNeeds): LaneWork {
  return {
    due: (serverId) => sql`
        select min(client.push_due_at) as due
          from server_clients client
          join server_inbounds inbound on inbound.id = client.inbound_id
          join servers server on server.id = inbound.server_id
         where server.id = ${serverId} and ${isReached}`,
    run: (lane) => workOff(needs, lane),
  };
}

async function workOff(needs: ProvisioningNeeds, lane: Lane): Promise<void> {
  if (!(await reaches(needs.work.read(), lane.serverId))) return;
  const due = await dueClients(needs, lane);
  if (due.length === 0) return;
  const quiet = await lane.quietFor();
  if (quiet !== null) return postpone(needs, lane, { due, until: later(needs.clock.now(), quiet) });
  for (const client of due) if (!(await push(needs, lane, client))) return;
}

const dueClients = (needs: ProvisioningNeeds, lane: Lane): Promise<ServerClient[]> =>
  needs.work.read().find(
    ServerClient,
    {
      pushDueAt: { $lte: needs.clock.now() },
      inbound: { server: { id: lane.serverId } },
    },
    { populate: ['inbound.server', 'order', 'customer'], orderBy: { pushDueAt: 'asc' }, limit: 64 },
  );

/** false = the panel did not answer or lets nobody in: the others wait too. */
async function push(needs: ProvisioningNeeds, lane: Lane, client: ServerClient): Promise<boolean> {
  try {
    await write(needs, lane, client);
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    await recordFault(needs, lane, { client, fault });
    return isRefusal(fault);
  }
  crashPoint('push.written');
  await recordPush(needs, lane, client);
  return true;
}

async function write(needs: ProvisioningNeeds, lane: Lane, client: ServerClient): Promise<void> {
  const access = panelAccess(client.inbound.server, needs.vault);
  if (client.wanted === 'deleted') {
    await removeWhole(needs, lane, { client, access });
    return;
  }
  // First: it switches the client on, and the update says whether it should be.
  if (client.wantsTrafficReset())
    await lane.write(() => needs.panel.resetTraffic(access, placeOnPanel(client)));
  if (await tookUpdate(needs, lane, { client, access })) return;
  // Switched off and gone come to the same; one that should be on is put back as it was sold.
  if (client.wanted === 'enabled') await addAgain(needs, lane, { client, access });
}

type There = { client: ServerClient; access: PanelAccess };

/** An inbound of its own goes with it, and first: panels up to 3.0 keep the last client of an inbound. */
async function removeWhole(needs: ProvisioningNeeds, lane: Lane, { client, access }: There): Promise<void> {
  const { inbound } = client;
  if (inbound.kind === 'dedicated') await removeByName(needs, lane, { access, name: client.email });
  else await lane.write(() => needs.panel.removeClient(access, placeOnPanel(client)));
}

/** false = the client is not there. A refusal for another reason leaves it as it is, and is thrown. */
async function tookUpdate(needs: ProvisioningNeeds, lane: Lane, { client, access }: There): Promise<boolean> {
  const { remoteId } = client.inbound;
  try {
    await lane.write(() => needs.panel.updateClient(access, remoteId, wantedClient(client)));
    return true;
  } catch (fault) {
    if (!(fault instanceof PanelFault) || fault.kind !== 'permanent') throw fault;
    const there = await lane.during(() => needs.panel.readClients(access, remoteId, [client.email]));
    if (there.has(client.email)) throw fault;
    return false;
  }
}

/**
 * @throws {PanelFault} also when the panel refuses this one client, or lacks so many that the staff has to say first
 * that they go back (RELIABILITY 63): it is not there then.
 */
async function addAgain(needs: ProvisioningNeeds, lane: Lane, { client, access }: There): Promise<void> {
  const { remoteId, server } = client.inbound;
  if (server.massDriftAt !== null) throw new PanelFault('permanent', MANY_ARE_GONE);
  const { refused } = await lane.write(() =>
    needs.panel.addClients(access, remoteId, [wantedClient(client)]),
  );
  const refusal = refused.get(client.email);
  if (refusal) throw refusal;
}

const MANY_ARE_GONE = 'it is missing on the panel with many others, and waits for [Put all back]';

async function recordPush(needs: ProvisioningNeeds, lane: Lane, pushed: ServerClient): Promise<void> {
  const now = needs.clock.now();
  await needs.work.do(async (em) => {
    await lane.recordAnswer(em);
    if (pushed.wanted === 'deleted') await end(em, pushed, now);
    if (pushed.wanted === 'disabled') await releaseRefund(em, pushed, now);
    const client = await em.findOneOrFail(ServerClient, pushed.id);
    if (pushed.wantsTrafficReset()) client.markTrafficReset(now);
    client.markPushed(pushed.wantedRev);
    await em.flush();
    await noteCall(em, { shop: needs.shop, now }, { serverId: lane.serverId, fault: null });
  });
  needs.wakes.sender();
  if (pushed.wanted === 'disabled') needs.wakes.refunds();
}

/** The panel no longer holds it: the seat is free. */
async function end(em: SqlEntityManager, client: ServerClient, now: Date): Promise<void> {
  await lockSeats(em, client.order.id);
  await terminateClient(em, { clientId: client.id, reason: client.statusReason ?? 'deleted', at: now });
  await forgetOwnInbound(em, client.inbound.id, now);
}

/** Access first, money second: the refund that waited for this switch-off is due now. */
async function releaseRefund(em: SqlEntityManager, client: ServerClient, now: Date): Promise<void> {
  const isLast = sql`not exists (
    select from server_clients other
     where other.order_id = ${client.order.id} and other.id <> ${client.id}
       and other.wanted = 'disabled' and other.push_due_at is not null)`;
  await em.execute(sql`
    update refunds set due_at = ${now}
      from charges charge join payments payment on payment.id = charge.payment_id
     where charge.id = refunds.charge_id
       and payment.order_id = ${client.order.id}
       and refunds.status = 'due' and refunds.due_at > ${now} and ${isLast}`);
  await em.execute(sql`
    update wallet_credits set due_at = ${now}
     where order_id = ${client.order.id} and status = 'due' and due_at > ${now} and ${isLast}`);
}

type Refused = { client: ServerClient; fault: PanelFault };

async function recordFault(needs: ProvisioningNeeds, lane: Lane, { client, fault }: Refused): Promise<void> {
  const now = needs.clock.now();
  await needs.work.do(async (em) => {
    await (fault.outcome === 'unknown' ? lane.fence(em) : lane.recordAnswer(em));
    const row = await em.findOneOrFail(ServerClient, client.id);
    row.postponePush(later(now, isRefusal(fault) ? waitAfter(row.retryCount) : minutes(1)));
    row.noteTrouble(fault.message);
    await em.flush();
    if (isRefusal(fault) && row.retryCount >= LASTING_TRIES) await tellRefused(needs, em, { client, fault });
    await noteCall(em, { shop: needs.shop, now }, { serverId: lane.serverId, fault });
  });
  needs.wakes.sender();
}

/** The panel is well, and will not do this. */
const isRefusal = ({ kind }: PanelFault): boolean => kind === 'permanent' || kind === 'duplicate';

/** What hardly changes by itself is tried ever less often: after 1 min, 2, 4 … 30. */
const waitAfter = (refusals: number) => minutes(Math.min(2 ** refusals, 30));

/** Once for each wish: paid and not given, or given back and still there. */
function tellRefused(
  { shop, clock }: ProvisioningNeeds,
  em: SqlEntityManager,
  { client, fault }: Refused,
): Promise<void> {
  const { id, wanted, wantedRev, inbound, order } = client;
  const data = { server: inbound.server.name, orderId: order.id, wanted, reason: fault.message };
  return alertStaff(
    em,
    { shop, now: clock.now() },
    { key: `push-refused:${id}:${wantedRev}`, data: { code: 'push-refused', ...data } },
  );
}

async function postpone(
  needs: ProvisioningNeeds,
  lane: Lane,
  { due, until }: { due: readonly ServerClient[]; until: Date },
): Promise<void> {
  await needs.work.do(async (em) => {
    await lane.fence(em);
    for (const each of due) (await em.findOneOrFail(ServerClient, each.id)).postponePush(until);
    await em.flush();
  });
}
