import { describe, expect, it } from 'vitest';
import { codeAt } from '../../src/sandbox/panel/totp.ts';
import { Shelf } from '../../src/sandbox/shelf.ts';
import { LegacyUnderTest, vless } from './legacy-under-test.ts';

// Contract 3x-ui sections 1, 2 and 3. 2.9.4 was not recorded: what it does stands here alone.

const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

describe('the codes of a second factor', () => {
  // RFC 6238, appendix B, the last six digits of its SHA-1 column.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [20_000_000_000, '353130'],
  ])('at %s s are %s', (seconds, code) => {
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

    expect(codeAt(secret, seconds * 1000)).toBe(code);
  });

  it.each(['2.6', '2.8', '2.9', '3.0'] as const)(
    'are taken by %s in their own half minute only',
    async (generation) => {
      await using panel = await new LegacyUnderTest(generation).start();
      const { password } = panel.panel.address;
      await panel.control('two-factor', { secret: SECRET });

      const late = await panel.login(password, { twoFactorCode: codeAt(SECRET, panel.at - 30_000) });
      const right = await panel.login(password, { twoFactorCode: codeAt(SECRET, panel.at) });

      expect([late.success, right.success]).toEqual([false, true]);
    },
  );
});

describe('a panel of 2.9', () => {
  it('gives a cookie for its base path and hides the API from strangers', async () => {
    await using panel = await new LegacyUnderTest('2.9').start();
    const { username, password, url } = panel.panel.address;

    const login = await panel.request('login', { body: { username, password }, headers: { Cookie: '' } });
    const stranger = await panel.request('panel/api/inbounds/list', { headers: { Cookie: '' } });

    expect(login.headers.getSetCookie()[0]).toContain(`Path=${new URL(url).pathname}; `);
    expect(login.headers.getSetCookie()[0]).toContain('Max-Age=21600; HttpOnly; SameSite=Lax');
    expect([stranger.status, await stranger.text()]).toEqual([404, '']);
  });

  it('names its version on the login page, and has no csrf-token and no tokens', async () => {
    await using panel = await new LegacyUnderTest('2.9').start();

    const page = await panel.request('', { headers: { Cookie: '' } });
    const csrf = await panel.request('csrf-token');
    const headers = { Cookie: '', Authorization: `Bearer ${panel.panel.address.token}` };
    const byToken = await panel.request('panel/api/inbounds/list', { headers });

    expect(await page.text()).toContain('?2.9.4"');
    expect([csrf.status, byToken.status]).toEqual([404, 404]);
  });

  it('switches an inbound alone, and gives no links', async () => {
    await using panel = await new LegacyUnderTest('2.9').start();
    await panel.add(1, vless('a'));

    const off = await panel.ask('setEnable/1', { enable: false });
    const links = await panel.request('panel/api/inbounds/getSubLinks/sub-a');

    expect(off).toMatchObject({ success: true });
    expect((await panel.ask('get/1')).obj).toMatchObject({ enable: false });
    expect(links.status).toBe(404);
  });
});

describe('the panels of the legacy family', () => {
  it.each([
    ['2.6', true],
    ['2.8', true],
    ['2.9', true],
    ['3.0', false],
  ] as const)('%s: a session outlives a changed password: %s', async (generation, outlives) => {
    await using panel = await new LegacyUnderTest(generation).start();
    const { username, password } = panel.panel.address;
    const body = {
      oldUsername: username,
      oldPassword: password,
      newUsername: username,
      newPassword: 'other',
    };
    await panel.request('panel/setting/updateUser', { body });

    const after = await panel.request('panel/api/inbounds/list');

    expect(after.ok).toBe(outlives);
  });

  it('2.6 answers its pages the same below panel/inbound/, by POST', async () => {
    await using panel = await new LegacyUnderTest('2.6').start();

    const list = await panel.request('panel/inbound/list', { body: {} });
    const status = await panel.request('server/status', { body: {} });

    expect(await list.json()).toMatchObject({ success: true, obj: [{ id: 1 }, { id: 2 }] });
    expect(await status.json()).toMatchObject({ obj: { xray: { state: 'running', version: '25.8.29' } } });
  });

  it.each(['2.6', '2.8', '2.9', '3.0'] as const)(
    '%s speaks Persian to who asks for it',
    async (generation) => {
      await using panel = await new LegacyUnderTest(generation).start();

      const headers = { 'Accept-Language': 'fa-IR' };
      const answer = await panel.request('panel/api/inbounds/get/99', { headers });

      expect(await answer.json()).toEqual({ success: false, msg: 'دریافت (record not found)', obj: null });
    },
  );

  it.each(['2.6', '2.8', '2.9', '3.0'] as const)(
    '%s answers only to its own domain where one is set',
    async (generation) => {
      await using panel = await new LegacyUnderTest(generation).start();
      const { obj } = Object(await (await panel.request('panel/setting/all', { body: {} })).json());

      await panel.request('panel/setting/update', { body: { ...obj, webDomain: 'panel.example.org' } });

      expect((await panel.request('panel/api/inbounds/list')).status).toBe(403);
    },
  );

  it.each(['2.6', '2.8', '2.9', '3.0'] as const)(
    '%s sends callers of the old paths on',
    async (generation) => {
      await using panel = await new LegacyUnderTest(generation).start();

      const answer = await panel.request('xui/API/inbounds/list');

      expect(answer.status).toBe(301);
      expect(answer.headers.get('location')).toMatch(/\/panel\/api\/inbounds\/list$/);
    },
  );

  it.each(['2.6', '2.8', '2.9', '3.0'] as const)(
    '%s keeps what it has over a new start of the world',
    async (generation) => {
      const shelf = new Shelf(null);
      await using first = await new LegacyUnderTest(generation, shelf).start();
      await first.add(1, vless('a'));
      const { address } = first.panel;
      await first.panel.stop();

      await using second = await new LegacyUnderTest(generation, shelf).start();

      expect(second.panel.address).toEqual(address);
      expect(await second.emails(1)).toEqual(['a']);
      expect(await second.client('a')).toMatchObject({ works: true });
    },
  );
});
