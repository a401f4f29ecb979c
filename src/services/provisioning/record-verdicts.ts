import type { SqlEntityManager } from '@mikro-orm/sql';
import type { OrderServerClient } from '../../model/order-server-client.ts';
import { later, seconds } from '../../model/values/period.ts';
import { noteCall } from '../lanes/breaker.ts';
import type { Lane } from '../lanes/lane.ts';
import { advanceCards, queueMessage, redrawCards } from '../messages/queue-message.ts';
import { crashPoint } from '../ports/crash-point.ts';
import { PanelFault } from '../ports/panel.ts';
import { lockDeliveringOrders } from '../seats/seat-statements.ts';
import { applyFault, type Context, giveUp, type Leaving, leaveIfOverdue } from './apply-fault.ts';
import { countable, tellUnits } from './count-units.ts';
import { lockUnits, orderOf } from './due-units.ts';
import { deliveryTimes, measurePlans } from './measure-plans.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { clientTaken } from './note-refusals.ts';
import { sendElsewhere } from './send-elsewhere.ts';
import { settleOrders } from './settle-orders.ts';
import { openSteps, takeStep } from './unit-steps.ts';
import type { Verdict } from './verify.ts';

/** What is known of one unit after the panel was asked; a fault stands for "this was tried and did not work". */
export type Finding = Verdict | { kind: 'fault'; unitId: string; fault: PanelFault };

/**
 * `units` = as they were when the panel was asked; `definite` = nothing of ours is at work on the panel any more: the
 * quiet time ends with this transaction.
 */
export type AfterLook = {
  units: readonly OrderServerClient[];
  findings: readonly Finding[];
  definite: boolean;
  trouble: PanelFault | null;
};

/**
 * The transaction after the panel was asked: completes, repeats or gives up each unit, and writes the messages that
 * follow. A unit whose order was refunded meanwhile is left alone: the refund wrote its tombstone. Units that this
 * panel will not take go elsewhere after it.
 */
export async function recordVerdicts(needs: ProvisioningNeeds, lane: Lane, record: AfterLook): Promise<void> {
  if (record.findings.some(({ kind }) => kind === 'ready')) crashPoint('panel.verified');
  const steps = new Map(record.findings.map(({ unitId }) => [unitId, openSteps(lane, unitId)]));
  const taken = { record, steps, now: needs.clock.now(), answers: lane.takeHeard() };
  const units = record.units.filter(({ id }) => steps.has(id));
  const work = () => writeDown(needs, lane, taken);
  const { times, leaving, told } = await takeStep(needs, lane, { step: 'record', units, work });
  tellUnits(needs, told);
  if (times.length > 0) crashPoint('unit.completed');
  needs.wakes.sender();
  await measurePlans(needs, times);
  await sendAway(needs, lane, leaving);
}

type Taken = {
  record: AfterLook;
  /** What was done for each unit, for its history. */
  steps: ReadonlyMap<string, ReturnType<typeof openSteps>>;
  now: Date;
  answers: number;
};

function writeDown(needs: ProvisioningNeeds, lane: Lane, { record, steps, now, answers }: Taken) {
  return needs.work.do(async (em) => {
    await (record.definite ? lane.recordAnswer(em) : lane.fence(em));
    const context: Context = { needs, em, now, leaving: [] };
    const units = await openUnits(em, record);
    keepSteps(units.values(), steps);
    for (const finding of record.findings) {
      const unit = units.get(finding.unitId);
      if (unit) await apply(context, unit, { finding, definite: record.definite });
    }
    await em.flush();
    const done = await settle(context, [...units.values()]);
    const from = { shop: needs.shop, now };
    await noteCall(em, from, { serverId: lane.serverId, fault: record.trouble, answers });
    const told = countable(units.values(), done);
    return { times: deliveryTimes(units.values()), leaving: context.leaving, told };
  });
}

function keepSteps(units: Iterable<OrderServerClient>, steps: Taken['steps']): void {
  for (const unit of units) for (const step of steps.get(unit.id) ?? []) unit.keepStep(step);
}

async function sendAway(needs: ProvisioningNeeds, lane: Lane, leaving: readonly Leaving[]): Promise<void> {
  for (const each of leaving) await sendElsewhere(needs, lane, each);
}

