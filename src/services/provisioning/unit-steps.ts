import type { OrderServerClient } from '../../model/order-server-client.ts';
import type { Lane } from '../lanes/lane.ts';
import { timed } from '../ports/meter.ts';
import { PanelFault } from '../ports/panel.ts';
import { orderOf } from './due-units.ts';
import type { ProvisioningNeeds } from './needs.ts';

/** What is done for a unit between the begin of an attempt and its end. */
export const UNIT_STEPS = ['add', 'read-back', 'links', 'core', 'record'] as const;
type UnitStep = (typeof UNIT_STEPS)[number];

type Needs = Pick<ProvisioningNeeds, 'log' | 'clock'>;
type Doing = { step: UnitStep; units: readonly OrderServerClient[] };
/** `result` = `done`, or the class of the fault. */
type Done = { step: UnitStep; result: string; at: Date; ms: number };

/** Steps that are not written down yet, by unit: the transaction that records what came of them takes them along. */
const OPEN = new WeakMap<Lane, Map<string, Done[]>>();

/**
 * Does one step of some units. It is timed for the metrics, has a line in the log for each unit, with order, attempt and
 * duration, and is kept for the unit's history. @throws what the work throws.
 */
export async function takeStep<Value>(
  needs: Needs,
  lane: Lane,
  doing: Doing & { work: () => Promise<Value> },
): Promise<Value> {
  const began = performance.now();
  const passed = () => Math.round(performance.now() - began);
  try {
    const value = await timed('shop_provisioning_step_seconds', { step: doing.step }, doing.work);
    note(needs, lane, { ...doing, result: 'done', ms: passed() });
    return value;
  } catch (fault) {
    const result = fault instanceof PanelFault ? fault.kind : 'broken off';
    note(needs, lane, { ...doing, result, ms: passed() });
    throw fault;
  }
}

function note(
  { log, clock }: Needs,
  lane: Lane,
  { step, units, result, ms }: Doing & { result: string; ms: number },
): void {
  const open = OPEN.get(lane) ?? new Map<string, Done[]>();
  OPEN.set(lane, open);
  for (const unit of units) {
    const { id, provisionAttempts: attempt } = unit;
    log.info('unit.step', { orderId: orderOf(unit).id, unitId: id, attempt, step, result, ms });
    open.set(id, [...(open.get(id) ?? []), { step, result, at: clock.now(), ms }]);
  }
}

/** Those of this unit that nobody has written down; they are handed over once. */
export function openSteps(lane: Lane, unitId: string): readonly Done[] {
  const open = OPEN.get(lane);
  const done = open?.get(unitId) ?? [];
  open?.delete(unitId);
  return done;
}
