import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Market } from './market.ts';
import type { ShopProcesses } from './shop-processes.ts';
import type { Stage } from './stage.ts';

/** What the books did not know any more, and what the doctor's sweeps found of it. */
export type SetBack = {
  /** Seconds of trade that the backup did not have. */
  seconds: number;
  /** Payments of that time. */
  payments: number;
  doctor: { runs: number; found: Sweep[]; left: Sweep[] };
};

/** What one of the doctor's sweeps found. */
type Sweep = z.infer<typeof sweep>;

type SetBackPlan = {
  /** The backup is at least this old when it is taken back, in seconds; 0 = nothing is set back. */
  restoreSeconds: number;
  orders: number;
  tell: (line: string) => void;
};

const sweep = z.object({
  name: z.string(),
  found: z.number(),
  fixed: z.number(),
  failed: z.number(),
  details: z.array(z.string()),
});
const examination = z.object({ sweeps: z.array(sweep) });
/** A backup is made when this share of the orders is paid. */
const BACKUP_AT = 1 / 3;
const LOOK_EVERY_MS = 200;
const DOCTOR_MS = 300_000;
const MOST_RUNS = 6;
const MOST_OUTPUT = 64 * 1024 * 1024;
const DOCTOR = fileURLToPath(new URL('../../src/commands/doctor.ts', import.meta.url));
const run = promisify(execFile);

/** Begins to watch: answers how the books are set back when all is sold. */
export function setBackOf(plan: SetBackPlan, of: { stage: Stage; market: Market }) {
  const backup = plan.restoreSeconds > 0 ? backUp(plan, of) : null;
  return async (shop: ShopProcesses): Promise<SetBack | null> => {
    if (backup === null) return null;
    const { at, restore, paid } = await backup;
    await pause(Math.max(0, at + plan.restoreSeconds * 1000 - performance.now()));
    await shop.stop();
    const url = await restore();
    const seconds = Math.round((performance.now() - at) / 1000);
    plan.tell(`the books are those of ${seconds} s ago: ${of.market.paid - paid} payments are missing`);
    await shop.moveTo(url);
    const doctor = await doctorsOn(url, of.stage);
    plan.tell(`doctor --fix: ${JSON.stringify(doctor)}`);
    return { seconds, payments: of.market.paid - paid, doctor };
  };
}

async function backUp({ orders, tell }: SetBackPlan, { stage, market }: { stage: Stage; market: Market }) {
  while (market.paid < orders * BACKUP_AT && !market.isOver) await pause(LOOK_EVERY_MS);
  const { paid } = market;
  const backup = await stage.database.backUp();
  tell(`a backup is made, after ${paid} payments`);
  return { ...backup, paid };
}

/** As the owner is told to: until it finds nothing, for panels and Telegram may fail it. */
async function doctorsOn(url: string, stage: Stage): Promise<SetBack['doctor']> {
  const found = await doctorOn(url, stage);
  let left = found;
  let runs = 1;
  for (; left.length > 0 && runs < MOST_RUNS; runs++) left = await doctorOn(url, stage);
  return { runs, found, left };
}

/** `npm run doctor -- --fix`, while the shop runs. It ends with 1 where something is left. */
async function doctorOn(url: string, { env }: Stage): Promise<Sweep[]> {
  const settings = { ...process.env, ...env, DATABASE_URL: url };
  const options = { env: settings, timeout: DOCTOR_MS, maxBuffer: MOST_OUTPUT };
  const said = await run(process.execPath, [DOCTOR, '--fix', '--json'], options).catch(
    (fault: { code?: number; stdout?: string }) => {
      if (fault.code !== 1) throw fault;
      return { stdout: fault.stdout ?? '' };
    },
  );
  return examination.parse(JSON.parse(said.stdout)).sweeps.filter(({ found }) => found > 0);
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
