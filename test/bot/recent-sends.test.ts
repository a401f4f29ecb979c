import { describe, expect, it } from 'vitest';
import { RecentSends } from '../../src/bot/sender/recent-sends.ts';

const CHAT = 7;

/** Sends messages with these ids, each as soon as it may; answers how long that took, in ms. */
async function send(recent: RecentSends, ...ids: number[]): Promise<number> {
  const began = performance.now();
  for (const id of ids) {
    await recent.pass(CHAT);
    recent.arrived(CHAT, id);
  }
  return performance.now() - began;
}

describe('what leaves within a second', () => {
  it('is three messages to a chat, and the answers to updates that came after all of them', async () => {
    const recent = new RecentSends();

    const beforeUpdate = await send(recent, 1, 2, 3);
    recent.updateFrom(CHAT, 3);
    const answer = await send(recent, 4);
    const fourth = await send(recent, 5);

    expect(beforeUpdate + answer).toBeLessThan(700);
    expect(fourth).toBeGreaterThan(300);
  });

  it('is not more for an update that may have come before the last message', async () => {
    const recent = new RecentSends();
    await send(recent, 1, 2, 3);

    recent.updateFrom(CHAT, 2);

    expect(await send(recent, 4)).toBeGreaterThan(700);
  });

  it('is one answer for two presses on one screen', async () => {
    const recent = new RecentSends();
    await send(recent, 1, 2, 3);

    recent.updateFrom(CHAT, 3);
    await recent.pass(CHAT); // on its way
    recent.updateFrom(CHAT, 3);

    expect(await send(recent, 5)).toBeGreaterThan(700);
  });

  it('is not more in a chat of which nothing is known', async () => {
    const recent = new RecentSends();

    recent.updateFrom(CHAT, 99);

    expect(await send(recent, 100, 101, 102)).toBeLessThan(300);
    expect(await send(recent, 103)).toBeGreaterThan(700);
  });
});
