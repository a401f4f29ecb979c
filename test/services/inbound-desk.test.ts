import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { AuditEntry } from '../../src/model/audit-entry.ts';
import { gigabytes } from '../../src/model/values/traffic.ts';
import type { FleetService } from '../../src/services/fleet/fleet-service.ts';
import { anInbound } from '../support/builders.ts';
import { openTestDatabase } from '../support/database.ts';
import { fleetOn } from '../support/fleet-desk.ts';
import { OWNER } from '../support/shop.ts';

let database: Database;
let fleet: FleetService;
let ids: number[];

beforeEach(async () => {
  database = await openTestDatabase();
  const first = anInbound({ isDefault: true, currentClients: 3 });
  const second = anInbound({ server: first.server });
  await database.em().persist([first, second]).flush();
  ids = [first.id, second.id];
  fleet = fleetOn(database);
});

const by = { actorId: OWNER };
const inboundId = () => ids[0] ?? 0;
const view = (id = inboundId()) => fleet.inboundDesk.inbound(id);
const audited = (action: string) => database.em().find(AuditEntry, { action }, { orderBy: { id: 'asc' } });

describe('the seats of an inbound', () => {
  it('are never fewer than are taken, and the refusal names how many are', async () => {
    const edit = { inboundId: inboundId(), field: 'capacity', shown: null, ...by } as const;

    expect(await fleet.inboundDesk.edit({ ...edit, value: 2 })).toEqual({
      ok: false,
      refusal: { code: 'below-taken', taken: 3 },
    });
    expect((await view())?.ownCapacity).toBeNull();
  });

  it('close it when the last is taken, and open it when there are more', async () => {
    const capacity = (value: number | null, shown: number | null) =>
      fleet.inboundDesk.edit({ inboundId: inboundId(), field: 'capacity', value, shown, ...by });

    await capacity(3, null);
    expect(await view()).toMatchObject({ status: 'full', closed: 'status', capacity: 3 });
    await capacity(4, 3);
    expect(await view()).toMatchObject({ status: 'active', closed: null, capacity: 4 });
    await capacity(null, 4);
    expect(await view()).toMatchObject({ capacity: null });
    expect(await audited('inbound.edit')).toMatchObject([
      { before: { capacity: null }, after: { capacity: 3 } },
      { before: { capacity: 3 }, after: { capacity: 4 } },
      { before: { capacity: 4 }, after: { capacity: null } },
    ]);
  });

  it('are the server’s where it has none of its own', async () => {
    await database.em().execute('update servers set max_clients_per_inbound = 3');

    expect(await view()).toMatchObject({ capacity: 3, ownCapacity: null, closed: 'full' });
  });
});

describe('selling on an inbound', () => {
  it('stops and begins again, once for two presses', async () => {
    const stop = {
      inboundId: inboundId(),
      field: 'provisioningEnabled',
      value: false,
      shown: true,
      ...by,
    } as const;

    await fleet.inboundDesk.edit(stop);
    await fleet.inboundDesk.edit(stop);

    expect(await view()).toMatchObject({ enabled: false, closed: 'stopped' });
    expect(await audited('inbound.edit')).toHaveLength(1);
  });

  it('stops where its traffic is used up', async () => {
    await database.em().execute(`update server_inbounds set traffic_used_bytes = ${gigabytes(10n)}`);
    const edit = { inboundId: inboundId(), field: 'trafficLimit', shown: null, ...by } as const;

    await fleet.inboundDesk.edit({ ...edit, value: gigabytes(10n) });

    expect(await view()).toMatchObject({ closed: 'traffic', trafficLimit: gigabytes(10n) });
    expect(await audited('inbound.edit')).toMatchObject([{ after: { trafficLimit: '10737418240' } }]);
  });
});

describe('the default inbound of a server', () => {
  it('is one: making another the default takes it from the first', async () => {
    const press = { inboundId: ids[1] ?? 0, ...by };

    const answers = [await fleet.inboundDesk.makeDefault(press), await fleet.inboundDesk.makeDefault(press)];

    expect(answers.map(({ ok }) => ok)).toEqual([true, true]);
    expect((await Promise.all(ids.map(view))).map((each) => each?.isDefault)).toEqual([false, true]);
    expect(await audited('inbound.default')).toMatchObject([
      { before: { default: ids[0] }, after: { default: ids[1] } },
    ]);
  });

  it('is not an inbound that nobody knows', async () => {
    expect(await fleet.inboundDesk.makeDefault({ inboundId: 404, ...by })).toEqual({
      ok: false,
      refusal: { code: 'inbound-not-found' },
    });
  });
});
