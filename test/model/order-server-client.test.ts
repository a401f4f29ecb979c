import { describe, expect, it } from 'vitest';
import { InvariantViolation } from '../../src/model/errors.ts';
import { seconds } from '../../src/model/values/period.ts';
import { aClient, afterNoon, anInbound, anItem, aPlan, aUnit, NOON } from '../support/builders.ts';

const silence = { code: 'ambiguous', text: 'the panel did not answer' };

describe('a unit', () => {
  it('goes from its held seat to its tested key', () => {
    const unit = aUnit();

    unit.markPaid(NOON);
    expect(unit).toMatchObject({ provisionStatus: 'pending', dueAt: NOON });
    const client = aClient({ status: 'provisioning' });
    unit.placeAs(client);
    unit.markProvisionStarted(NOON);
    expect(unit).toMatchObject({ provisionStatus: 'provisioning', placementNo: 1, provisionAttempts: 1 });
    unit.passQA(null, afterNoon(seconds(2)));
    unit.markProvisionCompleted(afterNoon(seconds(2)));

    expect(unit).toMatchObject({
      provisionStatus: 'completed',
      serverClient: client,
      provisionStartedAt: NOON,
      provisionCompletedAt: afterNoon(seconds(2)),
      provisionDurationSeconds: 2,
      dueAt: null,
      qaPassed: true,
      qaCompletedAt: afterNoon(seconds(2)),
    });
  });

  it('takes as long as the attempt that succeeded, not as those before it', () => {
    const unit = aUnit({ provisionStatus: 'pending' });

    unit.markProvisionStarted(NOON);
    unit.markProvisionFailed(silence, afterNoon(seconds(60)), NOON);
    unit.markProvisionStarted(afterNoon(seconds(60)));
    unit.markProvisionCompleted(afterNoon(seconds(63)));

    expect(unit).toMatchObject({ provisionAttempts: 2, provisionDurationSeconds: 3 });
  });

  it('counts its attempts anew when it is put in another place', () => {
    const unit = aUnit({ provisionStatus: 'pending', placementNo: 1, provisionAttempts: 7 });

    unit.placeAs(aClient());

    expect(unit).toMatchObject({ placementNo: 2, provisionAttempts: 0 });
  });

  it('waits for its next try when one failed, with the reason kept', () => {
    const unit = aUnit({ provisionStatus: 'provisioning' });

    unit.markProvisionFailed(silence, afterNoon(5), NOON);

    expect(unit).toMatchObject({
      provisionStatus: 'pending',
      dueAt: afterNoon(5),
      provisionErrorCode: 'ambiguous',
      provisionError: 'the panel did not answer',
    });
  });

  it('forgets its last failure when it succeeds', () => {
    const unit = aUnit({
      provisionStatus: 'provisioning',
      provisionErrorCode: 'busy',
      provisionError: 'busy',
    });

    unit.markProvisionCompleted(NOON);

    expect(unit).toMatchObject({ provisionErrorCode: null, provisionError: null });
  });

  it('of which nothing certain is known stays in work and is looked at again', () => {
    const unit = aUnit({ provisionStatus: 'provisioning', provisionAttempts: 1 });

    unit.markOutcomeUnknown({ code: 'unknown', text: 'no answer' }, afterNoon(5), NOON);

    expect(unit).toMatchObject({
      provisionStatus: 'provisioning',
      provisionErrorCode: 'unknown',
      dueAt: afterNoon(5),
      provisionAttempts: 1,
    });
  });

  it('may be found on the panel while it only waits, and is completed then', () => {
    const unit = aUnit({ provisionStatus: 'pending' });

    unit.markProvisionCompleted(NOON);

    expect(unit.provisionStatus).toBe('completed');
  });

  it.each(['reserved', 'failed', 'cancelled', 'completed'] as const)(
    'that is %s is not completed, and nothing of it changes',
    (provisionStatus) => {
      const unit = aUnit({ provisionStatus });

      expect(() => unit.markProvisionCompleted(NOON)).toThrow(InvariantViolation);
      expect(unit).toMatchObject({ provisionStatus, provisionLog: [] });
    },
  );

  it.each(['reserved', 'failed', 'cancelled', 'completed'] as const)(
    'that is %s is not taken up',
    (provisionStatus) => {
      const unit = aUnit({ provisionStatus });

      expect(() => unit.markProvisionStarted(NOON)).toThrow(InvariantViolation);
      expect(unit).toMatchObject({ provisionStatus, provisionAttempts: 0 });
    },
  );

  it('that was given up is tried again when somebody asks for it', () => {
    const unit = aUnit({ provisionStatus: 'provisioning' });
    unit.markProvisionFailed(silence, null, NOON);
    expect(unit).toMatchObject({ provisionStatus: 'failed', dueAt: null });

    unit.retry(afterNoon(5));

    expect(unit).toMatchObject({ provisionStatus: 'pending', dueAt: afterNoon(5) });
  });

  it('may be tried as often as it is allowed to', () => {
    const unit = aUnit({ provisionAttempts: 2 });

    expect([unit.canRetry(3), unit.canRetry(2)]).toEqual([true, false]);
  });

  it('keeps what its test found', () => {
    const unit = aUnit({ provisionStatus: 'provisioning' });

    unit.failQA('the panel holds another end', NOON);
    expect(unit).toMatchObject({
      qaPassed: false,
      qaNotes: 'the panel holds another end',
      qaCompletedAt: NOON,
    });
    unit.passQA('on a node that is off line', afterNoon(1));

    expect(unit).toMatchObject({
      qaPassed: true,
      qaNotes: 'on a node that is off line',
      qaCompletedAt: afterNoon(1),
    });
  });

  it('remembers the last fifty things that happened to it, each with its time', () => {
    const unit = aUnit();

    for (let step = 1; step <= 60; step++) unit.addLogEntry('step', `number ${step}`, NOON);

    expect(unit.provisionLog).toHaveLength(50);
    expect(unit.provisionLog[0]).toEqual({ ts: NOON.toISOString(), step: 'step', result: 'number 11' });
    expect(unit.provisionLog.at(-1)).toMatchObject({ result: 'number 60' });
  });
});

