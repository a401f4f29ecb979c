import type { SqlEntityManager } from '@mikro-orm/sql';
import type { OrderServerClient } from '../../model/order-server-client.ts';
import { later, minutes, seconds } from '../../model/values/period.ts';
import type { Lane } from '../lanes/lane.ts';
import { backOff } from '../lanes/lane-runner.ts';
import { forgetSilences, reportTrouble } from '../lanes/server-trouble.ts';
import { advanceCards, alertStaff, queueMessage } from '../messages/queue-message.ts';
import { crashPoint } from '../ports/crash-point.ts';
import { PanelFault } from '../ports/panel.ts';
import { lockDeliveringOrders } from '../seats/seat-statements.ts';
import { countable, tellUnits } from './count-units.ts';
import { lockUnits, orderOf } from './due-units.ts';
import { deliveryTimes, measurePlans } from './measure-plans.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { abandonOwnInbound } from './own-inbound-rows.ts';
import { settleOrders } from './settle-orders.ts';
import type { Verdict } from './verify.ts';

/** What is known of one unit after the panel was asked; a fault stands for "this was tried and did not work". */
export type Finding = Verdict | { kind: 'fault'; unitId: string; fault: PanelFault };

/** `definite` = nothing of ours is at work on the panel any more: the quiet time ends with this transaction. */
export type AfterLook = { findings: readonly Finding[]; definite: boolean; trouble: PanelFault | null };

/** RELIABILITY E5: writes begun for one placement before an admin is asked. */
const MOST_ATTEMPTS = 20;

type Context = { needs: ProvisioningNeeds; em: SqlEntityManager; now: Date };

/**
 * The transaction after the panel was asked: completes, repeats or gives up each unit, and writes the messages that
 * follow. A unit whose order was refunded meanwhile is left alone: the refund wrote its tombstone.
 */
export async function recordVerdicts(needs: ProvisioningNeeds, lane: Lane, record: AfterLook): Promise<void> {
  const now = needs.clock.now();
  if (record.findings.some(({ kind }) => kind === 'ready')) crashPoint('panel.verified');
  const { times, told } = await needs.work.do(async (em) => {
    await (record.definite ? lane.recordAnswer(em) : lane.fence(em));
    const context = { needs, em, now };
    const units = await openUnits(context, record.findings);
    for (const finding of record.findings) await apply(context, units.get(finding.unitId), finding);
    await em.flush();
    const done = await settle(context, [...units.values()]);
    await countSilence(context, lane.serverId, record.trouble);
    return { times: deliveryTimes(units.values()), told: countable(units.values(), done) };
  });
  tellUnits(needs, told);
  if (times.length > 0) crashPoint('unit.completed');
  needs.wakes.sender();
  await measurePlans(needs, times);
}

const countSilence = (
  { needs, em, now }: Context,
  serverId: number,
  fault: PanelFault | null,
): Promise<void> =>
  fault ? reportTrouble(em, { shop: needs.shop, now }, { serverId, fault }) : forgetSilences(em, serverId);

/** The units of these findings whose orders are still to be delivered, locked: orders by id first, then units. */
async function openUnits(
  { em }: Context,
  findings: readonly Finding[],
): Promise<Map<string, OrderServerClient>> {
  const ids = findings.map((finding) => finding.unitId);
  const orders = new Set((await lockUnits(em, ids)).map((unit) => orderOf(unit).id));
  const open = await lockDeliveringOrders(em, [...orders]);
  em.clear();
  const units = (await lockUnits(em, ids)).filter((unit) => open.has(orderOf(unit).id));
  return new Map(units.map((unit) => [unit.id, unit]));
}

async function apply(context: Context, unit: OrderServerClient | undefined, finding: Finding): Promise<void> {
  const { now } = context;
  if (!unit) return;
  switch (finding.kind) {
    case 'ready':
      return complete(context, unit, finding);
    case 'absent':
      return applyFault(context, unit, new PanelFault('busy', 'the panel said yes and does not hold it'));
    case 'differs':
      unit.failQA(`differs: ${finding.fields.join(', ')}`, now);
      return unit.markProvisionFailed(
        { code: 'qa', text: finding.fields.join(', ') },
        later(now, seconds(1)),
        now,
      );
    case 'foreign':
      return giveUp(context, unit, {
        code: 'conflict',
        text: 'the panel holds our name with other credentials',
      });
    case 'untested':
    case 'fault':
      return applyFault(context, unit, finding.fault);
  }
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
  client.keepLinks(verdict.links);
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

/** What follows from a fault, by its class (RELIABILITY E5). */
async function applyFault(context: Context, unit: OrderServerClient, fault: PanelFault): Promise<void> {
  const { needs, now } = context;
  const problem = { code: CODES.get(fault.kind) ?? fault.kind, text: fault.message };
  if (fault.kind === 'permanent' || fault.kind === 'duplicate') return giveUp(context, unit, problem);
  if (!unit.canRetry(MOST_ATTEMPTS)) return giveUp(context, unit, problem);
  const limits = { first: seconds(1), longest: minutes(1), chance: needs.ids.chance() };
  const retryAt = backOff(now, failuresOf(unit), limits);
  if (fault.outcome === 'unknown') {
    unit.inbound.markDisturbed(later(now, needs.recheckAfter));
    unit.markOutcomeUnknown(problem, retryAt, now);
  } else {
    unit.markProvisionFailed(problem, retryAt, now);
  }
}

/** Faults that a unit's row calls by a name of its own. */
const CODES: ReadonlyMap<PanelFault['kind'], string> = new Map([
  ['ambiguous', 'unknown'],
  ['duplicate', 'conflict'],
]);

/** Failures since the unit was begun or asked for anew. Reads count: a panel is not asked every second for ever. */
function failuresOf({ provisionLog }: OrderServerClient): number {
  const begun = provisionLog.findLastIndex(({ step }) => step === 'retry');
  return provisionLog.slice(begun + 1).filter(({ step }) => step !== 'attempt').length;
}

async function giveUp(
  { needs, em, now }: Context,
  unit: OrderServerClient,
  problem: { code: string; text: string },
): Promise<void> {
  unit.markProvisionFailed(problem, null, now);
  await abandonOwnInbound(em, unit, now);
  const orderId = orderOf(unit).id;
  await alertStaff(
    em,
    { shop: needs.shop, now },
    {
      key: `unit-failed:${unit.id}:${unit.placementNo}:${unit.provisionAttempts}`,
      data: { code: 'unit-failed', orderId, unitId: unit.id, reason: `${problem.code}: ${problem.text}` },
    },
  );
}

/** Orders and cards follow from their units. Answers how many orders are complete now. */
async function settle({ em, now }: Context, units: readonly OrderServerClient[]): Promise<number> {
  const orderIds = [...new Set(units.map((unit) => orderOf(unit).id))];
  const done = await settleOrders(em, orderIds, now);
  await advanceCards(em, done, 'ready');
  await advanceCards(em, ordersWith(units, 'failed'), 'failed');
  await advanceCards(em, [...ordersWith(units, 'pending'), ...ordersWith(units, 'provisioning')], 'slow');
  return done.length;
}

const ordersWith = (units: readonly OrderServerClient[], status: OrderServerClient['provisionStatus']) => [
  ...new Set(units.filter((unit) => unit.provisionStatus === status).map((unit) => orderOf(unit).id)),
];
