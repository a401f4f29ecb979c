import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SimulatedPanel } from '../../src/sandbox/panel/simulated-panel.ts';
import { Shelf } from '../../src/sandbox/shelf.ts';
import { differences, type Spot } from './answer-differences.ts';
import { type Answer, RecordedCaller } from './recorded-caller.ts';
import { type Exchange, recordedScenes, type Scene } from './recorded-scene.ts';

/** Left out, and why. `*` = the whole scene. */
const LEFT_OUT: Record<string, string> = {
  '03-api-token/settings by token': 'the panel settings are not simulated',
  '21-list-when-filled/clients list, paged': 'the paged list is not simulated',
  '22-subscription/*': 'the subscription server is not simulated',
  '23-hosts-and-wireguard/add a wireguard client without keys': 'wireguard keys are not simulated',
  '23-hosts-and-wireguard/read it back': 'wireguard keys are not simulated',
  '23-hosts-and-wireguard/its links': 'wireguard keys are not simulated',
  '23-hosts-and-wireguard/add a host': 'hosts are not simulated',
  '23-hosts-and-wireguard/hosts': 'hosts are not simulated',
  '23-hosts-and-wireguard/subLinks with a host': 'hosts are not simulated',
  '23-hosts-and-wireguard/delete the host': 'hosts are not simulated',
  '40-depletion-and-renewal/subscription of the depleted shop-0501':
    'the subscription server is not simulated',
  '40-depletion-and-renewal/subscription of the depleted shop-0502':
    'the subscription server is not simulated',
  '50-two-factor/*': 'two-factor login is not simulated',
};

/** Values that are the panel's own in these steps: only the shape is compared. */
const SHAPE_ONLY: Record<string, string> = {
  '01-first-look/csrf-token, anonymous': 'a drawn token',
  '02-login/csrf before login': 'a drawn token',
  '02-login/csrf again': 'a drawn token',
  '02-login/status, later': 'figures of the machine',
  '10-inbounds/new uuid': 'a drawn uuid',
  '30-clients-refused/no credential: client': 'a drawn uuid',
  '30-clients-refused/no credential: traffic': 'a drawn uuid',
  '31-update-and-remove/2022 key of the wrong length: client': 'a drawn key',
  '40-depletion-and-renewal/status': 'figures of the machine',
  '51-session-lost/csrf': 'a drawn token',
  '52-login-limiter/csrf': 'a drawn token',
};

/** The panel hands out a cleared cookie there, which nobody uses. */
const COOKIE_NOT_COMPARED = ['51-session-lost/password is changed by its owner'];

/** 377 were recorded, 334 are compared. */
const AT_LEAST_COMPARED = 334;
const RECORDED_AT = 1_795_354_536_000;
const AFTER_THE_POLL = 1_795_354_545_000;

const clock = { at: RECORDED_AT };
const panel = new SimulatedPanel({
  n: 1,
  shelf: new Shelf(null),
  port: 0,
  now: () => clock.at,
  inbounds: 'none',
  slowStatus: true,
});

/** What happened between the recorded steps, right before the named one. */
const MEANWHILE: Record<string, (caller: RecordedCaller) => Promise<unknown>> = {
  '02-login/status, later': () => wait(2050),
  '10-inbounds/list': () =>
    panel.control(
      new Request('http://world/', { method: 'POST', body: JSON.stringify({ email: 'shop-0901' }) }),
      'remove',
    ),
  '40-depletion-and-renewal/depleted by traffic: client': async () => {
    clock.at = AFTER_THE_POLL;
  },
  '51-session-lost/list after the panel restarted': async () => {
    await panel.stop();
    await panel.start();
  },
  '51-session-lost/logout': (caller) => caller.logsInAgain('0ther-Passw0rd'),
};

const scenes = recordedScenes('3.6.0');
const nameOf = (scene: Scene, { step }: Exchange) => `${scene.scene}/${step}`;
const isLeftOut = (scene: Scene, exchange: Exchange) =>
  nameOf(scene, exchange) in LEFT_OUT || `${scene.scene}/*` in LEFT_OUT;
const compared = (scene: Scene) => scene.exchanges.filter((exchange) => !isLeftOut(scene, exchange));

let caller: RecordedCaller;

beforeAll(async () => {
  await panel.start();
  caller = new RecordedCaller(panel.address);
});

afterAll(() => panel.stop());

describe('the simulated panel answers as the recorded one did', () => {
  it('has recordings to compare with', () => {
    const steps = scenes.reduce((sum, scene) => sum + compared(scene).length, 0);

    expect(steps).toBeGreaterThanOrEqual(AT_LEAST_COMPARED);
  });

  it('names only steps that were recorded', () => {
    const known = scenes.flatMap((scene) => [
      `${scene.scene}/*`,
      ...scene.exchanges.map((one) => nameOf(scene, one)),
    ]);
    const named = [LEFT_OUT, SHAPE_ONLY, MEANWHILE].flatMap(Object.keys).concat(COOKIE_NOT_COMPARED);

    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each(scenes.filter((scene) => compared(scene).length > 0))('in scene $scene', async (scene) => {
    const wrong: string[] = [];
    for (const exchange of compared(scene)) {
      const name = nameOf(scene, exchange);
      await MEANWHILE[name]?.(caller);
      const answer = await caller.send(exchange);
      wrong.push(...allDifferences(exchange, answer, name).map((line) => `${name}: ${line}`));
    }

    expect(wrong).toEqual([]);
  });
});

function allDifferences({ response }: Exchange, answer: Answer, name: string): string[] {
  const exact = (at: string): Spot => ({ at, strictness: 'exact' });
  const body: Spot = { at: 'body', strictness: name in SHAPE_ONLY ? 'shape' : 'exact' };
  return [
    ...differences(response.status, answer.status, exact('status')),
    ...differences(headersOf(response, name), headersOfAnswer(answer, name), exact('headers')),
    ...(response.text === '' ? differences('', answer.text, exact('text')) : []),
    ...(response.json === undefined ? [] : differences(response.json, jsonOf(answer), body)),
  ];
}

const jsonOf = ({ text }: Answer): unknown => (text === '' ? null : JSON.parse(text));

const headersOf = ({ headers }: Exchange['response'], name: string) => ({
  type: String(headers['content-type'] ?? ''),
  location: String(headers.location ?? ''),
  setsCookie: 'set-cookie' in headers || COOKIE_NOT_COMPARED.includes(name),
});

const headersOfAnswer = ({ headers }: Answer, name: string) => ({
  type: headers.get('content-type') ?? '',
  location: (headers.get('location') ?? '').replace(new URL(panel.address.url).pathname, '/p4nel/'),
  setsCookie: headers.has('set-cookie') || COOKIE_NOT_COMPARED.includes(name),
});
