import { describe, expect, it } from 'vitest';
import {
  byPassword,
  door,
  driver,
  faultOf,
  ok,
  type Reply,
  type Seen,
  StandIn,
  wanted,
} from './panel-driver-stand-in.ts';

const client = wanted('shop-1');

describe('the login', () => {
  it('asks once in ten minutes after a refusal', async () => {
    let now = new Date('2026-01-01T00:00:00Z');
    await using panel = await new StandIn((request) => door(request) ?? ok([])).start();
    const panels = driver({ now: () => now });
    const access = byPassword(panel.url, 'wrong');
    const first = await faultOf(panels.listInbounds(access));
    now = new Date('2026-01-01T00:09:59Z');
    const second = await faultOf(panels.addClients(access, 1, [client]));
    expect([first.kind, second.kind]).toEqual(['auth', 'auth']);
    expect(panel.calls('login')).toHaveLength(1);
    now = new Date('2026-01-01T00:10:00Z');
    await faultOf(panels.listInbounds(access));
    expect(panel.calls('login')).toHaveLength(2);
  });

  it('is tried again for a person after a minute, who is told to wait before that', async () => {
    let now = new Date('2026-01-01T00:00:00Z');
    await using panel = await new StandIn((request) => door(request) ?? ok([])).start();
    const panels = driver({ now: () => now });
    const access = byPassword(panel.url, 'wrong');
    const asked = { ...access, insists: true };
    expect((await faultOf(panels.listInbounds(access))).retryAfterMs).toBeNull();
    now = new Date('2026-01-01T00:00:45Z');
    const early = await faultOf(panels.listInbounds(asked));
    expect([early.kind, early.retryAfterMs, panel.calls('login').length]).toEqual(['auth', 15_000, 1]);
    now = new Date('2026-01-01T00:01:00Z');
    const late = await faultOf(panels.listInbounds(asked));
    expect([late.kind, late.retryAfterMs, panel.calls('login').length]).toEqual(['auth', null, 2]);
    now = new Date('2026-01-01T00:10:59Z');
    await faultOf(panels.listInbounds(access));
    expect(panel.calls('login')).toHaveLength(2);
  });

  it('hands the six digits over that a person read off, before those of a secret', async () => {
    await using panel = await new StandIn((request) => door(request) ?? ok([])).start();
    const known = byPassword(panel.url);
    const second = { totpCode: '123456', totpSecret: 'JBSWY3DPEHPK3PXP' };
    await driver().listInbounds({ ...known, credentials: { ...known.credentials, ...second } });
    expect(panel.calls('login').map(({ body }) => body)).toMatchObject([{ twoFactorCode: '123456' }]);
  });

  it('is tried at once with corrected credentials', async () => {
    await using panel = await new StandIn((request) => door(request) ?? ok([])).start();
    const panels = driver();
    await faultOf(panels.listInbounds(byPassword(panel.url, 'wrong')));
    expect(await panels.listInbounds(byPassword(panel.url))).toEqual([]);
  });

  it('is one for two calls at the same time, and is kept', async () => {
    await using panel = await new StandIn((request) => door(request) ?? ok([])).start();
    const panels = driver();
    const access = byPassword(panel.url);
    await Promise.all([panels.listInbounds(access), panels.listInbounds(access)]);
    await panels.listInbounds(access);
    expect(panel.calls('login')).toHaveLength(1);
  });

  it('gives reads the session’s cookie and writes its CSRF token too', async () => {
    await using panel = await new StandIn((request) => door(request) ?? ok(null)).start();
    const panels = driver();
    await panels.listInbounds(byPassword(panel.url));
    await panels.addClients(byPassword(panel.url), 1, [client]);
    const [login] = panel.calls('login');
    const [read] = panel.calls('panel/api/inbounds/list');
    const [write] = panel.calls('panel/api/clients/add');
    expect(login?.headers).toMatchObject({ cookie: '3x-ui=anonymous', 'x-csrf-token': 'the-csrf' });
    expect(read?.headers).toMatchObject({
      cookie: '3x-ui=in==',
      'x-requested-with': 'XMLHttpRequest',
      'accept-language': 'en-US',
    });
    expect(write?.headers).toMatchObject({ cookie: '3x-ui=in==', 'x-csrf-token': 'the-csrf' });
  });

  /** Answers the first call behind the door with `first`, later ones with success. */
  const losing = (first: Reply) => {
    let calls = 0;
    return new StandIn((request: Seen) => {
      const atDoor = door(request);
      if (atDoor !== null) return atDoor;
      calls += 1;
      return calls === 1 ? first : ok(null);
    }).start();
  };

  it.each([401, 403, 404, 307])(
    'is renewed, and a write that was turned away (%d) is sent again once',
    async (status) => {
      await using panel = await losing({ status });
      const answer = await driver().addClients(byPassword(panel.url), 1, [client]);
      expect(answer.accepted).toEqual(['shop-1']);
      expect(panel.calls('panel/api/clients/add')).toHaveLength(2);
      expect(panel.calls('login')).toHaveLength(2);
    },
  );

  it.each<[string, Reply]>([
    ['a page', { html: '<html></html>' }],
    ['a reset', 'reset'],
    ['a gateway', { status: 502, html: 'no' }],
  ])('never sends a write again that may have been done: %s', async (_name, first) => {
    await using panel = await losing(first);
    const fault = await faultOf(driver().addClients(byPassword(panel.url), 1, [client]));
    expect(fault.outcome).toBe('unknown');
    expect(panel.calls('panel/api/clients/add')).toHaveLength(1);
  });

  it('is renewed once only', async () => {
    await using panel = await new StandIn((request) => door(request) ?? { status: 404 }).start();
    const fault = await faultOf(driver().listInbounds(byPassword(panel.url)));
    expect(fault.kind).toBe('session');
    expect(panel.calls('login')).toHaveLength(2);
    expect(panel.calls('panel/')).toHaveLength(2);
  });
});
