import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PanelUnderTest, VLESS } from './panel-under-test.ts';

const EVERY = ['3.1', '3.4', '3.6'] as const;
type Played = (typeof EVERY)[number];

const UUID = '00000001-aaaa-4bbb-8ccc-000000000001';
const ANN = { id: UUID, email: 'ann', subId: 'sub-ann', limitIp: 2, totalGB: 1000, comment: 'order 1' };

let world: PanelUnderTest;
afterEach(() => world.end());

async function panelOf(generation: Played): Promise<PanelUnderTest> {
  world = new PanelUnderTest(generation);
  await world.panel.start();
  return world;
}

const inbound = z.object({
  settings: z.looseObject({ clients: z.array(z.looseObject({ email: z.string() })) }),
});
const clientOf = async (email: string) => (await world.ask(`clients/get/${email}`)).obj;
const namesInside = async () =>
  inbound.parse((await world.ask(`inbounds/get/${VLESS}`)).obj).settings.clients.map(({ email }) => email);

describe('the same add once more', () => {
  const UNIQUE =
    'Something went wrong (UNIQUE constraint failed: client_inbounds.client_id, client_inbounds.inbound_id)';

  it.each([
    ['3.1', { success: false, msg: UNIQUE }, ['ann']],
    ['3.4', { success: true }, ['ann', 'ann']],
    ['3.6', { success: true }, ['ann']],
  ] as const)('is answered by %s with %j and leaves %j inside', async (generation, answer, inside) => {
    await panelOf(generation);
    await world.add(ANN);

    expect(await world.add(ANN)).toMatchObject(answer);
    expect(await namesInside()).toEqual(inside);
    expect(await world.clients()).toHaveLength(1);
  });
});

describe('an update without the credential', () => {
  it.each([
    ['3.1', false],
    ['3.4', true],
    ['3.6', true],
  ] as const)('on %s keeps it: %s', async (generation, isKept) => {
    await panelOf(generation);
    await world.add(ANN);
    const { id: _id, ...others } = ANN;

    await world.ask('clients/update/ann', { ...others, enable: true });

    const { uuid } = await world.onlyClient();
    expect(uuid === UUID).toBe(isKept);
    expect(uuid).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each(EVERY)('on %s takes what else is left out as zero, but for the subId', async (generation) => {
    await panelOf(generation);
    await world.add(ANN);

    await world.ask('clients/update/ann', { id: UUID, email: 'ann' });

    expect(await world.onlyClient()).toMatchObject({
      subId: 'sub-ann',
      enable: false,
      totalGB: 0,
      expiryTime: 0,
      limitIp: 0,
      comment: '',
    });
  });
});

describe('a rename', () => {
  it.each([
    ['3.1', true],
    ['3.4', false],
    ['3.6', false],
  ] as const)('on %s leaves the old name to be found: %s', async (generation, isLeft) => {
    await panelOf(generation);
    await world.add(ANN);

    await world.ask('clients/update/ann', { ...ANN, email: 'ann-2', enable: true });

    expect((await world.ask('clients/get/ann')).success).toBe(isLeft);
    expect(await clientOf('ann-2')).toMatchObject({ inboundIds: [VLESS] });
    if (isLeft) expect(await clientOf('ann')).toMatchObject({ inboundIds: [] });
  });
});

describe('a client that has used its traffic up', () => {
  it.each(EVERY)('is switched off everywhere on %s', async (generation) => {
    await panelOf(generation);
    await world.add(ANN);
    await world.control('traffic', { email: 'ann', up: 600, down: 600 });

    expect(await clientOf('ann')).toMatchObject({ client: { enable: false } });
    expect((await world.ask('clients/traffic/ann')).obj).toMatchObject({ enable: false });
    expect((await world.onlyClient()).works).toBe(false);
  });

  it.each([
    ['3.1', false],
    ['3.4', true],
    ['3.6', true],
  ] as const)('on %s works again after a reset of its traffic alone: %s', async (generation, works) => {
    await panelOf(generation);
    await world.add(ANN);
    await world.control('traffic', { email: 'ann', up: 600, down: 600 });
    await world.clients();

    await world.ask('clients/resetTraffic/ann', {});

    expect(await clientOf('ann')).toMatchObject({ client: { enable: works } });
    expect((await world.ask('clients/traffic/ann')).obj).toMatchObject({ up: 0, down: 0, enable: true });
    expect((await world.onlyClient()).works).toBe(works);
  });

  it.each(EVERY)('works again on %s after reset and update', async (generation) => {
    await panelOf(generation);
    await world.add(ANN);
    await world.control('traffic', { email: 'ann', up: 600, down: 600 });
    await world.clients();

    await world.ask('clients/resetTraffic/ann', {});
    await world.ask('clients/update/ann', { ...ANN, totalGB: 5000, enable: true });

    expect(await world.onlyClient()).toMatchObject({ enable: true, works: true, totalGB: 5000, up: 0 });
  });
});

describe('routes', () => {
  it.each([
    ['3.1', 404],
    ['3.4', 200],
    ['3.6', 200],
  ] as const)('on %s for many clients at once answer %i', async (generation, status) => {
    await panelOf(generation);

    const answers = await Promise.all(
      ['bulkDel', 'bulkEnable', 'bulkDisable'].map(
        async (name) =>
          (await world.request(`panel/api/clients/${name}`, { body: { emails: ['nobody'] } })).status,
      ),
    );

    expect([...answers, (await world.request('panel/api/clients/bulkCreate', { body: [] })).status]).toEqual(
      Array(4).fill(status),
    );
  });

  it.each(EVERY)('of 3.0 and before are gone on %s', async (generation) => {
    await panelOf(generation);

    expect((await world.request('panel/api/inbounds/addClient', { body: {} })).status).toBe(404);
  });

  it('to the settings take no token on 3.1', async () => {
    await panelOf('3.1');

    const answer = await world.request('panel/setting/apiTokens');

    expect([answer.status, await answer.json()]).toEqual([
      401,
      { success: false, msg: 'Your session has expired, please log in again', obj: null },
    ]);
    expect((await world.request('panel/api/setting/apiTokens')).status).toBe(404);
  });
});

describe('what nobody has', () => {
  it.each([
    [
      '3.1',
      ' (record not found)',
      { success: false, msg: 'Error getting traffic. (Inbound Not Found For Email: x\n)' },
    ],
    ['3.4', 'Obtain (record not found)', { success: true, obj: null }],
    ['3.6', 'Obtain (record not found)', { success: true, obj: null }],
  ] as const)('is answered by %s with "%s"', async (generation, msg, traffic) => {
    await panelOf(generation);

    expect(await world.ask('clients/get/x')).toMatchObject({ success: false, msg });
    expect(await world.ask('clients/traffic/x')).toMatchObject(traffic);
  });

  it.each([
    ['3.1', { success: false, msg: 'Something went wrong (record not found)' }],
    ['3.6', { success: true }],
  ] as const)('is removed as an inbound by %s with %j', async (generation, answer) => {
    await panelOf(generation);

    expect(await world.ask('inbounds/del/9999', {})).toMatchObject(answer);
  });
});
