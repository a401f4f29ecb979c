import { Agent } from 'node:http';
import axios, { type AxiosInstance } from 'axios';
import { z } from 'zod';
import { type Child, startWorldProcess } from '../../src/commands/child.ts';

/** One connection is used again and again: buyers ask often. */
export const KEPT = new Agent({ keepAlive: true });

const made = z.object({ id: z.number() });
const panel = z.object({
  n: z.number(),
  url: z.string(),
  username: z.string(),
  password: z.string(),
  token: z.string(),
  version: z.string(),
  generation: z.string(),
});
const charge = z.object({
  chargeId: z.string(),
  person: z.number(),
  amount: z.number(),
  payload: z.string(),
  at: z.number(),
  refundedAt: z.number().nullable(),
});
const client = z.object({
  email: z.string(),
  tgId: z.number(),
  enable: z.boolean(),
  totalGB: z.number(),
  expiryTime: z.number(),
  comment: z.string(),
  links: z.array(z.string()),
});
const clock = z.object({ now: z.number() });
const idle = z.object({ idle: z.boolean() });
const panelStruck = z.object({ struck: z.number() });
const telegramStruck = z.object({ struck: z.record(z.string(), z.number()) });
const violations = z.array(z.object({ violation: z.string(), detail: z.string() }));

export type WorldPanel = z.infer<typeof panel>;
/** A payment as Telegram knows it; times in ms of the world's clock. */
export type WorldCharge = z.infer<typeof charge>;
/** A client as its panel holds it. */
export type WorldClient = z.infer<typeof client> & { n: number };

/** The host that stands in the links of a panel's clients. */
export const hostOf = (n: number): string => `p${n}.chaos.example`;

/** The world of a run in a process of its own, and its doors: all that is known without asking the shop. */
export class WorldDoors {
  readonly url: string;
  readonly http: AxiosInstance;
  private readonly child: Child;

  private constructor(child: Child) {
    this.child = child;
    this.url = String(child.ready.url);
    this.http = axios.create({ baseURL: this.url, proxy: false, timeout: 70_000, httpAgent: KEPT });
  }

  /** @param options `generations` as `2.8,3.6`. */
  static async open({ folder, generations }: { folder: string; generations: string }): Promise<WorldDoors> {
    const ports = ['--port', '0', '--panel-port', '0'];
    return new WorldDoors(await startWorldProcess([...ports, '--panels', generations, '--folder', folder]));
  }

  async close(): Promise<void> {
    await this.child.kill();
  }

  async newcomer(name: string): Promise<number> {
    const body = { name, language: 'en', stars: 10_000_000 };
    return made.parse((await this.http.post<unknown>('/_emu/persons', body)).data).id;
  }

  /** Business time, in ms. */
  async now(): Promise<number> {
    return clock.parse((await this.http.get<unknown>('/_emu/clock')).data).now;
  }

  async passTime(ms: number): Promise<void> {
    await this.http.post('/_emu/clock/advance', { ms });
  }

  async panels(): Promise<WorldPanel[]> {
    return z.array(panel).parse((await this.http.get<unknown>('/_emu/panels')).data);
  }

  async charges(): Promise<WorldCharge[]> {
    return z.array(charge).parse((await this.http.get<unknown>('/_emu/charges')).data);
  }

  /** Every client of a panel. */
  async clients(n: number): Promise<WorldClient[]> {
    const { data } = await this.http.get<unknown>(`/_panel/${n}/clients`, { params: { host: hostOf(n) } });
    return z
      .array(client)
      .parse(data)
      .map((each) => ({ ...each, n }));
  }

  /** Whether no process of the shop has anything to do, and Telegram nothing to tell. */
  async isIdle(): Promise<boolean> {
    return idle.parse((await this.http.get<unknown>('/_emu/idle')).data).idle;
  }

  /** Words for each rule of Telegram that was broken. */
  async violations(): Promise<string[]> {
    const all = violations.parse((await this.http.get<unknown>('/_emu/violations')).data);
    return all.map(({ violation, detail }) => `${violation}: ${detail}`);
  }

  async setPace(messagesPerSecond: number): Promise<void> {
    await this.http.post('/_emu/limits', { inAll: messagesPerSecond });
  }

  /** What the world does for tests alone is left out: no word is looked through for secrets. */
  async hurry(): Promise<void> {
    await this.http.post('/_emu/secrets/watch', { watch: false });
  }

  async stormOverTelegram(order: Record<string, unknown>): Promise<void> {
    await this.http.post('/_emu/chaos', order);
  }

  async stormOverPanel(n: number, order: Record<string, unknown>): Promise<void> {
    await this.http.post(`/_panel/${n}/chaos`, order);
  }

  async panelStruck(n: number): Promise<number> {
    return panelStruck.parse((await this.http.get<unknown>(`/_panel/${n}/chaos`)).data).struck;
  }

  /** How often each kind has happened. */
  async telegramStruck(): Promise<Record<string, number>> {
    return telegramStruck.parse((await this.http.get<unknown>('/_emu/chaos')).data).struck;
  }

  async switchPanel(n: number, act: 'stop' | 'start'): Promise<void> {
    await this.http.post(`/_panel/${n}/${act}`, {});
  }
}
