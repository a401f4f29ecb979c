import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SimulatedPanel } from '../../src/sandbox/panel/simulated-panel.ts';
import { Shelf } from '../../src/sandbox/shelf.ts';
import { RecordedCaller } from './recorded-caller.ts';
import { type Exchange, recordedScenes, type Scene } from './recorded-scene.ts';

// The links of the clients view stand for those of the subscription server, which is not simulated.

const rows = z.array(z.object({ subId: z.string(), links: z.array(z.string()) }));

const scenes = recordedScenes('2.8.11');
const exchangesOf = (name: string): Exchange[] =>
  scenes.find(({ scene }: Scene) => scene === name)?.exchanges ?? [];
const subscriptions = exchangesOf('22-subscription').filter(
  ({ step, request, response }) =>
    step.startsWith('subscription of') && request.headers.Accept === '*/*' && response.status === 200,
);

const panel = new SimulatedPanel({
  n: 1,
  shelf: new Shelf(null),
  port: 0,
  generation: '2.8',
  now: () => 1_795_354_340_712,
  inbounds: 'none',
});
let given: Map<string, string[]>;

beforeAll(async () => {
  await panel.start();
  const caller = new RecordedCaller(panel.address);
  const adds = exchangesOf('10-inbounds').filter(({ step }) => /^add \w+-/.test(step));
  for (const exchange of [...exchangesOf('02-login'), ...adds, ...exchangesOf('20-one-client-per-kind')]) {
    await caller.send(exchange);
  }
  const view = await panel.control(new Request('http://world/clients?host=127.0.0.1'), 'clients');
  given = new Map(rows.parse(await view.json()).map(({ subId, links }) => [subId, links]));
});

afterAll(() => panel.stop());

describe('the clients view of 2.8 has the links that the panel itself gave', () => {
  it('for every kind that was recorded', () => {
    expect(subscriptions).toHaveLength(18);
  });

  it.each(subscriptions)('$step', ({ request, response }) => {
    const subId = request.path.replace('/sub/', '');
    const recorded = Buffer.from(response.text ?? '', 'base64')
      .toString()
      .trim()
      .split('\n');

    expect(given.get(subId)?.map(unnamed)).toEqual(recorded.map(unnamed));
  });
});

const DRAWN = ['sni', 'sid', 'spx'];

/** A link without its name and without what the panel draws anew every time. */
function unnamed(link: string): unknown {
  if (link.startsWith('vmess://')) {
    const text = Buffer.from(link.slice('vmess://'.length), 'base64').toString();
    return { ...JSON.parse(text), ps: '' };
  }
  const { protocol, username, password, host, searchParams } = new URL(link);
  const isReality = searchParams.get('security') === 'reality';
  const parameters = [...searchParams].filter(([key]) => !isReality || !DRAWN.includes(key));
  return { protocol, username, password, host, parameters: parameters.sort() };
}
