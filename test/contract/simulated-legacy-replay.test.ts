import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SimulatedPanel } from '../../src/sandbox/panel/simulated-panel.ts';
import { codeAt } from '../../src/sandbox/panel/totp.ts';
import { Shelf } from '../../src/sandbox/shelf.ts';
import { differences, type Spot } from './answer-differences.ts';
import { type Comparable, comparableAnswer, comparableRecord } from './legacy-answer.ts';
import { RecordedCaller } from './recorded-caller.ts';
import { type Exchange, recordedScenes, type Scene } from './recorded-scene.ts';

/** Left out, and why. `*` = the whole scene, but for what is named in PLAYED. */
const LEFT_OUT: Record<string, string> = {
  '22-subscription/*': 'the subscription server is a listener of its own and is not simulated',
  '40-depletion-and-renewal/subscription of the depleted shop-0501':
    'the subscription server is a listener of its own and is not simulated',
  '40-depletion-and-renewal/subscription of the depleted shop-0502':
    'the subscription server is a listener of its own and is not simulated',
};
const PLAYED = ['22-subscription/default settings'];

/** Values that are the panel's own in these steps: only the shape is compared. */
const SHAPE_ONLY: Record<string, string> = {
  '01-first-look/csrf-token, anonymous': 'a drawn token',
  '02-login/csrf before login': 'a drawn token',
  '02-login/csrf again': 'a drawn token',
  '02-login/status, later': 'figures of the machine',
  '10-inbounds/new x25519 pair': 'a drawn key',
  '10-inbounds/new uuid': 'a drawn uuid',
  '40-depletion-and-renewal/status': 'figures of the machine',
  '50-two-factor/csrf before': 'a drawn token',
  '50-two-factor/csrf after': 'a drawn token',
  '51-session-lost/csrf': 'a drawn token',
  '52-login-limiter/csrf': 'a drawn token',
};

const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const HALF_MINUTE = 30_000;

/** Each version with the instant of its recording, and how many of its exchanges are compared and left out. */
const VERSIONS = [
  { version: '2.6.7', generation: '2.6', at: 1_795_354_291_439, compared: 266, skipped: 24 },
  { version: '2.8.11', generation: '2.8', at: 1_795_354_340_712, compared: 269, skipped: 24 },
  { version: '3.0.2', generation: '3.0', at: 1_795_354_438_606, compared: 330, skipped: 25 },
] as const;

describe.each(VERSIONS)('the simulated $version answers as the recorded one did', (one) => {
  const { compared, skipped } = one;
  const scenes = recordedScenes(one.version);
  const steps = scenes.flatMap(stepsOf);
  const clock: { at: number } = { at: one.at };
  const panel = new SimulatedPanel({
    n: 1,
    shelf: new Shelf(null),
    port: 0,
    generation: one.generation,
    now: () => clock.at,
    inbounds: 'none',
    slowStatus: true,
  });
  let caller: RecordedCaller;

  beforeAll(async () => {
    await panel.start();
    caller = new RecordedCaller(panel.address);
  });

  afterAll(() => panel.stop());

  const control = (path: string, body: unknown) =>
    panel.control(new Request('http://world/', { method: 'POST', body: JSON.stringify(body) }), path);

  /** What happened between the recorded steps, right before the named one. */
  const meanwhile: Record<string, () => Promise<unknown>> = {
    '02-login/status, later': () => wait(2050),
    '40-depletion-and-renewal/depleted by traffic: inbound': async () => {
      clock.at += 22_000;
    },
    '50-two-factor/list with the session from before': () => control('two-factor', { secret: SECRET }),
    '51-session-lost/list after the panel restarted': async () => {
      await control('two-factor', { secret: null });
      await panel.stop();
      await panel.start();
    },
    '51-session-lost/logout': () => caller.logsInAgain('0ther-Passw0rd'),
  };

  /** The password that was changed meanwhile is the right one now. */
  const callAnew = () => {
    caller = new RecordedCaller(panel.address);
  };

  /** Where the answer to one recorded step differs. */
  const differencesAt = async ({ name, exchange }: Step): Promise<string[]> => {
    if (exchange === scenes.at(-1)?.exchanges[0]) callAnew();
    await meanwhile[name]?.();
    if (isLeftOut(name)) return [];
    const answer = await caller.send(withCode(exchange, clock.at));
    const made = comparableAnswer(answer, exchange, new URL(panel.address.url).pathname);
    return allDifferences(comparableRecord(exchange), made, name);
  };

  it('in every recorded step that is not left out by name', async () => {
    const wrong: string[] = [];
    for (const step of steps) {
      for (const line of await differencesAt(step)) wrong.push(`${step.name}: ${line}`);
    }

    expect(wrong).toEqual([]);
  });

  it('and nothing was left out without a reason', () => {
    const leftOut = steps.filter(({ name }) => isLeftOut(name)).length;

    expect({ compared: steps.length - leftOut, leftOut }).toEqual({ compared, leftOut: skipped });
  });
});

it('names only steps that were recorded', () => {
  const known = VERSIONS.flatMap(({ version }) => recordedScenes(version)).flatMap(stepsOf);
  const names = new Set(known.flatMap(({ name }) => [name, name.replace(/\/.*/, '/*')]));

  expect(
    [...Object.keys(LEFT_OUT), ...PLAYED, ...Object.keys(SHAPE_ONLY)].filter((name) => !names.has(name)),
  ).toEqual([]);
});

type Step = { name: string; exchange: Exchange };

const stepsOf = ({ scene, exchanges }: Scene): Step[] =>
  exchanges.map((exchange) => ({ name: `${scene}/${exchange.step}`, exchange }));

const isLeftOut = (name: string): boolean =>
  !PLAYED.includes(name) && (name in LEFT_OUT || name.replace(/\/.*/, '/*') in LEFT_OUT);

/** Codes are recorded for a secret that is not; they are made anew for ours. */
function withCode(exchange: Exchange, at: number): Exchange {
  const code = {
    'login with the code of this half minute': codeAt(SECRET, at),
    'login with the code of the half minute before': codeAt(SECRET, at - HALF_MINUTE),
  }[exchange.step];
  if (code === undefined) return exchange;
  const json = { ...Object(exchange.request.json), twoFactorCode: code };
  return { ...exchange, request: { ...exchange.request, json } };
}

function allDifferences(recorded: Comparable, made: Comparable, name: string): string[] {
  const exact = (at: string): Spot => ({ at, strictness: 'exact' });
  const body: Spot = { at: 'body', strictness: name in SHAPE_ONLY ? 'shape' : 'exact' };
  return [
    ...differences(recorded.head, made.head, exact('head')),
    ...differences(recorded.body, made.body, body),
  ];
}
