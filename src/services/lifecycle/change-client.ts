import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { isGone } from '../../model/client-billing.ts';
import { Order } from '../../model/order.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { type ClientStatus, ServerClient } from '../../model/server-client.ts';
import { audit } from '../messages/audit.ts';
import type { MessageToQueue } from '../messages/message-kinds.ts';
import { queueMessage } from '../messages/queue-message.ts';
import type { LifecycleNeeds } from './needs.ts';

/** How an access stands after a change. `expiresAt` null = it never ends. */
export type ChangedAccess = { clientId: number; status: ClientStatus; expiresAt: Date | null };

/**
 * Why an access is left as it is: there is no such access; it was refunded or is gone, or its time is over; it is not
 * switched off; it has neither time nor traffic left, and only a new period helps; not a number of days from 1 to 3650; its customer is suspended, and it would be on again.
 */
export type NotChanged = {
  code:
    | 'client-not-found'
    | 'access-over'
    | 'not-suspended'
    | 'nothing-left'
    | 'bad-days'
    | 'buyer-suspended';
};

/**
 * Why a customer's access is not paused, or does not go on: it does not run; a new key or another location is under way;
 * its plan offers no pause, or no more in this period; it is not paused by its customer; the shop stopped its customer.
 */
export type NotPaused = {
  code:
    | 'client-not-found'
    | 'access-over'
    | 'access-not-running'
    | 'move-under-way'
    | 'pause-not-offered'
    | 'no-pause-left'
    | 'not-paused'
    | 'buyer-stopped';
};

type Code = NotChanged['code'] | NotPaused['code'];

/** What is to become of one delivered access, and who wants it. */
export type Change<Refused extends Code = NotChanged['code']> = {
  clientId: number;
  actorId: number;
  /** Stands in the audit: `client.suspend` … */
  action: string;
  /** Changes the client; a code = it stays as it is. `done` = it was so already: nothing is said or written. */
  act: (em: SqlEntityManager, client: ServerClient, now: Date) => Promise<Verdict<Refused>>;
};

export type Verdict<Refused extends Code = NotChanged['code']> =
  | { refused: Refused }
  | { done: true }
  | { tell: Tell | null };

/** Makes the customer's message; null in its place = whoever did it sees it on the screen. */
type Tell = (to: { chatId: number; key: string }) => MessageToQueue;

/**
 * One change of one access by an admin, in one transaction: the client, what its panel should hold of it, the audit and
 * the customer's message. The panel is told by its lane, which is woken here.
 */
export async function changeClient<Refused extends Code = NotChanged['code']>(
  needs: LifecycleNeeds,
  change: Change<Refused>,
): Promise<Result<ChangedAccess, Refusal<Refused>>> {
  const answer = await needs.work.run((em) => inOneStep(needs, em, change));
  if (!answer.ok) return answer;
  needs.wakes.lane(answer.value.serverId);
  needs.wakes.sender();
  return ok(answer.value.access);
}

type Refusal<Refused extends Code> = { code: Refused | 'client-not-found' | 'access-over' };
type Stepped<Refused extends Code> = Result<{ access: ChangedAccess; serverId: number }, Refusal<Refused>>;

async function inOneStep<Refused extends Code>(
  needs: LifecycleNeeds,
  em: SqlEntityManager,
  change: Change<Refused>,
): Promise<Stepped<Refused>> {
  const now = needs.clock.now();
  const client = await lockClient(em, change.clientId);
  if (!client) return refuse({ code: 'client-not-found' });
  if (isGone(client)) return refuse({ code: 'access-over' });
  const before = shown(client);
  const verdict = await change.act(em, client, now);
  if ('refused' in verdict) return refuse({ code: verdict.refused });
  if ('tell' in verdict) await writeDown(needs, em, { change, client, before, tell: verdict.tell });
  const { id: clientId, status, expiresAt, inbound } = client;
  return ok({ access: { clientId, status, expiresAt }, serverId: inbound.server.id });
}

/** The order first, as every step of the shop locks; a client that was not delivered is none yet. */
async function lockClient(em: SqlEntityManager, clientId: number): Promise<ServerClient | null> {
  const known = await em.findOne(ServerClient, clientId, { fields: ['order'] });
  if (!known) return null;
  const orderId = known.order.id;
  em.clear();
  await em.findOne(Order, orderId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const client = await em.findOne(ServerClient, clientId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!client || client.status === 'provisioning') return null;
  await em.populate(client, ['order', 'inbound.server']);
  return client;
}

type Writing = {
  change: Pick<Change, 'actorId' | 'action'>;
  client: ServerClient;
  before: Record<string, unknown>;
  tell: Tell | null;
};

async function writeDown(
  needs: LifecycleNeeds,
  em: SqlEntityManager,
  { change, client, before, tell }: Writing,
): Promise<void> {
  const now = needs.clock.now();
  const { actorId, action } = change;
  audit(em, { actorId, action, target: `client:${client.id}`, before, after: shown(client) }, now);
  await em.flush();
  if (tell === null) return;
  const key = `${action}:${client.id}:${client.wantedRev}`;
  await queueMessage(em, { shop: needs.shop, now }, tell({ chatId: client.customer.id, key }));
}

const shown = ({ status, statusReason, expiresAt, trafficUsed }: ServerClient) => ({
  status,
  reason: statusReason,
  expiresAt: expiresAt?.toISOString() ?? null,
  usedBytes: trafficUsed.toString(),
});
