import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Box } from '../../src/commands/smoke/box.ts';
import { ChatEvents } from '../../src/commands/smoke/chat-events.ts';
import { SmokePerson } from '../../src/commands/smoke/person.ts';
import { runPersonWalk, type Walked, wordsOfLocales } from '../../src/commands/smoke/person-walk.ts';
import { WalkProgress } from '../../src/commands/smoke/person-walk-progress.ts';
import { type Findings, PersonWalker } from '../../src/commands/smoke/person-walker.ts';

/** `npm run smoke -- --person-walk` takes longer and comes further. */
const SECONDS = 25;
const ANN = 5_000_000_001;

let box: Box;
let walked: Walked;

beforeAll(async () => {
  box = await Box.open({ quiet: true });
  walked = await runPersonWalk(box, { seconds: SECONDS });
}, 240_000);
afterAll(() => box?.close());

describe('people who press whatever there is', () => {
  it('find no dead button, no word of another language and no breach of Telegram’s rules', () => {
    expect(walked.wrong).toEqual([]);
    expect(walked.report).toMatchObject({ violations: 0, deadButtons: 0, untranslated: 0 });
  });

  it('come round in the shop', () => {
    expect(walked.report.screens).toBeGreaterThan(15);
    expect(walked.taps).toBeGreaterThan(20);
  });

  it('call dead what nobody answers', async () => {
    const findings: Findings = { dead: new Set(), untranslated: new Map() };
    const events = await ChatEvents.open(box.worldUrl);
    await box.killShop();
    const person = new SmokePerson(box.worldUrl, ANN);
    const until = performance.now() + 30_000;
    const tools = { words: wordsOfLocales(), progress: new WalkProgress(), events, findings };
    await new PersonWalker({ ...tools, person, name: 'Ann', language: 'en', until }).walk(['/start']);
    events.close();

    expect([...findings.dead]).toEqual(['Ann: what was said: /start']);
  });
});
