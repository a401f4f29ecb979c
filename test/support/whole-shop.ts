import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import axios, { type AxiosInstance } from 'axios';
import { expect } from 'vitest';
import { z } from 'zod';
import { EDIT_LIMIT } from '../../src/bot/edit-limit.ts';
import { type Child, startWorldProcess } from '../../src/commands/child.ts';
import { sandboxFolders, startSandboxShop } from '../../src/commands/sandbox-shop.ts';
import { ChatPerson } from './chat-person.ts';

const panelClient = z.object({
  email: z.string(),
  tgId: z.number(),
  uuid: z.string(),
  password: z.string(),
  subId: z.string(),
  enable: z.boolean(),
  expiryTime: z.number(),
  links: z.array(z.string()),
});
type PanelClient = z.infer<typeof panelClient>;
const panelCall = z.object({
  seq: z.number(),
  method: z.string(),
  path: z.string(),
  status: z.number(),
  applied: z.boolean(),
});
const botCall = z.object({
  seq: z.number(),
  at: z.number(),
  method: z.string(),
  status: z.number(),
  params: z.record(z.string(), z.unknown()),
});
const panelSecrets = z.array(z.object({ url: z.string(), password: z.string(), token: z.string() }));
const idle = z.object({ idle: z.boolean() });

type PanelFaultOrder = { path: string; times: number; kind: string; status?: number; ms?: number };
type BotFaultOrder = {
  method: string;
  times?: number;
  kind: string;
  retryAfter?: number;
  ms?: number;
  text?: string;
};

export const OLGA = 5_000_000_009;
/** The host that stands in the links of the furnished shop. */
const HOST = 'de.sandbox.example';
const ADD = 'panel/api/clients/add';
const PATIENCE_MS = 45_000;

/** World and shop as processes of their own in a temporary folder, and every door to them over HTTP. */
export class WholeShop {
  readonly folder: string;
  readonly worldUrl: string;
  readonly http: AxiosInstance;
  /** What the shop said on stderr, over all its lives. */
  readonly lines: string[] = [];
  private readonly world: Child;
  private shop: Child | null = null;
  private readonly secrets = new Set<string>();
  private violationsSeen = 0;

  private constructor(folder: string, world: Child) {
    this.folder = folder;
    this.world = world;
    this.worldUrl = String(world.ready.url);
    this.http = axios.create({ baseURL: this.worldUrl, proxy: false, timeout: 70_000 });
  }

  /** A world with a shop that is furnished and open. */
  static async open(): Promise<WholeShop> {
    const whole = await WholeShop.openWorld();
    await whole.startShop();
    return whole;
  }

  /** @param panels their generations; one of 3.6 where it is left out. */
  static async openWorld({ panels = '3.6' } = {}): Promise<WholeShop> {
    const folder = await mkdtemp(join(tmpdir(), 'whole-shop-'));
    const ports = ['--port', '0', '--panel-port', '0'];
    const args = [...ports, '--panels', panels, '--folder', sandboxFolders(folder).world];
    return new WholeShop(folder, await startWorldProcess(args));
  }

  get shopDir(): string {
    return sandboxFolders(this.folder).shop;
  }

  get shopPid(): number {
    return this.shop?.pid ?? 0;
  }

  /** @param settings a port to listen on, and settings beside those of the sandbox. */
  async startShop(
    settings: { webPort?: number; env?: Readonly<Record<string, string>> } = {},
  ): Promise<void> {
    const onLine = (line: string) => void this.lines.push(line);
    const options = { dataDir: this.shopDir, webPort: 0, onLine, ...settings };
    this.shop = await startSandboxShop(this.worldUrl, options);
  }

  /** As a power cut would: nothing is said and nothing is finished. */
  async killShop(): Promise<void> {
    await this.shop?.kill('SIGKILL');
  }

  async stopShop(): Promise<void> {
    await this.shop?.kill();
  }

  /** Resolves with how the present shop process ended. */
  shopEnded(): Promise<string> {
    return this.shop?.ended ?? Promise.resolve('never started');
  }

