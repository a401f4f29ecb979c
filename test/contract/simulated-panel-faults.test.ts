import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PanelUnderTest, VLESS } from './panel-under-test.ts';

let world: PanelUnderTest;

beforeEach(async () => {
  world = new PanelUnderTest();
  await world.panel.start();
});

afterEach(() => world.end());

describe('faults on order', () => {
  const fault = (kind: string, more: object = {}) =>
    world.control('faults', { path: 'panel/api/clients/add', times: 1, kind, ...more });
  const outcome = async () => {
    try {
      const answer = await world.request('panel/api/clients/add', {
        body: { client: { email: 'faulty', subId: 'faulty' }, inboundIds: [VLESS] },
      });
      return `${answer.status} ${answer.headers.get('content-type') ?? ''}`.trim();
    } catch {
      return 'no answer';
    }
  };

  it.each([
    { kind: 'refuse', answer: 'no answer', clientsAfter: 0 },
    { kind: 'hang', ms: 20, answer: 'no answer', clientsAfter: 0 },
    { kind: 'drop-after-apply', answer: 'no answer', clientsAfter: 1 },
    { kind: 'html', answer: '502 text/html; charset=utf-8', clientsAfter: 0 },
    { kind: 'status', status: 503, answer: '503', clientsAfter: 0 },
    { kind: 'busy', answer: '200 application/json; charset=utf-8', clientsAfter: 0 },
  ])(
    '$kind: the caller sees "$answer", $clientsAfter clients are there',
    async ({ answer, clientsAfter, ...order }) => {
      await fault(order.kind, order);

      expect(await outcome()).toBe(answer);

      expect(await world.clients()).toHaveLength(clientsAfter);
      expect((await world.calls()).at(-1)).toMatchObject({
        path: 'panel/api/clients/add',
        status: Number(answer.split(' ')[0]) || 0,
        applied: clientsAfter === 1,
      });
      expect(await outcome()).toBe('200 application/json; charset=utf-8');
    },
  );

  it('late: the answer is lost at once, and the write is there some time after', async () => {
    await fault('late', { ms: 30 });

    const answer = await outcome();
    const rightAfter = await world.clients();
    while (!(await world.calls()).at(-1)?.applied) await new Promise((resolve) => setTimeout(resolve, 5));

    expect([answer, rightAfter]).toEqual(['no answer', []]);
    expect(await world.clients()).toHaveLength(1);
  });

  it('401 ends the sessions that were open', async () => {
    const login = await world.login(await world.session(), world.panel.address.password);
    const session = { Cookie: login?.cookie ?? '', Authorization: '' };
    const before = await world.request('panel/api/inbounds/list', { headers: session });
    await world.control('faults', { path: 'panel/api/inbounds', times: 1, kind: 'status', status: 401 });
    await world.request('panel/api/inbounds/list', { headers: session });

    const after = await world.request('panel/api/inbounds/list', { headers: session });

    expect([before.status, after.status]).toEqual([200, 401]);
  });

  it.each([
    ['faults', { path: 'panel', times: 1, kind: 'explode' }],
    ['traffic', { email: 'x', up: -1, down: 0 }],
    ['core', {}],
  ])('a bad order to %s is answered 400', async (path, body) => {
    const answer = await world.control(path, body);

    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: expect.any(String) });
  });

  it('an unknown client or route is answered 404', async () => {
    const answers = [await world.control('remove', { email: 'nobody' }), await world.control('explode', {})];

    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  });
});
