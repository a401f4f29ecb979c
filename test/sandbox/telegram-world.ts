import { Api } from 'grammy';
import type { Update } from 'grammy/types';
import { startWorld, type World, type WorldOptions } from '../../src/sandbox/world.ts';

type Body = Record<string, unknown>;

/** All that a door may answer, as far as tests read it field by field. */
type Reply = Partial<{
  ok: boolean;
  description: string;
  result: Record<string, unknown>;
  error: string;
  labels: string[];
  chargeId: string;
  updateId: number;
  callbackQueryId: string;
}>;
export type Answer<Kind = Reply> = { status: number; body: Kind };

/** An entry of a person's screen. */
export type Shown = Partial<{
  id: number;
  kind: string;
  text: string;
  photo: string | null;
  buttons: { text: string; value?: string }[][];
}>;
type Listed = { id: number; stars: number };

export const ANN = 5_000_000_001;
export const BORIS = 5_000_000_002;
export const OLGA = 5_000_000_009;

/** A world of one test, with its doors and a client of its Bot API. */
export class TestWorld {
  readonly world: World;
  readonly token: string;
  readonly api: Api;
  private offset = 0;

  private constructor(world: World, token: string) {
    this.world = world;
    this.token = token;
    this.api = new Api(token, { apiRoot: world.url });
  }

  static async start(options: Partial<WorldOptions> = {}): Promise<TestWorld> {
    const world = await startWorld({ port: 0, folder: null, ...options });
    const response = await fetch(`${world.url}/_emu/bot`);
    const { token } = (await response.json()) as { token: string };
    return new TestWorld(world, token);
  }

  async get<Kind = Reply>(path: string): Promise<Answer<Kind>> {
    const response = await fetch(`${this.world.url}${path}`);
    return { status: response.status, body: (await response.json()) as Kind };
  }

  async post(path: string, body: Body = {}): Promise<Answer> {
    const response = await fetch(`${this.world.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Reply };
  }

  async stars(id: number): Promise<number | undefined> {
    const { body } = await this.get<Listed[]>('/_emu/persons');
    return body.find((person) => person.id === id)?.stars;
  }

  person(id: number) {
    const act = (what: string) => (body: Body) => this.post(`/_emu/persons/${id}/${what}`, body);
    return {
      send: (text: string) => act('send')({ text }),
      tap: (label: string) => act('tap')({ label }),
      act: (what: string, body: Body = {}) => act(what)(body),
      messages: async () => (await this.get<Shown[]>(`/_emu/persons/${id}/messages`)).body,
    };
  }

  /** The person has started the bot, and the bot has taken notice. */
  async started(id: number): Promise<ReturnType<TestWorld['person']>> {
    const person = this.person(id);
    await person.send('/start');
    await this.updates();
    return person;
  }

  /** A raw call, so that wrong ones can be made too. */
  call(method: string, body: Body = {}): Promise<Answer> {
    return this.post(`/bot${this.token}/${method}`, body);
  }

  /** The next updates, confirmed with the next call. */
  async updates(timeout = 0): Promise<Update[]> {
    const updates = await this.api.getUpdates({ offset: this.offset, timeout });
    this.offset = (updates.at(-1)?.update_id ?? this.offset - 1) + 1;
    return updates;
  }

  async violations(): Promise<string[]> {
    const { body } = await this.get<{ violation: string }[]>('/_emu/violations');
    return body.map(({ violation }) => violation);
  }

  close(): Promise<void> {
    return this.world.close();
  }
}
