import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantViolation } from '../../src/model/errors.ts';
import { INBOUND_STATUSES } from '../../src/model/inbound-columns.ts';
import { anInbound, aPlan, aServer, NOON } from '../support/builders.ts';

describe('the seats that an admin gives an inbound', () => {
  it('close it at the last one and open it above, and leave every other status alone', () => {
    fc.assert(
      fc.property(
        fc.nat(20),
        fc.option(fc.nat(40)),
        fc.constantFrom(...INBOUND_STATUSES),
        (currentClients, capacity, status) => {
          fc.pre(capacity === null || capacity >= currentClients);
          const inbound = anInbound({ currentClients, status });

          inbound.setCapacity(capacity);

          const isOpen = status === 'active' || status === 'full';
          const becomes = capacity === currentClients ? 'full' : 'active';
          expect(inbound).toMatchObject({ capacity, status: isOpen ? becomes : status });
        },
      ),
    );
  });

  it('are never fewer than are taken', () => {
    const inbound = anInbound({ currentClients: 3, capacity: 5 });

    expect(() => inbound.setCapacity(2)).toThrow(InvariantViolation);
    expect(inbound.capacity).toBe(5);
  });
});

describe('a new price', () => {
  it('is a new version, and is worked out from the price unless it is told in Stars', () => {
    const plan = aPlan({ price: 300n, priceStars: 99, priceVersion: 1 });

    plan.changePrice(400n, null);

    expect(plan).toMatchObject({ price: 400n, priceStars: null, priceVersion: 2 });
    expect(plan.starsPerUnit({ numerator: 50n, denominator: 1n })).toBe(200);
  });
});

describe('a plan whose server is deleted', () => {
  it('is never for sale again', () => {
    const plan = aPlan();

    plan.retire();
    plan.show();

    expect(plan.isAvailable([anInbound()])).toBe('inactive');
  });
});

describe('a server that is deleted', () => {
  it('sells nothing, keeps no login, and leaves its address to another', () => {
    const proxy = { panelProxy: 'sealed', panelProxyHost: 'proxy.example.com:3128' };
    const server = aServer({ id: 7, panelGuid: 'guid', panelCredentials: 'sealed', ...proxy });
    const url = server.panelUrl;

    server.retire(NOON);

    expect(server.canProvision()).toBe(false);
    expect(server).toMatchObject({
      retiredAt: NOON,
      panelCredentials: '',
      panelProxy: null,
      panelProxyHost: null,
      panelGuid: null,
      probeDueAt: null,
    });
    expect(server.panelUrl).not.toBe(url);
    expect(server.panelUrl.length).toBeLessThanOrEqual(500);
  });
});
