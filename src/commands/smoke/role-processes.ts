import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Child } from '../child.ts';
import { sandboxWebhook, startSandboxShop } from '../sandbox-shop.ts';
import { freePort } from './free-port.ts';

type Needs = {
  readonly worldUrl: string;
  readonly databaseUrl: string;
  /** Each line of their logs, with the role that said it. */
  readonly onLine: (line: string, role: string) => void;
  /** Settings of all of them. */
  readonly env?: Readonly<Record<string, string>>;
};

/** One shop as several processes on one PostgreSQL, which takes its updates by webhook. */
export class RoleProcesses {
  private readonly needs: Needs;
  private readonly dataDir: string;
  private readonly webPort: number;
  private readonly running = new Map<Child, string>();

  private constructor(needs: Needs, dataDir: string, webPort: number) {
    this.needs = needs;
    this.dataDir = dataDir;
    this.webPort = webPort;
  }

  static async prepare(needs: Needs): Promise<RoleProcesses> {
    return new RoleProcesses(needs, await mkdtemp(join(tmpdir(), 'shop-roles-')), await freePort());
  }

  /** `role` as in ROLE; only one process with `web` has the webhook's port. `env`: settings of this one alone. */
  async start(role: string, env: Readonly<Record<string, string>> = {}): Promise<Child> {
    const { worldUrl, databaseUrl, onLine, env: common } = this.needs;
    const child = await startSandboxShop(worldUrl, {
      dataDir: this.dataDir,
      webPort: role.includes('web') ? this.webPort : 0,
      onLine: (line) => onLine(line, role),
      env: {
        ROLE: role,
        DATABASE_URL: databaseUrl,
        WEBHOOK_URL: sandboxWebhook(this.webPort),
        ...common,
        ...env,
      },
    });
    this.running.set(child, role);
    void child.ended.then(() => this.running.delete(child));
    return child;
  }

  /** Those that live, in the order in which they were started; of one role, or all. */
  living(role?: string): Child[] {
    return [...this.running]
      .filter(([, each]) => role === undefined || each === role)
      .map(([child]) => child);
  }

  /** The one with this process id. @throws {Error} when none has it. */
  byPid(pid: number): Child {
    const found = this.living().find((child) => child.pid === pid);
    if (!found) throw new Error(`no process of this shop has the id ${pid}`);
    return found;
  }

  /** Ends them all. Answers how each ended. */
  async close(signal: NodeJS.Signals = 'SIGTERM'): Promise<string[]> {
    const ends = await Promise.all(this.living().map((child) => child.kill(signal)));
    await rm(this.dataDir, { recursive: true, force: true });
    return ends;
  }
}
