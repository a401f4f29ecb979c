import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lifecycleCard } from '../../src/bot/admin/lifecycle-cards.ts';
import { AdminScene } from './admin-scene.ts';
import { texts } from './english.ts';

let scene: AdminScene;
beforeEach(async () => {
  scene = await AdminScene.open();
});
afterEach(() => scene.close());

/** A run goes on after the press was answered: its last screen has buttons. */
const reported = () => vi.waitFor(async () => expect(await scene.last()).toMatch(/^⏱ Done/), 10_000);

describe('/lifecycle', () => {
  it('shows that nothing was done yet, and four doors', async () => {
    await scene.says('/lifecycle');

    expect(await scene.last()).toContain('Nothing has been done yet');
    expect(await scene.buttons()).toEqual(['▶️ Run all', 'Expired', 'Expiring', 'Traffic', '« Back']);
  });

  it('is a door of /admin', async () => {
    await scene.says('/admin');
    await scene.taps('⏱ Time and traffic');

    expect(await scene.last()).toContain('Nothing has been done yet');
  });

  it('runs one operation at a press, reports it, and remembers it', async () => {
    await scene.shop.deliveredOrder();
    await scene.says('/lifecycle');
    await scene.taps('Traffic');
    await reported();
    const report = await scene.last();
    await scene.says('/lifecycle');

    expect(report).toMatch(/traffic, by hand: 1 of 1/);
    expect(await scene.last()).toMatch(/traffic, by hand: 1 of 1/);
  });

  it('tells of a short run how short it was', async () => {
    const report = { operation: 'traffic', cause: 'hand' as const, processed: 1, ok: 1, errors: [] };
    const card = (ms: number) =>
      lifecycleCard(texts.for('en'), {
        reports: [{ ...report, startedAt: new Date('2026-11-23T08:00:00Z'), ms }],
        isAutomatic: true,
        title: '',
      }).text;

    expect(card(6)).toMatch(/1 of 1, 6 ms$/);
    expect(card(1400)).toMatch(/1 of 1, 2 s$/);
  });

  it('runs everything, and names a panel that did not answer', async () => {
    await scene.shop.panel.stop();
    await scene.says('/lifecycle all');
    await reported();

    expect(await scene.last()).toMatch(
      /traffic, by hand: 0 of 1.*\n• .+\n.*ended, by hand: 0 of 0.*\n.*reminders/,
    );
  });

  it('reports also what took longer than an update may', async () => {
    await scene.shop.deliveredOrder();
    await scene.shop.panel.fault({ path: '', kind: 'hang', ms: 2_000, times: 3 });
    await scene.leases(700);

    await scene.says('/lifecycle all');
    await reported();

    expect(await scene.last()).toMatch(/traffic, by hand: 0 of 1/);
    expect(scene.shop.lines.join()).not.toContain('not-drawn');
  });

  it('does not know any other word, and lists the four', async () => {
    await scene.says('/lifecycle maybe');

    expect(await scene.last()).toBe(
      '“maybe” is not an operation. There are: expired, expiring, traffic, all.',
    );
  });

  it('is for admins', async () => {
    scene.role = 'support';
    await scene.says('/lifecycle traffic');

    expect(await scene.shop.rows(sql`select 1 as one from lifecycle_runs`)).toEqual([]);
  });
});
