import type { OrderServerClient } from '../../model/order-server-client.ts';
import type { Lane } from '../lanes/lane.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { advanceCards } from '../messages/queue-message.ts';
import { crashPoint } from '../ports/crash-point.ts';
import { type AddAnswer, PanelFault } from '../ports/panel.ts';
import { mayBeWritten } from './before-repeat.ts';
import { type Attempt, beginAttempt } from './begin-attempt.ts';
import { coreRuns } from './check-core.ts';
import { type Group, lockUnits, orderOf } from './due-units.ts';
import { mendClients } from './mend-clients.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { placeFresh } from './place-fresh.ts';
import { recordFault } from './record-fault.ts';
import { type Finding, recordVerdicts } from './record-verdicts.ts';
import type { Trip } from './trip.ts';
import { takeStep } from './unit-steps.ts';
import { type Verdict, verifyOnPanel } from './verify.ts';

/** Refusals of a whole call that may be the fault of one unit in it: the others must not suffer. */
const MAY_BE_A_NEIGHBOURS: readonly PanelFault['kind'][] = ['permanent', 'duplicate', 'poisoned'];

/**
 * Takes the due units of one inbound to the panel: what was tried before is looked for first, the rest is added in one
 * call and read back (DESIGN 4a, "Attempt").
 */
export async function provisionGroup(needs: ProvisioningNeeds, lane: Lane, group: Group): Promise<void> {
  const access = panelAccess(group.inbound.server, needs.vault);
  const units = lane.disturbed ? await placeFresh(needs, lane, group.units) : group.units;
  const trip = { ...group, units, access };
  const left = await lookFirst(needs, lane, trip);
  if (left.length === 0) return;
  const { panelRepeatsSafely } = trip.inbound.server;
  const writable = await mayBeWritten(needs, lane, { units: left, repeatsSafely: panelRepeatsSafely });
  if (writable.length > 0) await addAndVerify(needs, lane, { ...trip, units: writable });
}

/** Adopts what is already there; answers the units that have to be added. */
async function lookFirst(needs: ProvisioningNeeds, lane: Lane, trip: Trip): Promise<OrderServerClient[]> {
  const tried = trip.units.filter((unit) => unit.serverClient !== null);
  const fresh = trip.units.filter((unit) => unit.serverClient === null);
  if (tried.length === 0) return fresh;
  const verdicts = await look(needs, lane, { ...trip, units: tried });
  if (verdicts === null) return [];
  const there = verdicts.filter((verdict) => verdict.kind !== 'absent');
  await settleVerdicts(needs, lane, { trip, verdicts: there, definite: false });
  const absent = new Set(verdicts.filter((verdict) => verdict.kind === 'absent').map((each) => each.unitId));
  return [...tried.filter((unit) => absent.has(unit.id)), ...fresh];
}

/** null = the panel could not be read: that is recorded, and nothing more can be done now. */
async function look(needs: ProvisioningNeeds, lane: Lane, trip: Trip): Promise<Verdict[] | null> {
  try {
    const verdicts = await verifyOnPanel(needs, lane, { ...trip, notes: null });
    lane.heard();
    return verdicts;
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    await recordFault(needs, lane, { units: trip.units, fault, definite: false });
    return null;
  }
}

async function addAndVerify(needs: ProvisioningNeeds, lane: Lane, trip: Trip): Promise<void> {
  const attempts = await beginAttempt(needs, lane, trip.units);
  if (attempts.length === 0) return;
  crashPoint('attempt.begun');
  const begun = { ...trip, units: await fresh(needs, trip, attempts) };
  try {
    const write = () => lane.during(() => add(needs, trip, attempts));
    const answer = await takeStep(needs, lane, { step: 'add', units: begun.units, work: write });
    lane.heard();
    crashPoint('panel.added');
    await afterAnswer(needs, lane, { trip: begun, answer });
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    await afterRefusal(needs, lane, { trip: begun, fault });
  }
}

const add = (needs: ProvisioningNeeds, trip: Trip, attempts: readonly Attempt[]): Promise<AddAnswer> =>
  needs.panel.addClients(
    trip.access,
    trip.inbound.remoteId,
    attempts.map((attempt) => attempt.wanted),
  );

/** Success is only a word: what the read-back shows is what happened. */
async function afterAnswer(
  needs: ProvisioningNeeds,
  lane: Lane,
  { trip, answer }: { trip: Trip; answer: AddAnswer },
): Promise<void> {
  await showTesting(needs, trip.units);
  const notes = answer.nodePending ? 'node-pending' : null;
  try {
    const verdicts = await verifyOnPanel(needs, lane, { ...trip, notes });
    lane.heard();
    const findings = verdicts.map((verdict) => withRefusal(verdict, trip, answer));
    await settleVerdicts(needs, lane, { trip, verdicts: findings, definite: true });
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    await recordFault(needs, lane, { units: trip.units, fault: unread(fault), definite: true });
  }
}

/** Only where the inbound itself is gone, by the panel's own words, nothing was added. */
const unread = (fault: PanelFault): PanelFault =>
  fault.kind === 'permanent' && /record not found/i.test(fault.message)
    ? fault
    : new PanelFault('ambiguous', `added, not read back: ${fault.message}`, { cause: fault });

