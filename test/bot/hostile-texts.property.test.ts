import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  readDevices,
  readDuration,
  readPlanName,
  readPrice,
  readSeats,
  readStars,
  readTraffic,
} from '../../src/bot/admin/plan-input.ts';
import {
  readCredentials,
  readFingerprint,
  readPublicHost,
  readServerName,
} from '../../src/bot/admin/server-input.ts';
import { complaints, texts } from './english.ts';
import { everyScreen } from './every-screen.ts';
import { hostileNames } from './view-data.ts';
import { expectWithinLimits } from './view-limits.ts';

const READERS = {
  readPlanName,
  readDuration,
  readPrice,
  readStars,
  readTraffic,
  readDevices,
  readSeats,
  readCredentials,
  readServerName,
  readPublicHost,
  readFingerprint,
};
/** Single lines that stand in screens afterwards. */
const NAMES = { readPlanName, readServerName };

beforeEach(() => {
  complaints.length = 0;
});

describe('whatever people write', { timeout: 120_000 }, () => {
  it.each(texts.languages)('stands in every screen within Telegram’s limits: %s', (language) => {
    fc.assert(
      fc.property(hostileNames, (name) => {
        for (const screen of everyScreen(texts.for(language), name)) expectWithinLimits(screen);
      }),
      { numRuns: 10 },
    );
  });

  it.each(Object.entries(READERS))(
    'is taken or refused in words by %s, and never ends in a fault',
    (_, read) => {
      fc.assert(
        fc.property(hostileNames, (typed) => {
          const answer = read(typed);
          if (answer.ok) return;
          expect(texts.has(`input-${answer.refusal.code}`)).toBe(true);
        }),
        { numRuns: 300 },
      );
    },
  );

  it.each(Object.entries(NAMES))('is a line of at most 60 characters when %s took it', (_, read) => {
    fc.assert(
      fc.property(hostileNames, (typed) => {
        const answer = read(typed);
        if (!answer.ok) return;
        expect([...answer.value].length).toBeLessThanOrEqual(60);
        expect(answer.value).not.toMatch(/[\r\n]/);
      }),
      { numRuns: 300 },
    );
  });
});
