import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hours, minutes, type Period } from '../../src/model/values/period.ts';
import { makeStranger } from '../support/panel-stranger.ts';
import { AdminScene } from './admin-scene.ts';

let scene: AdminScene;
beforeEach(async () => {
  scene = await AdminScene.open();
});
afterEach(() => scene.close());

const emails = async () => (await scene.shop.panel.clients()).map(({ email }) => email).sort();
const serverId = () => scene.shop.serverId;
const upkeep = () => scene.upkeep;

/** The examination runs on after the press was answered: its last screen has buttons. */
const examined = () => vi.waitFor(async () => expect(await scene.buttons()).toContain('« Back'), 10_000);

/** In the shop and in Telegram: a "yes" has to come within a minute. */
async function passes(period: Period): Promise<void> {
  scene.pass(period);
  await scene.world.post('/_emu/clock/advance', { ms: period });
}

/** Sold long enough ago that a list of the panel has to show it. */
async function sold(quantity = 1): Promise<string[]> {
  await scene.shop.deliveredOrder({ quantity });
  await passes(minutes(2));
  return emails();
}

describe('/doctor', () => {
  it('tells how far it has got, and that all is well', async () => {
    await scene.says('/doctor');
    await examined();

    expect(await scene.last()).toMatch(/^✅ All is well\nLooked at: .+, .+\.$/);
    expect(await scene.buttons()).toEqual(['« Back']);
    expect(await scene.edits()).toEqual([
      expect.stringMatching(/^🩺 4 of 17, now: /),
      expect.stringMatching(/^🩺 8 of 17, now: /),
      expect.stringMatching(/^🩺 12 of 17, now: /),
      expect.stringMatching(/^🩺 16 of 17, now: /),
      expect.stringMatching(/^✅ All is well/),
    ]);
  });

  it('shows what it found also when panels took longer than an update may', async () => {
    await scene.shop.panel.fault({ path: '', kind: 'hang', ms: 2_000, times: 3 });
    await scene.leases(700);

    await scene.says('/doctor');
    await examined();

    expect(await scene.last()).toMatch(/^🩺 Something is wrong/);
    expect(scene.shop.lines.join()).not.toContain('not-drawn');
  });

  it('shows what is wrong, asks before it mends, and shows what became of it', async () => {
    const [email = ''] = await sold();
    await scene.shop.panel.wipe(email);

    await scene.says('/doctor');
    await examined();
    const seen = [await scene.last(), await scene.buttons()];
    await scene.taps('🛠 Mend');
    const asked = await scene.last();
    const untouched = await emails();
    await scene.taps('🛠 Yes, mend');
    await vi.waitFor(async () => expect(await scene.last()).toMatch(/^✅/), 10_000);

    expect(seen).toEqual([
      expect.stringMatching(
        /^🩺 Something is wrong\npanels against what was sold: found 1, mended 0, left 0\n\n• .*sold and not on the panel$/,
      ),
      ['🛠 Mend', '« Back'],
    ]);
    expect(asked).toMatch(/^Mend what was found\?/);
    expect(untouched).toEqual([]);
    expect(await scene.last()).toContain('panels against what was sold: found 1, mended 1, left 0');
    expect(await emails()).toEqual([email]);
  });
});

describe('the differences of a server', () => {
  it('lead from its card to what is done about edits, and that can be taken back', async () => {
    await scene.says('/servers');
    await scene.taps('Differences');
    const before = await scene.last();
    await scene.taps('Only report changes');
    const after = [await scene.last(), await scene.buttons()];
    const [entry] = (await scene.audit.list({ page: 0 })).items;
    const undone = await scene.audit.undo({ entryId: entry?.entryId ?? 0, actorId: 9, roles: 'apart' });

    expect(before).toMatch(/is put right by itself\.\nNothing else differs/);
    expect(after).toEqual([expect.stringMatching(/is only reported\./), ['Put changes right', '« Back']]);
    expect(undone).toMatchObject({ ok: true });
    expect(await upkeep().driftView(serverId())).toMatchObject({ policy: 'ours' });
  });

  it('show what waits after many clients vanished, and put all back by one press', async () => {
    const before = await sold(5);
    for (const email of before.slice(0, 4)) await scene.shop.panel.wipe(email);
    await upkeep().comparePanels();

    await scene.says('/servers');
    await scene.presses({ screen: 'server-drift', serverId: serverId() });
    const waiting = await scene.last();
    await scene.taps('↩️ Put all back');
    const after = await scene.last();
    await scene.shop.fleet.probeServers();
    await scene.shop.main.lanes.wake(serverId());

    expect(waiting).toContain('waiting for your word: 4');
    expect(after).toContain('Nothing else differs');
    expect(await emails()).toEqual(before);
  });

  it('say what they are, and why nothing was put back, where the panel is silent', async () => {
    await scene.shop.panel.stop();

    await scene.says('/servers');
    await scene.presses({ screen: 'server-put-back', serverId: serverId() });

    expect(await scene.last()).toMatch(/^❌ .+\n\nThe panel of .+ and the shop\n/);
  });

  it('name the clients that nobody knows, and delete them after a day and a second press alone', async () => {
    const ours = await sold();
    await makeStranger(scene.shop.panel, { email: 'shop-aaaaaaaaaaaaa-1' });
    await upkeep().comparePanels();

    await scene.says('/servers');
    await scene.presses({ screen: 'server-orphans', serverId: serverId() });
    const young = [await scene.last(), await scene.buttons()];
    await passes(hours(25));
    await scene.presses({ screen: 'server-orphans', serverId: serverId() });
    const sure = await scene.last();
    await scene.shop.main.lanes.wake(serverId());
    const kept = await emails();
    await scene.taps('🗑 Delete there');
    await scene.shop.main.lanes.wake(serverId());

    expect(young).toEqual([
      expect.stringMatching(/no order: 1\n• shop-aaaaaaaaaaaaa-1, since .*\nThere for less than a day/),
      ['Only report changes', '« Back'],
    ]);
    expect(sure).toMatch(/^Delete this client from the panel of .*\?\n• shop-aaaaaaaaaaaaa-1, since/);
    expect(kept).toContain('shop-aaaaaaaaaaaaa-1');
    expect(await emails()).toEqual(ours);
  });
});