  async close(): Promise<void> {
    await this.shop?.kill('SIGKILL');
    await this.world.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Somebody nobody has seen before, with Stars for many orders. */
  async newcomer(name: string, { language = 'en', stars = 20_000 } = {}): Promise<ChatPerson> {
    const { data } = await this.http.post<{ id: number }>('/_emu/persons', { name, language, stars });
    return new ChatPerson(this.worldUrl, data.id);
  }

  get olga(): ChatPerson {
    return new ChatPerson(this.worldUrl, OLGA);
  }

  async clientsOf(person: ChatPerson): Promise<PanelClient[]> {
    return (await this.clients()).filter(({ tgId }) => tgId === person.id);
  }

  async clients(): Promise<PanelClient[]> {
    const { data } = await this.http.get<unknown>('/_panel/1/clients', { params: { host: HOST } });
    const clients = z.array(panelClient).parse(data);
    for (const { uuid, password, subId, links } of clients)
      this.keepSecrets([uuid, password, subId, ...links]);
    return clients;
  }

  /** Calls of the panel that asked it to add somebody, with or without effect. */
  async adds(): Promise<z.infer<typeof panelCall>[]> {
    const calls = z.array(panelCall).parse((await this.http.get<unknown>('/_panel/1/calls')).data);
    return calls.filter(({ path }) => path.startsWith(ADD));
  }

  async panelFault(fault: Omit<PanelFaultOrder, 'path'> & { path?: string }): Promise<void> {
    await this.http.post('/_panel/1/faults', { path: ADD, ...fault });
  }

  async panel(act: 'stop' | 'start'): Promise<void> {
    await this.http.post(`/_panel/1/${act}`, {});
  }

  async botFault(fault: BotFaultOrder): Promise<void> {
    await this.http.post('/_emu/faults', fault);
  }

  /** Calls of one method of the Bot API, oldest first. */
  async botCalls(method: string): Promise<z.infer<typeof botCall>[]> {
    const { data } = await this.http.get<unknown>('/_emu/calls', { params: { method } });
    return z.array(botCall).parse(data);
  }

  /**
   * Moves the world's clock; answers when the shop did what became due. Days do not pass while an edit is on its way:
   * it would come to a message that is too old.
   */
  async pass(time: { minutes?: number; seconds?: number; hours?: number }): Promise<'ok' | 'down'> {
    const { minutes = 0, seconds = 0, hours = 0 } = time;
    const ms = ((hours * 60 + minutes) * 60 + seconds) * 1000;
    if (ms > EDIT_LIMIT) await this.settled();
    const { data } = await this.http.post<{ shop: 'ok' | 'down' }>('/_emu/clock/advance', { ms });
    return data.shop;
  }

  /** Waits until nothing is under way any more in shop and world. */
  async settled(): Promise<void> {
    await this.until('the shop is idle', async () => {
      const { data } = await this.http.get<unknown>('/_emu/idle');
      return idle.parse(data).idle;
    });
  }

  /** @throws {Error} when it does not become true in time. */
  async until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    while (!(await isTrue())) {
      if (performance.now() > end) throw new Error(`not in time: ${what}`);
      await wait(40);
    }
  }

  /** The world's clock goes on in small steps until it is true. @throws {Error} when it does not become true. */
  untilInTime(what: string, isTrue: () => Promise<boolean>, seconds = 15): Promise<void> {
    return this.until(what, async () => {
      if (await isTrue()) return true;
      await this.pass({ seconds });
      return isTrue();
    });
  }

  /** What must hold after every test: no rule of Telegram was broken, and no secret stands in the shop's log. */
  async expectClean(): Promise<void> {
    const { data } = await this.http.get<unknown[]>('/_emu/violations');
    const fresh = data.slice(this.violationsSeen);
    this.violationsSeen = data.length;
    await this.collectSecrets();
    const told = this.lines.filter((line) => [...this.secrets].some((secret) => line.includes(secret)));
    expect({ violations: fresh, linesWithSecrets: told }).toEqual({ violations: [], linesWithSecrets: [] });
  }

  private async collectSecrets(): Promise<void> {
    const panels = panelSecrets.parse((await this.http.get<unknown>('/_emu/panels')).data);
    const { data: bot } = await this.http.get<{ token: string }>('/_emu/bot');
    this.keepSecrets([bot.token, ...panels.flatMap(({ password, token }) => [password, token])]);
    await this.clients();
    for (const { params } of await this.botCalls('sendMessage')) {
      this.keepSecrets(String(JSON.stringify(params)).match(/(?<=\/s\/)[\w-]{20,}/g) ?? []);
    }
  }

  private keepSecrets(values: readonly string[]): void {
    for (const value of values) if (value.length >= 6) this.secrets.add(value);
  }
}