/** The units of these findings that are still to be delivered from here, locked: orders by id first, then units. */
async function openUnits(
  em: SqlEntityManager,
  { units, findings }: AfterLook,
): Promise<Map<string, OrderServerClient>> {
  const found = new Set(findings.map((finding) => finding.unitId));
  const seen = units.filter(({ id }) => found.has(id));
  const open = await lockDeliveringOrders(em, [...new Set(seen.map((unit) => orderOf(unit).id))]);
  const locked = (await lockUnits(em, seen)).filter((unit) => open.has(orderOf(unit).id));
  return new Map(locked.map((unit) => [unit.id, unit]));
}

type Applying = { finding: Finding; definite: boolean };

async function apply(
  context: Context,
  unit: OrderServerClient,
  { finding, definite }: Applying,
): Promise<void> {
  switch (finding.kind) {
    case 'ready':
      return complete(context, unit, finding);
    case 'absent':
      return applyFault(context, unit, new PanelFault('busy', 'the panel said yes and does not hold it'));
    case 'differs':
      return applyDifference(context, unit, finding.fields.join(', '));
    case 'foreign':
      unit.settleDoubt(); // what is there is not ours: nothing of it is to be removed
      return giveUp(context, unit, {
        code: 'conflict',
        text: 'the panel holds our name with other credentials',
      });
    case 'untested':
      unit.failQA(finding.fault.message, context.now);
      await applyFault(context, unit, finding.fault);
      return leaveIfOverdue(context, unit, { code: finding.fault.kind, text: finding.fault.message });
    case 'fault':
      if (definite && finding.fault.outcome !== 'unknown') unit.settleAttempt();
      return applyFault(context, unit, finding.fault);
  }
}

function applyDifference({ now }: Context, unit: OrderServerClient, fields: string): void {
  unit.failQA(`differs: ${fields}`, now);
  unit.markProvisionFailed({ code: 'qa', text: fields }, later(now, seconds(1)), now);
}

async function complete(
  { needs, em, now }: Context,
  unit: OrderServerClient,
  verdict: Verdict & { kind: 'ready' },
): Promise<void> {
  const client = unit.serverClient;
  if (!client) return;
  unit.passQA(verdict.notes, now);
  unit.markProvisionCompleted(now);
  client.markAsProvisioned(now, unit.provisionDurationSeconds);
  client.keepLinks(verdict.links, verdict.linksRev);
  await clientTaken({ needs, em, now }, unit.inbound);
  if (verdict.staleEnd) client.want('enabled', now);
  const { suspendedAt } = orderOf(unit).customer;
  if (suspendedAt) client.suspend('admin', suspendedAt);
  const { disturbedUntil } = unit.inbound;
  if (disturbedUntil && disturbedUntil > now) client.recheckLater(disturbedUntil);
  const placement = `${unit.id}:${unit.placementNo}`;
  const from = { shop: needs.shop, now };
  const chatId = orderOf(unit).customer.id;
  const data = { unitId: unit.id };
  await queueMessage(em, from, { chatId, kind: 'key-text', data, key: `key-text:${placement}` });
  await queueMessage(em, from, { chatId, kind: 'key-qr', data, key: `key-qr:${placement}` });
}

/** Orders and cards follow from their units. Answers how many orders are complete now. */
async function settle({ em, now }: Context, units: readonly OrderServerClient[]): Promise<number> {
  const orderIds = [...new Set(units.map((unit) => orderOf(unit).id))];
  const done = await settleOrders(em, orderIds, now);
  await advanceCards(em, done, 'ready');
  await redrawCards(
    em,
    ordersWith(units, 'completed').filter((id) => !done.includes(id)),
  );
  await advanceCards(em, ordersWith(units, 'failed'), 'failed');
  await advanceCards(em, [...ordersWith(units, 'pending'), ...ordersWith(units, 'provisioning')], 'slow');
  return done.length;
}

const ordersWith = (units: readonly OrderServerClient[], status: OrderServerClient['provisionStatus']) => [
  ...new Set(units.filter((unit) => unit.provisionStatus === status).map((unit) => orderOf(unit).id)),
];
