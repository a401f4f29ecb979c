import type { Child } from '../../src/commands/child.ts';
import { startSandboxShop } from '../../src/commands/sandbox-shop.ts';

/** One process of the shop: its name in the report and its role. */
export type Place = { readonly name: string; readonly role: string };

/** Two of each: whoever dies, another goes on. */
export const TWO_OF_EACH: readonly Place[] = [
  { name: 'bot-1', role: 'bot' },
  { name: 'bot-2', role: 'bot' },
  { name: 'worker-1', role: 'worker' },
  { name: 'worker-2', role: 'worker' },
];
export const ALONE: readonly Place[] = [{ name: 'shop', role: 'all' }];

type Setting = {
  worldUrl: string;
  dataDir: string;
  env: Readonly<Record<string, string>>;
  /** What is worth telling whoever watches. */
  tell: (line: string) => void;
};

const KEPT_LINES = 2_000;
const AGAIN_MS = 500;

/** The processes of the shop: each place is filled again as soon as its process is dead. */
export class ShopProcesses {
  /** Processes that ended by themselves, in a named moment or by a fault. */
  deaths = 0;
  private setting: Setting;
  private readonly places: readonly Place[];
  private readonly running = new Map<string, Child>();
  private readonly lines: string[] = [];
  private readonly starting = new Set<Promise<void>>();
  private isEnding = false;

  constructor(places: readonly Place[], setting: Setting) {
    this.places = places;
    this.setting = setting;
  }

  /** Returns when every place is filled. */
  async start(): Promise<void> {
    await Promise.all(this.places.map((place) => this.fill(place)));
  }

  /** As a power cut would, and started again. `crashAt`: the new one ends itself in that moment. */
  async kill(name: string, crashAt?: string): Promise<void> {
    const place = this.places.find((each) => each.name === name);
    const child = this.running.get(name);
    if (!place || !child) return;
    this.running.delete(name);
    await child.kill('SIGKILL');
    await this.fill(place, crashAt);
  }

  /** Names of those that run. */
  names(): string[] {
    return [...this.running.keys()];
  }

  /** In order, and none is started again. */
  async stop(): Promise<void> {
    this.isEnding = true;
    await Promise.all(this.starting);
    await Promise.all([...this.running.values()].map((child) => child.kill()));
  }

  /** Starts again after a stop, on another database. */
  async moveTo(databaseUrl: string): Promise<void> {
    this.setting = { ...this.setting, env: { ...this.setting.env, DATABASE_URL: databaseUrl } };
    this.isEnding = false;
    await this.start();
  }

  /** What the shop itself called a fault, the newest last. */
  faults(): string[] {
    return this.lines.filter((line) => /"level":(50|60)|"level":"(error|fatal)"/.test(line));
  }

  private fill(place: Place, crashAt = ''): Promise<void> {
    const start = this.startIn(place, crashAt).finally(() => this.starting.delete(start));
    this.starting.add(start);
    return start;
  }

  private async startIn(place: Place, crashAt: string): Promise<void> {
    if (this.isEnding) return;
    const { worldUrl, dataDir, env } = this.setting;
    try {
      const child = await startSandboxShop(worldUrl, {
        dataDir,
        webPort: 0,
        env: { ...env, ROLE: place.role, CRASH_AT: crashAt },
        onLine: (line) => this.keep(`${place.name} ${line}`),
      });
      this.running.set(place.name, child);
      void child.ended.then((how) => this.ended(place, child, how));
    } catch (fault) {
      const why = fault instanceof Error ? fault.message : String(fault);
      const said = this.lines.findLast((line) => line.startsWith(`${place.name} `));
      this.setting.tell(`${place.name} did not start: ${why}; it said last: ${said ?? 'nothing'}`);
      void this.refill(place);
    }
  }

  private async ended(place: Place, child: Child, how: string): Promise<void> {
    if (this.isEnding || this.running.get(place.name) !== child) return;
    this.running.delete(place.name);
    this.setting.tell(`${place.name} ${how}, is started again`);
    await this.refill(place);
  }

  private async refill(place: Place): Promise<void> {
    this.deaths += 1;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    await this.fill(place);
  }

  private keep(line: string): void {
    this.lines.push(line);
    if (this.lines.length > KEPT_LINES) this.lines.shift();
  }
}
