import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INBOUND_STATUSES } from '../../src/model/inbound-columns.ts';
import { SERVER_HEALTH } from '../../src/model/server-columns.ts';
import { anInbound, aPlan, aServer } from '../support/builders.ts';

const runs = (numRuns: number) => ({ numRuns });
/** Where the condition is met, the claim has to be true. */
const implies = (condition: boolean, claim: () => boolean) => expect(!condition || claim()).toBe(true);

describe('the choice of an inbound', () => {
  /** Few and even numbers, so that many are equal in everything but the last rule. */
  const states = fc.array(
    fc.record({
      capacity: fc.constantFrom(null, 0, 2, 4, 100),
      currentClients: fc.constantFrom(0, 1, 2, 50),
      isDefault: fc.boolean(),
      status: fc.constantFrom(...INBOUND_STATUSES, 'active' as const, 'active' as const),
      provisioningEnabled: fc.constantFrom(true, true, false),
    }),
    { maxLength: 8 },
  );
  const market = fc.record({
    states,
    quantity: fc.constantFrom(1, 1, 2, 3),
    seed: fc.infiniteStream(fc.double()),
  });

  it('takes the best of those that can, and the same one in whatever order they are listed', () => {
    fc.assert(
      fc.property(market, fc.func(fc.double()), ({ states: given, quantity }, mixed) => {
        const server = aServer();
        const inbounds = given.map((state, id) => anInbound({ ...state, id: id + 1, server }));
        const shuffled = inbounds
          .map((each) => ({ each, place: mixed(each.id) }))
          .sort((a, b) => a.place - b.place)
          .map(({ each }) => each);

        const best = server.getBestInboundForProvisioning(shuffled, quantity);

        const able = inbounds.filter((each) => each.canProvision(quantity));
        expect(best === null).toBe(able.length === 0);
        expect(server.getBestInboundForProvisioning(inbounds, quantity)).toBe(best);
        expect(able.filter((each) => best && isBetter(each, best))).toEqual([]);
        expect(aPlan({ server }).getBestInbound(shuffled, quantity)).toBe(best);
      }),
      runs(1000),
    );
  });

  it('is nobody on a server that does not sell, and the default where it is asked for', () => {
    fc.assert(
      fc.property(states, fc.constantFrom(...SERVER_HEALTH), (given, healthStatus) => {
        const server = aServer({ healthStatus });
        const inbounds = given.map((state, id) => anInbound({ ...state, id: id + 1, server }));
        const preset = inbounds.find((each) => each.isDefault && each.canProvision(1)) ?? null;
        const chosen = server.getDefaultInbound(inbounds);

        expect(chosen).toBe(preset ?? server.getBestInboundForProvisioning(inbounds));
        implies(!server.canProvision(), () => chosen === null);
      }),
      runs(1000),
    );
  });

  type Ranked = ReturnType<typeof anInbound>;
  /** The rules of SPEC, "Inbound choice", said once more and in another way. */
  function isBetter(one: Ranked, other: Ranked): boolean {
    const rank = (each: Ranked) => [
      each.capacity === null ? 0 : (100 * each.currentClients) / each.capacity,
      each.currentClients,
      each.isDefault ? 0 : 1,
      each.id,
    ];
    const [ours, theirs] = [rank(one), rank(other)];
    const first = ours.findIndex((value, at) => value !== theirs[at]);
    return first >= 0 && (ours[first] ?? 0) < (theirs[first] ?? 0);
  }
});
