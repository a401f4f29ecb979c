import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packTap } from '../../src/bot/callback-data.ts';
import { noticesView } from '../../src/bot/views/notices-view.ts';
import { ANN } from '../sandbox/telegram-world.ts';
import { CustomerScene } from './customer-scene.ts';
import { t } from './english.ts';

let scene: CustomerScene;
beforeEach(async () => {
  scene = await CustomerScene.open();
});
afterEach(() => scene.close());

/** The home message, which every press edits. */
const home = async () =>
  (await scene.screen(ANN)).filter(({ buttons }) => buttons?.length).at(-1)?.text ?? '';

describe('the screen of notices', () => {
  it('is found under More, and keeps what was chosen', async () => {
    await scene.says(ANN, '/start');
    await scene.taps(ANN, '☰ More');
    await scene.taps(ANN, '🔔 Notices');
    const before = await home();
    await scene.taps(ANN, '🔕 Only the essential');
    await scene.taps(ANN, '8:00–23:00');
    await scene.taps(ANN, '🕐 Time zone');
    await scene.taps(ANN, 'UTC+3:30');

    expect(before).toContain('7, 3 and 1 days before');
    const after = await home();
    expect(after).toContain('only told what is essential');
    expect(after).toContain('8:00–23:00, UTC+3:30');
  });

  it('promises no reminders where the shop sends none by itself', () => {
    const choice = { muted: false, hours: null, utcOffset: null };
    const { text } = noticesView({ choice, shop: { autoLifecycle: false } }, t);

    expect(text).toContain('sends no reminders by itself');
    expect(text).not.toContain('7, 3 and 1 days before');
    expect(text).not.toContain('always told');
  });

  it('takes no choice that it never offered', async () => {
    await scene.says(ANN, '/start');
    for (const [field, value] of [
      ['hours', 99],
      ['zone', 999],
      ['price', 1],
    ] as const)
      await scene.tapsData(ANN, packTap({ screen: 'notices-set', field, value }));
    await scene.says(ANN, '/start');
    await scene.taps(ANN, '☰ More');
    await scene.taps(ANN, '🔔 Notices');

    expect(await home()).toContain('7, 3 and 1 days before');
  });
});
