import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import axios, { type AxiosInstance } from 'axios';
import { z } from 'zod';
import type { CostsOrder } from '../../src/sandbox/panel/panel-costs.ts';
import { type BenchPanel, benchPanel, entered, send } from './panel-callers.ts';

const ready = z.object({ url: z.string(), panels: z.array(benchPanel) });
const calls = z.array(z.object({ seq: z.number(), method: z.string(), path: z.string() }));
const list = z.object({
  obj: z.array(z.object({ settings: z.union([z.string(), z.looseObject({})]).nullish() })),
});
const clients = z.object({ clients: z.array(z.object({ email: z.string() })).nullish() });

/** A route of a panel in two words, as `clients/add`. */
export type Route = string;

/** Simulated panels in a process of their own, and the hand that fills them and slows them down. */
export class BenchPanels {
  readonly panels: readonly BenchPanel[];
  private readonly child: ChildProcess;
  private readonly doors: AxiosInstance;
  private readonly seen = new Map<number, number>();

  private constructor(child: ChildProcess, { url, panels }: z.infer<typeof ready>) {
    this.child = child;
    this.panels = panels;
    this.doors = axios.create({ baseURL: url, proxy: false });
  }

  static async start(generations: readonly string[]): Promise<BenchPanels> {
    const child = fork(new URL('./panels-process.ts', import.meta.url), generations);
    const [message] = await once(child, 'message');
    const started = new BenchPanels(child, ready.parse(message));
    for (const panel of started.panels) await started.keepOneInbound(panel);
    return started;
  }

  /** Where there are two, the shop sells on the one with fewer clients: that is not what is to be measured. */
  private async keepOneInbound(panel: BenchPanel): Promise<void> {
    const { headers } = await entered(panel);
    await send(panel, 'panel/api/inbounds/del/2', { headers, body: {} });
  }

  async end(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.disconnect();
    await gone;
  }

  /** So many clients of somebody else, on the first inbound of each panel; `own` = no two panels name theirs alike. */
  async fill(count: number, { own = false } = {}): Promise<void> {
    for (const { n } of this.panels) {
      const prefix = own ? `p${n}` : 'resident';
      await this.doors.post(`/_panel/${n}/seed`, { inbound: 1, clients: count, prefix });
    }
  }

  async costs(n: number, order: CostsOrder): Promise<void> {
    await this.doors.post(`/_panel/${n}/costs`, order);
  }

  /** What was asked of a panel since the last time that this was asked. */
  async news({ n }: BenchPanel): Promise<Route[]> {
    const all = calls.parse((await this.doors.get<unknown>(`/_panel/${n}/calls`)).data);
    const news = all.filter(({ seq }) => seq > (this.seen.get(n) ?? 0));
    this.seen.set(n, all.at(-1)?.seq ?? 0);
    return news.map(({ path }) => path.replace('panel/api/', '').split('/').slice(0, 2).join('/'));
  }

  /** Names of all clients of a panel that begin so, as its own list tells them. */
  async emails(panel: BenchPanel, prefix: string): Promise<string[]> {
    const answer = await send(panel, 'panel/api/inbounds/list', await entered(panel));
    const all = list.parse(answer.data).obj.flatMap(({ settings }) => {
      const parsed: unknown = typeof settings === 'string' ? JSON.parse(settings) : settings;
      return clients.parse(parsed ?? {}).clients ?? [];
    });
    return all.map(({ email }) => email).filter((email) => email.startsWith(prefix));
  }
}
