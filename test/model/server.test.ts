import { describe, expect, it } from 'vitest';
import { afterNoon, anInbound, aServer, NOON } from '../support/builders.ts';

describe('a server', () => {
  it.each([
    { healthStatus: 'healthy', autoProvisioning: true, sells: true },
    { healthStatus: 'warning', autoProvisioning: true, sells: true },
    { healthStatus: 'critical', autoProvisioning: true, sells: false },
    { healthStatus: 'offline', autoProvisioning: true, sells: false },
    { healthStatus: 'healthy', autoProvisioning: false, sells: false },
  ] as const)('that is $healthStatus and in use $autoProvisioning sells: $sells', ({ sells, ...state }) => {
    expect(aServer(state).canProvision()).toBe(sells);
  });

  it('gives its next client to its emptiest inbound, and to none while it is out of sale', () => {
    const [fuller, emptier] = [
      anInbound({ id: 1, capacity: 4, currentClients: 2 }),
      anInbound({ id: 2, capacity: 4 }),
    ];

    expect(aServer().getBestInboundForProvisioning([fuller, emptier])).toBe(emptier);
    expect(aServer().getBestInboundForProvisioning([fuller, emptier], 5)).toBeNull();
    expect(aServer({ healthStatus: 'offline' }).getBestInboundForProvisioning([emptier])).toBeNull();
  });

  it('that cannot be used is out of sale until a probe gets through', () => {
    const server = aServer();

    server.markUnusable({ health: 'critical', reason: 'wrong token' }, afterNoon(10));
    expect(server).toMatchObject({
      healthStatus: 'critical',
      healthReason: 'wrong token',
      probeDueAt: afterNoon(10),
    });
    expect(server.failedProbes).toBe(1);
    server.markReachable(NOON);

    expect(server).toMatchObject({
      healthStatus: 'healthy',
      healthReason: null,
      probeDueAt: null,
      failedProbes: 0,
      lastConnectedAt: NOON,
    });
  });

  it('counts the times in a row that its panel was silent', () => {
    const server = aServer();

    server.countSilence();
    server.countSilence();

    expect(server).toMatchObject({ failedProbes: 2, healthStatus: 'healthy' });
  });
});
