import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CrashLab } from '../../bench/chaos/crash-points.ts';
import { CRASH_SCENES } from '../../bench/chaos/crash-scenes.ts';
import { LEASE_MS, QUIET_MS } from '../../bench/chaos/limits.ts';
import { CRASH_POINTS } from '../../src/services/ports/crash-point.ts';

// RELIABILITY C1, one seed each; npm run chaos -- --crash-points --seeds 5 has more of them, on a server.

/** What comes after the waiting: a machine that does other things, and Telegram's pace of one message a second. */
const TO_WORK_MS = 25_000;
let lab: CrashLab | undefined;

beforeAll(async () => {
  lab = await CrashLab.open('embedded', () => undefined);
}, 120_000);

describe('a shop that dies by SIGKILL', { timeout: 240_000 }, () => {
  it.each(CRASH_POINTS)('at %s ends with what was paid, once, or the money back', async (point) => {
    const recovery = await lab?.die(point, 1);

    expect(recovery?.wrong).toEqual([]);
    expect(recovery?.recoveryMs).toBeLessThan(Math.max(LEASE_MS + 1_000, QUIET_MS) + TO_WORK_MS);
  });

  it('has a scene for every named moment', () => {
    const missing = CRASH_POINTS.filter((point) => !CRASH_SCENES[point]);

    expect(missing).toEqual([]);
  });
});

afterAll(async () => {
  const books = await lab?.close();
  expect(books?.audit.details).toEqual([]);
}, 60_000);
