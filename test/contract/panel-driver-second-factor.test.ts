import { describe, expect, it } from 'vitest';
import { totpCode, totpPause } from '../../src/panel/totp.ts';
import { entered, legacyDoor, router } from './panel-driver-legacy-scene.ts';
import { door, faultOf, ok, recorded, StandIn } from './panel-driver-stand-in.ts';

/** `12345678901234567890` in base32: the key of RFC 6238, appendix B, whose codes end in these six digits. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('the code of a second factor', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('is that of RFC 6238 at %i s', (seconds, code) => {
    expect(totpCode(RFC_SECRET, new Date(seconds * 1_000))).toBe(code);
  });

  it('takes a secret as people copy it, and says when it is none', () => {
    const spaced = 'gezd gnbv gy3t qojq gezd gnbv gy3t qojq';
    expect(totpCode(spaced, new Date(59_000))).toBe('287082');
    expect([totpCode('not-base32!', new Date(0)), totpCode('', new Date(0))]).toEqual([null, null]);
  });

  it('is not sent in the last two seconds of its half minute', () => {
    const pauses = [0, 27_999, 28_000, 29_999].map((ms) => totpPause(new Date(ms)));
    expect(pauses).toEqual([0, 0, 2_000, 1]);
  });
});

describe('a login with a second factor', () => {
  const access = (panel: StandIn, totpSecret: string | null) => ({
    ...entered(panel),
    credentials: { kind: 'password', username: 'owner', password: 'right', totpSecret } as const,
  });

  it.each(['2.8.11', '3.0.2', '3.6.0'])('gives %s the code of this half minute', async (version) => {
    await using panel = await new StandIn((request) => {
      if (version !== '3.6.0') return legacyDoor(version, request) ?? ok([]);
      const status = ok({ panelVersion: version, panelGuid: 'g', xray: null });
      return request.path.endsWith('status') ? status : (door(request) ?? ok([]));
    }).start();
    await router({ now: () => new Date(59_000 - 5_000) }).identify(access(panel, RFC_SECRET));
    const [login] = panel.calls('login');
    const keys = Object.keys(recorded('3.0.2', '50-two-factor', CODE_STEP).request.json as object);
    expect(Object.keys(login?.body as object)).toEqual(keys);
    expect(login?.body).toMatchObject({ twoFactorCode: '287082' });
  });

  it('waits for the next half minute when this one is nearly over', async () => {
    await using panel = await new StandIn((request) => legacyDoor('2.8.11', request) ?? ok([])).start();
    await router({ now: () => new Date(29_950) }).identify(access(panel, RFC_SECRET));
    const [login] = panel.calls('login');
    expect(login?.body).toMatchObject({ twoFactorCode: totpCode(RFC_SECRET, new Date(30_000)) });
  });

  it('sends no code where there is no second factor, and nothing with a secret that is none', async () => {
    await using panel = await new StandIn((request) => legacyDoor('2.8.11', request) ?? ok([])).start();
    const fault = await faultOf(router().identify(access(panel, 'not base32!')));
    expect([fault.kind, panel.calls('login').length]).toEqual(['auth', 0]);
    await router().identify(access(panel, null));
    expect(panel.calls('login')[0]?.body).toEqual({ username: 'owner', password: 'right' });
  });
});

const CODE_STEP = 'login with the code of this half minute';
