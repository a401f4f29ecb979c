import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Server } from '../../src/model/server.ts';
import type { HealthProbe } from '../../src/model/server-health.ts';
import { afterNoon, aServer } from '../support/builders.ts';

/** Where the condition is met, the claim has to be true. */
const implies = (condition: boolean, claim: () => boolean) => expect(!condition || claim()).toBe(true);

const probes: fc.Arbitrary<HealthProbe> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.integer({ min: 1, max: 5000 }).map((ms) => ({ outcome: 'answered', ms }) as const),
  },
  fc.constant({ outcome: 'silent', reason: 'no answer' } as const),
  fc.constant({ outcome: 'refused', reason: 'wrong token' } as const),
);

describe('the health of a server', () => {
  it('is told of once per change, is looked at again exactly while out of sale, and never sells after a refusal', () => {
    fc.assert(
      fc.property(fc.array(probes, { maxLength: 40 }), (looks) => {
        const server = aServer();
        for (const [index, probe] of looks.entries()) look(server, probe, afterNoon(index));
      }),
      { numRuns: 1000 },
    );
  });

  it('is off line after three silences in a row, whatever was before', () => {
    fc.assert(
      fc.property(fc.array(probes, { maxLength: 20 }), (looks) => {
        const server = aServer();
        const silence = { outcome: 'silent', reason: 'no answer' } as const;
        for (const [index, probe] of [...looks, silence, silence, silence].entries()) {
          server.checkHealth(probe, afterNoon(index));
        }

        expect(server.healthStatus).toBe('offline');
      }),
    );
  });

  function look(server: Server, probe: HealthProbe, at: Date): void {
    const before = server.healthStatus;
    const change = server.checkHealth(probe, at);
    const health = server.healthStatus;
    expect(change && [change.from, change.to]).toEqual(health === before ? null : [before, health]);
    expect(server.isSelling()).toBe(server.probeDueAt === null);
    implies(server.probeDueAt !== null, () => (server.probeDueAt ?? at) > at);
    implies(probe.outcome === 'refused', () => health === 'critical');
    implies(answersWithin(probe, 5000), () => server.lastConnectedAt?.getTime() === at.getTime());
    implies(answersWithin(probe, 800), () => health === 'healthy');
  }

  const answersWithin = (probe: HealthProbe, ms: number) => probe.outcome === 'answered' && probe.ms <= ms;
});