describe('the seat of a unit', () => {
  it('is freed when the unit is cancelled, and no other when it is cancelled again', () => {
    const inbound = anInbound({ capacity: 2, currentClients: 2, status: 'full' });
    const plan = aPlan({ currentClients: 2 });
    const unit = aUnit({ inbound, orderItem: anItem({ plan }) });

    unit.cancel();

    expect(() => unit.cancel()).toThrow(InvariantViolation);
    expect([inbound.currentClients, plan.currentClients]).toEqual([1, 1]);
    expect(inbound.status).toBe('active');
    expect(unit.holdsSeat()).toBe(false);
  });

  it('is held while the unit is tried again and when it is given up', () => {
    const unit = aUnit();

    unit.markPaid(NOON);
    unit.markProvisionStarted(NOON);
    unit.markProvisionFailed(silence, NOON, NOON);
    unit.markProvisionStarted(NOON);
    unit.markProvisionFailed(silence, null, NOON);

    expect(unit).toMatchObject({ provisionStatus: 'failed', provisionAttempts: 2 });
    expect(unit.holdsSeat()).toBe(true);
  });

  it('is held by a delivered unit until its client is terminated', () => {
    const unit = aUnit({ provisionStatus: 'completed' });

    expect(unit.holdsSeat()).toBe(true);
    unit.serverClient?.terminate('expired', NOON);
    expect(unit.holdsSeat()).toBe(false);
  });

  it('is held on when only a placement that was abandoned has ended', () => {
    const unit = aUnit({ provisionStatus: 'pending', serverClient: aClient({ status: 'terminated' }) });

    expect(unit.holdsSeat()).toBe(true);
  });

  it('is taken again by a late payment: the unit is due like any other', () => {
    const unit = aUnit({ provisionStatus: 'cancelled' });

    unit.markPaid(NOON);

    expect(unit).toMatchObject({ provisionStatus: 'pending', dueAt: NOON });
    expect(unit.holdsSeat()).toBe(true);
  });

  it.each(['provisioning', 'completed'] as const)('is not freed while the unit is %s', (provisionStatus) => {
    const inbound = anInbound({ currentClients: 1 });
    const unit = aUnit({ inbound, provisionStatus });

    expect(() => unit.cancel()).toThrow(`unit: no step from ${provisionStatus} to cancelled`);
    expect(inbound.currentClients).toBe(1);
  });
});
