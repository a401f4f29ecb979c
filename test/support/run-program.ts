import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

type Program =
  | 'src/main.ts'
  | 'src/commands/start.ts'
  | 'src/commands/smoke.ts'
  | 'src/commands/panel.ts'
  | 'src/commands/doctor.ts';
/** `input` is what somebody types into it. */
type Run = { args?: readonly string[]; env?: Readonly<Record<string, string>>; input?: string };
/** How a program ended, and everything it said to its operator. */
type Ended = { code: number | null; said: string };

/** A program as an operator starts it: nothing of this process's own configuration goes along. */
export class RunningProgram {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  private readonly child: ChildProcess;
  private said = '';

  constructor(program: Program, { args = [], env = {}, input }: Run) {
    const file = fileURLToPath(new URL(`../../${program}`, import.meta.url));
    const { PATH = '', HOME = '' } = process.env;
    this.child = spawn(process.execPath, [file, ...args], {
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      env: { PATH, HOME, ...env },
    });
    this.child.stdin?.end(input);
    this.pid = this.child.pid ?? 0;
    const keep = (chunk: Buffer) => {
      this.said += chunk.toString();
    };
    this.child.stdout?.on('data', keep);
    this.child.stderr?.on('data', keep);
    this.ended = this.end();
  }

  has(words: string): boolean {
    return this.said.includes(words);
  }

  get words(): string {
    return this.said;
  }

  kill(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.child.kill(signal);
    return this.ended;
  }

  private async end(): Promise<Ended> {
    const [code] = (await once(this.child, 'close')) as [number | null];
    return { code, said: this.said };
  }
}

const LONGEST_MS = 60_000;

/** Starts a program and waits for its end; one that does not end by itself is killed, so that no test leaves it behind. */
export async function run(program: Program, how: Run): Promise<Ended> {
  const running = new RunningProgram(program, how);
  const timer = setTimeout(() => void running.kill('SIGKILL'), LONGEST_MS);
  return running.ended.finally(() => clearTimeout(timer));
}
