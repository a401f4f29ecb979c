import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import axios, { type AxiosInstance } from 'axios';
import { z } from 'zod';
import type { Generation } from '../../sandbox/panel/generation.ts';
import { type Child, startWorldProcess } from '../child.ts';
import { sandboxFolders, sandboxWebhook, startSandboxShop } from '../sandbox-shop.ts';
import { type Call, callsInLog } from './panel-calls.ts';

const panelCalls = z.array(z.object({ method: z.string(), path: z.string() }));
const panelClients = z.array(z.object({ email: z.string(), tgId: z.number(), links: z.array(z.string()) }));
const texts = z.array(z.string());
const idleness = z.object({ idle: z.boolean() });
export type PanelClient = z.infer<typeof panelClients>[number];

const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 50;

/** A world and a shop of their own in a temporary directory, and the doors to look in. */
export class Box {
  readonly http: AxiosInstance;
  readonly worldUrl: string;
  private readonly folder: string;
  private readonly webPort: number | null;
  private readonly world: Child;
  private shop: Child | null = null;
  private readonly lines: string[] = [];
  private readonly isQuiet: boolean;

  private constructor(
    { folder, webPort, quiet }: { folder: string; webPort: number | null; quiet: boolean },
    world: Child,
  ) {
    this.isQuiet = quiet;
    this.folder = folder;
    this.webPort = webPort;
    this.world = world;
    this.worldUrl = String(world.ready.url);
    this.http = axios.create({ baseURL: this.worldUrl, proxy: false, timeout: 60_000 });
  }

  /**
   * @param options `webPort`: where the shop takes its updates by webhook; null, or left out = it polls. `quiet` keeps
   * the shop's log to itself. `generation`: of the world's panel, 3.6 where it is left out.
   */
  static async open(
    options: { webPort?: number | null; quiet?: boolean; generation?: Generation } = {},
  ): Promise<Box> {
    const { webPort = null, quiet = false, generation = '3.6' } = options;
    const folder = await mkdtemp(join(tmpdir(), 'shop-smoke-'));
    const ports = ['--port', '0', '--panel-port', '0'];
    const args = [...ports, '--panels', generation, '--folder', sandboxFolders(folder).world];
    return new Box({ folder, webPort, quiet }, await startWorldProcess(args));
  }

  /** `databaseUrl` left out = the embedded database, in the box. @throws {Error} when the shop cannot use the panel. */
  async startShop(databaseUrl?: string): Promise<void> {
    const dataDir = sandboxFolders(this.folder).shop;
    this.shop = await startSandboxShop(this.worldUrl, {
      dataDir,
      webPort: this.webPort ?? 0,
      env: {
        ...(this.webPort && { WEBHOOK_URL: sandboxWebhook(this.webPort) }),
        ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      },
      onLine: (line) => {
        this.lines.push(line);
        if (!this.isQuiet) process.stderr.write(`${line}\n`);
      },
    });
    const leftOut = texts.parse(this.shop.ready.leftOut);
    if (leftOut.length > 0) throw new Error(leftOut.join(' '));
  }

  /** As a power cut would: nothing is said and nothing is finished. */
  async killShop(): Promise<void> {
    await this.shop?.kill('SIGKILL');
  }

  async close(): Promise<void> {
    await this.shop?.kill();
    await this.world.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** What the shop's own log says it asked of panels. */
  callsByLog(): Call[] {
    return callsInLog(this.lines);
  }

  /** What the world's panel saw. */
  async callsByPanel(): Promise<Call[]> {
    return panelCalls.parse((await this.http.get<unknown>('/_panel/1/calls')).data);
  }

  /** @param host what stands in the links, as customers get them. */
  async clients(host: string): Promise<PanelClient[]> {
    return panelClients.parse((await this.http.get<unknown>('/_panel/1/clients', { params: { host } })).data);
  }

  /** How the updates came, as the world saw it: whoever asked once for them polls. */
  async updates(): Promise<'polling' | 'webhook'> {
    const params = { method: 'getUpdates' };
    const asked = z.array(z.unknown()).parse((await this.http.get<unknown>('/_emu/calls', { params })).data);
    return asked.length > 0 ? 'polling' : 'webhook';
  }

  async violations(): Promise<number> {
    return z.array(z.unknown()).parse((await this.http.get<unknown>('/_emu/violations')).data).length;
  }

  /** Returns when the shop has nothing to do: inbox, due units, messages and lanes are empty. @throws {Error} after a minute. */
  async settled(): Promise<void> {
    await this.until(
      'the shop comes to rest',
      async () => idleness.parse((await this.http.get<unknown>('/_emu/idle')).data).idle,
    );
  }

  /** @throws {Error} when it is not so within a minute. */
  async until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    while (performance.now() < end) {
      if (await isTrue()) return;
      await wait(LOOK_EVERY_MS);
    }
    throw new Error(`not in time: ${what}`);
  }

  /** Resident memory of the shop in MB; null where the system does not tell. */
  shopRssMb(): Promise<number | null> {
    return this.memoryOfShop('VmRSS');
  }

  /** The most that the shop's resident memory ever was, in MB; null as above. */
  shopPeakMb(): Promise<number | null> {
    return this.memoryOfShop('VmHWM');
  }

  private async memoryOfShop(name: 'VmRSS' | 'VmHWM'): Promise<number | null> {
    const status = await readFile(`/proc/${this.shop?.pid}/status`, 'utf8').catch(() => '');
    const kilobytes = new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1];
    return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1024);
  }
}
