import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SimulatedPanel } from '../../src/sandbox/panel/simulated-panel.ts';
import { codeAt } from '../../src/sandbox/panel/totp.ts';
import { Shelf } from '../../src/sandbox/shelf.ts';
import { differences, type Spot } from './answer-differences.ts';
import { type Answer, RecordedCaller } from './recorded-caller.ts';
import { type Exchange, recordedScenes, type Scene } from './recorded-scene.ts';
import { COOKIE_NOT_COMPARED, REPLAYED, type ReplayTable } from './replay-tables.ts';

/** A simulated panel that is asked what a real one was asked, step by step. */
class Replay {
  readonly table: ReplayTable;
  readonly panel: SimulatedPanel;
  readonly scenes: readonly Scene[];
  private at: number;
  private callerOfPanel: RecordedCaller | null = null;

  constructor(table: ReplayTable) {
    this.table = table;
    this.at = table.recordedAt;
    this.scenes = recordedScenes(table.version);
    this.panel = new SimulatedPanel({
      n: 1,
      shelf: new Shelf(null),
      generation: table.generation,
      port: 0,
      now: () => this.at,
      inbounds: 'none',
      slowStatus: true,
    });
  }

  async start(): Promise<void> {
    await this.panel.start();
    this.callerOfPanel = new RecordedCaller(this.panel.address);
  }

  get caller(): RecordedCaller {
    if (!this.callerOfPanel) throw new Error('the panel has not been started');
    return this.callerOfPanel;
  }

  compared(scene: Scene): Exchange[] {
    const { leftOut } = this.table;
    const isLeftOut = (exchange: Exchange) =>
      nameOf(scene, exchange) in leftOut || `${scene.scene}/*` in leftOut;
    return scene.exchanges.filter((exchange) => !isLeftOut(exchange));
  }

  async play(name: string, exchange: Exchange): Promise<string[]> {
    await this.meanwhile(name);
    const answer = await this.caller.send(this.withCode(name, exchange));
    return this.allDifferences(exchange, answer, name).map((line) => `${name}: ${line}`);
  }

  /** What happened between the recorded steps, right before the named one. */
  private async meanwhile(name: string): Promise<void> {
    await EVENTS[name]?.(this);
    const email = this.table.removeBefore[name];
    if (email !== undefined) await this.control('remove', { email });
  }

  async control(path: string, body: object): Promise<void> {
    const request = new Request('http://world/', { method: 'POST', body: JSON.stringify(body) });
    expect((await this.panel.control(request, path)).status).toBe(200);
  }

  /** The recorded codes are of another secret. */
  private withCode(name: string, exchange: Exchange): Exchange {
    const ago = CODES_AGO[name];
    if (ago === undefined) return exchange;
    const twoFactorCode = codeAt(SECRET, this.at - ago);
    const { request } = exchange;
    return { ...exchange, request: { ...request, json: { ...Object(request.json), twoFactorCode } } };
  }

  moveOn(): void {
    this.at = this.table.afterThePoll;
  }

  private allDifferences({ response }: Exchange, answer: Answer, name: string): string[] {
    const exact = (at: string): Spot => ({ at, strictness: 'exact' });
    const body: Spot = { at: 'body', strictness: name in this.table.shapeOnly ? 'shape' : 'exact' };
    return [
      ...differences(response.status, answer.status, exact('status')),
      ...differences(headersOf(response, name), this.headersOfAnswer(answer, name), exact('headers')),
      ...(response.text === '' ? differences('', answer.text, exact('text')) : []),
      ...(response.json === undefined ? [] : differences(response.json, jsonOf(answer), body)),
    ];
  }

  private headersOfAnswer({ headers }: Answer, name: string) {
    const base = new URL(this.panel.address.url).pathname;
    return {
      type: headers.get('content-type') ?? '',
      location: (headers.get('location') ?? '').replace(base, '/p4nel/'),
      setsCookie: headers.has('set-cookie') || COOKIE_NOT_COMPARED.includes(name),
    };
  }
}

const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** How many ms before its login a code was shown. */
const CODES_AGO: Record<string, number> = {
  '50-two-factor/login with the code of this half minute': 0,
  '50-two-factor/login with the code of the half minute before': 30_000,
};

const EVENTS: Record<string, (replay: Replay) => unknown> = {
  '50-two-factor/list with the session from before': (replay) =>
    replay.control('two-factor', { secret: SECRET }),
  '51-session-lost/login with the old password': (replay) => replay.control('two-factor', { secret: null }),
  '02-login/status, later': () => wait(2050),
  '40-depletion-and-renewal/depleted by traffic: client': (replay) => replay.moveOn(),
  '51-session-lost/list after the panel restarted': async ({ panel }) => {
    await panel.stop();
    await panel.start();
  },
  '51-session-lost/logout': ({ caller }) => caller.logsInAgain('0ther-Passw0rd'),
};

const nameOf = (scene: Scene, { step }: Exchange) => `${scene.scene}/${step}`;

const jsonOf = ({ text }: Answer): unknown => (text === '' ? null : JSON.parse(text));

const headersOf = ({ headers }: Exchange['response'], name: string) => ({
  type: String(headers['content-type'] ?? ''),
  location: String(headers.location ?? ''),
  setsCookie: 'set-cookie' in headers || COOKIE_NOT_COMPARED.includes(name),
});

describe.each(REPLAYED)('the simulated $generation answers as the recorded $version did', (table) => {
  const replay = new Replay(table);

  beforeAll(() => replay.start());
  afterAll(() => replay.panel.stop());

  it('has every recording to compare with, and leaves out only what is named', () => {
    const all = replay.scenes.flatMap((scene) => scene.exchanges);
    const compared = replay.scenes.flatMap((scene) => replay.compared(scene));

    expect(all).toHaveLength(table.recorded);
    expect(compared.length).toBeGreaterThanOrEqual(table.compared);
    expect(compared.length / all.length).toBeGreaterThan(0.9);
  });

  it('names only steps that were recorded, and says why', () => {
    const known = replay.scenes.flatMap((scene) => [
      `${scene.scene}/*`,
      ...scene.exchanges.map((one) => nameOf(scene, one)),
    ]);
    const { leftOut, shapeOnly, removeBefore } = table;
    const named = [leftOut, shapeOnly, removeBefore, EVENTS, CODES_AGO]
      .flatMap(Object.keys)
      .concat(COOKIE_NOT_COMPARED);

    expect(named.filter((name) => !known.includes(name))).toEqual([]);
    expect([...Object.values(leftOut), ...Object.values(shapeOnly)].filter((why) => why === '')).toEqual([]);
  });

  it.each(replay.scenes.filter((scene) => replay.compared(scene).length > 0))(
    'in scene $scene',
    async (scene) => {
      const wrong: string[] = [];
      for (const exchange of replay.compared(scene)) {
        wrong.push(...(await replay.play(nameOf(scene, exchange), exchange)));
      }

      expect(wrong).toEqual([]);
    },
  );
});