/** A unit that the panel refused and does not hold failed for the panel's reason. */
function withRefusal(verdict: Verdict, trip: Trip, answer: AddAnswer): Finding {
  if (verdict.kind !== 'absent') return verdict;
  const unit = trip.units.find((each) => each.id === verdict.unitId);
  const fault = answer.refused.get(unit?.serverClient?.email ?? '');
  return fault ? { kind: 'fault', unitId: verdict.unitId, fault } : verdict;
}

async function afterRefusal(
  needs: ProvisioningNeeds,
  lane: Lane,
  { trip, fault }: { trip: Trip; fault: PanelFault },
): Promise<void> {
  if (fault.outcome === 'unknown') return afterSilence(needs, lane, { trip, fault });
  if (!MAY_BE_A_NEIGHBOURS.includes(fault.kind)) {
    return recordFault(needs, lane, { units: trip.units, fault, definite: true });
  }
  if (trip.units.length > 1) return oneByOne(needs, lane, trip);
  const verdicts = await look(needs, lane, trip);
  if (verdicts === null) return;
  const findings = verdicts.map(
    (verdict): Finding =>
      verdict.kind === 'absent' ? { kind: 'fault', unitId: verdict.unitId, fault } : verdict,
  );
  await settleVerdicts(needs, lane, { trip, verdicts: findings, definite: true, trouble: fault });
}

/** The write may have been applied, may be applied later, or never was: a read decides, never a second write. */
async function afterSilence(
  needs: ProvisioningNeeds,
  lane: Lane,
  { trip, fault }: { trip: Trip; fault: PanelFault },
): Promise<void> {
  await recordFault(needs, lane, { units: trip.units, fault, definite: false });
  const verdicts = await look(needs, lane, trip);
  if (verdicts === null) return;
  const there = verdicts.filter((verdict) => verdict.kind !== 'absent');
  await settleVerdicts(needs, lane, { trip, verdicts: there, definite: false });
}

/** Each again as a group of its own, after a look: one bad unit fails alone. */
async function oneByOne(needs: ProvisioningNeeds, lane: Lane, trip: Trip): Promise<void> {
  for (const unit of trip.units) {
    const alone = { ...trip, units: [unit] };
    for (const left of await lookFirst(needs, lane, alone)) {
      await addAndVerify(needs, lane, { ...trip, units: [left] });
    }
  }
}

type Settling = {
  trip: Trip;
  verdicts: readonly Finding[];
  definite: boolean;
  trouble?: PanelFault;
};

/** Ready units are delivered only while the core runs; what differs is mended and read once more. */
async function settleVerdicts(needs: ProvisioningNeeds, lane: Lane, settling: Settling): Promise<void> {
  const { trip, verdicts, definite, trouble = null } = settling;
  const findings = verdicts.some((each) => each.kind === 'ready')
    ? await withCore(needs, lane, { trip, verdicts })
    : verdicts;
  if (findings.length > 0 || definite) {
    const silence = findings.find((each) => each.kind === 'fault' || each.kind === 'untested');
    await recordVerdicts(needs, lane, {
      units: trip.units,
      findings,
      definite,
      trouble: trouble ?? silence?.fault ?? null,
    });
  }
  const differing = new Set(verdicts.filter((each) => each.kind === 'differs').map((each) => each.unitId));
  if (differing.size > 0) await mendClients(needs, lane, { trip, unitIds: differing });
}

async function withCore(
  needs: ProvisioningNeeds,
  lane: Lane,
  { trip, verdicts }: { trip: Trip; verdicts: readonly Finding[] },
): Promise<readonly Finding[]> {
  const wait = (fault: PanelFault) =>
    verdicts.map(
      (each): Finding => (each.kind === 'ready' ? { kind: 'untested', unitId: each.unitId, fault } : each),
    );
  try {
    const ask = () => coreRuns(needs, lane, trip);
    const ready = new Set(verdicts.filter(({ kind }) => kind === 'ready').map(({ unitId }) => unitId));
    const units = trip.units.filter(({ id }) => ready.has(id));
    const isKnown = trip.inbound.coreCheckedAt !== null; // then nobody is asked
    const runs = isKnown ? await ask() : await takeStep(needs, lane, { step: 'core', units, work: ask });
    if (runs) return verdicts;
    return wait(new PanelFault('busy', 'the proxy core does not run'));
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    return wait(fault);
  }
}

/** One statement of its own: the customer sees that the key is being tested. */
async function showTesting(needs: ProvisioningNeeds, units: readonly OrderServerClient[]): Promise<void> {
  const em = needs.work.read();
  await advanceCards(
    em,
    units.map((unit) => orderOf(unit).id),
    'testing',
  );
}

/** The units as they stand after their attempt began: with the identities that were chosen for them. */
function fresh(
  needs: ProvisioningNeeds,
  { units }: Trip,
  attempts: readonly Attempt[],
): Promise<OrderServerClient[]> {
  const begun = new Set(attempts.map((attempt) => attempt.unitId));
  return lockUnits(
    needs.work.read(),
    units.filter(({ id }) => begun.has(id)),
  );
}
