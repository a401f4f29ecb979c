import { sql } from '@mikro-orm/core';
import { ClientMove } from '../../model/client-move.ts';
import { SELLING_HEALTH } from '../../model/server.ts';
import { later, minutes, type Period, seconds } from '../../model/values/period.ts';
import { noteCall } from '../lanes/breaker.ts';
import type { Lane } from '../lanes/lane.ts';
import type { LaneWork } from '../lanes/lane-work.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { compareWithPanel, type Placed, placeOnPanel, wantedClient } from '../lanes/wanted-client.ts';
import { crashPoint } from '../ports/crash-point.ts';
import { type PanelAccess, PanelFault, type RemoteClient } from '../ports/panel.ts';
import { coreRuns } from './check-core.ts';
import { abandonMove, failMove, finishMove } from './end-move.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { usableLinks } from './usable-links.ts';
import { isStillUnknownToCore, notYet } from './verify.ts';

/** In these states of its client a move goes on; one that is switched off waits until it is on again. */
export const MOVING = ['active', 'terminated'] as const;

const AT_A_TIME = 64;
const SOONEST = seconds(2);
const LATEST = minutes(1);

/**
 * Delivered accesses that get new names, or come here from another server: looked for first, added, read back and
 * tested like a first key. Whatever was not answered is read before it is written again.
 */
export function moveWork(needs: ProvisioningNeeds): LaneWork {
  return {
    due: (serverId) => sql`
        select min(move.due_at) as due
          from client_moves move
          join server_clients client on client.id = move.client_id
          join server_inbounds inbound on inbound.id = move.to_inbound_id
          join servers server on server.id = inbound.server_id
         where server.id = ${serverId} and server.health_status in (${SELLING_HEALTH})
           and move.state = 'open' and client.status in (${MOVING})`,
    run: async (lane) => {
      for (const move of await dueMoves(needs, lane)) if (!(await goOn(needs, lane, move))) return;
    },
  };
}

const dueMoves = (needs: ProvisioningNeeds, lane: Lane): Promise<ClientMove[]> =>
  needs.work.read().find(
    ClientMove,
    {
      state: 'open',
      dueAt: { $lte: needs.clock.now() },
      client: { status: { $in: [...MOVING] } },
      toInbound: { server: { id: lane.serverId, healthStatus: { $in: [...SELLING_HEALTH] } } },
    },
    {
      populate: ['client.customer', 'client.order', 'toInbound.server'],
      orderBy: { dueAt: 'asc', id: 'asc' },
      limit: AT_A_TIME,
    },
  );

/** false = the panel did not answer or lets nobody in: the others wait too. */
async function goOn(needs: ProvisioningNeeds, lane: Lane, move: ClientMove): Promise<boolean> {
  if (move.client.status === 'terminated') {
    await needs.work.do(async (em) => {
      await lane.fence(em);
      await abandonMove(needs, em, move.id);
    });
    return true;
  }
  const { attempts } = move;
  try {
    const links = await makeAndTest(needs, lane, move);
    if (links === null) return true;
    crashPoint('move.tested');
    await finishMove(needs, lane, { move, links });
    return true;
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    await record(needs, lane, { move, fault, wrote: move.attempts > attempts });
    return ['permanent', 'duplicate'].includes(fault.kind) || fault.kind === 'busy';
  }
}

/** Its tested links; null = nothing may be written yet, and it waits. @throws {PanelFault} */
async function makeAndTest(
  needs: ProvisioningNeeds,
  lane: Lane,
  move: ClientMove,
): Promise<readonly string[] | null> {
  const { toInbound: inbound } = move;
  const access = panelAccess(inbound.server, needs.vault);
  const trip = { move, access, placed: placedAs(move) };
  const found = await read(needs, lane, trip);
  const isRight = found !== undefined && differences(trip, found).length === 0;
  if (!isRight && !(await mayWrite(needs, lane, move))) return null;
  const remote = isRight ? found : await write(needs, lane, { ...trip, found });
  const given = await lane.during(() => needs.panel.clientLinks(access, placeOnPanel(trip.placed)));
  const links = usableLinks(given, { client: trip.placed, inbound, access, remote });
  if (isStillUnknownToCore({ inbound, provisionStartedAt: move.triedAt }, needs.clock.now()))
    throw notYet(inbound);
  if (!(await coreRuns(needs, lane, { inbound, access })))
    throw new PanelFault('busy', 'the proxy core does not run');
  return links;
}

type Trip = { move: ClientMove; access: PanelAccess; placed: Placed };

/** The client as it will be there. Of its traffic so much is left as the shop knows now. */
function placedAs({
  client,
  toInbound: inbound,
  email,
  uuid,
  password,
  subId,
  flow,
  kind,
}: ClientMove): Placed {
  const { limitIp, trafficLimit, expiresAt, wanted, customer, order } = client;
  const carriedTraffic = kind === 'key' ? client.carriedTraffic : client.trafficUsed;
  const askedFor = (end: Date | null) => client.askedFor(end);
  const names = { email, uuid, password, subId, flow, inbound };
  return { ...names, limitIp, trafficLimit, carriedTraffic, expiresAt, wanted, customer, order, askedFor };
}

async function read(needs: ProvisioningNeeds, lane: Lane, trip: Trip): Promise<RemoteClient | undefined> {
  const { remoteId } = trip.move.toInbound;
  const { email } = trip.placed;
  const there = await lane.during(() => needs.panel.readClients(trip.access, remoteId, [email]));
  return there.get(email);
}

/** @throws {PanelFault} `permanent` where the panel holds our name with other credentials. */
function differences({ placed, move }: Trip, remote: RemoteClient): readonly string[] {
  const compared = compareWithPanel(placed, remote, move.toInbound.remoteId);
  if (compared.kind === 'foreign')
    throw new PanelFault('permanent', 'the panel holds our name with other credentials');
  return compared.kind === 'differs' ? compared.fields : [];
}

/** false = an older write may still be at work on the panel: the move waits for its quiet time. */
async function mayWrite(needs: ProvisioningNeeds, lane: Lane, move: ClientMove): Promise<boolean> {
  const quiet = await lane.quietFor();
  const now = needs.clock.now();
  await needs.work.do(async (em) => {
    await (quiet === null ? lane.announceWrite(em) : lane.fence(em));
    const row = await em.findOneOrFail(ClientMove, move.id);
    if (quiet === null) row.begin(now);
    else row.postpone(later(now, quiet), 'an older write may still be at work');
    await em.flush();
  });
  if (quiet === null) move.begin(now);
  return quiet === null;
}

/** Adds it, or mends what differs, and reads it back: a yes is only a word. */
async function write(
  needs: ProvisioningNeeds,
  lane: Lane,
  trip: Trip & { found: RemoteClient | undefined },
): Promise<RemoteClient> {
  const { access, placed, found, move } = trip;
  const { remoteId } = move.toInbound;
  const wanted = wantedClient(placed);
  const answer = await lane.during(async () =>
    found
      ? needs.panel.updateClient(access, remoteId, wanted)
      : needs.panel.addClients(access, remoteId, [wanted]),
  );
  const refusal = answer?.refused.get(placed.email);
  const there = await read(needs, lane, trip);
  await needs.work.do((em) => lane.recordAnswer(em));
  if (there === undefined) throw refusal ?? new PanelFault('busy', 'the panel said yes and does not hold it');
  const fields = differences(trip, there);
  if (fields.length > 0)
    throw new PanelFault('busy', `the panel holds other values for: ${fields.join(', ')}`);
  return there;
}

/**
 * A place that will never take it is given up at once; everything else is tried again, ever less often. Only a write of
 * its own (`wrote`) is answered by it: an earlier one of this lane may still be at work.
 */
async function record(
  needs: ProvisioningNeeds,
  lane: Lane,
  { move, fault, wrote }: { move: ClientMove; fault: PanelFault; wrote: boolean },
): Promise<void> {
  const now = needs.clock.now();
  const wait = Math.min(LATEST, SOONEST * 2 ** Math.min(move.attempts, 10)) as Period;
  await needs.work.do(async (em) => {
    await (wrote && fault.outcome !== 'unknown' ? lane.recordAnswer(em) : lane.fence(em));
    const row = await em.findOneOrFail(ClientMove, move.id);
    if (row.state === 'open') row.postpone(later(now, wait), fault.message);
    await em.flush();
    await noteCall(em, { shop: needs.shop, now }, { serverId: lane.serverId, fault });
  });
  const isHopeless = fault.kind === 'permanent' || fault.kind === 'duplicate';
  if (move.kind === 'location' && isHopeless) await failMove(needs, move.id);
}
