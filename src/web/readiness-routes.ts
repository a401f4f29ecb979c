import { Hono } from 'hono';

/** What this process must have before work is sent to it. */
export type ReadinessNeeds = {
  databaseTime(): Promise<Date>;
  /** The machine's clock, not the sandbox's. */
  processTime(): Date;
  /** What its roles make it run, by name. */
  parts: Readonly<Record<string, () => boolean>>;
  /** What an operator should know though work goes on: the database tells it, words without secrets. */
  notes?(): Promise<readonly string[]>;
  /** Real ms for the database to answer; 2,000 unless told. */
  patienceMs?: number;
};

/** `clockOffMs`: how far the two clocks are apart at least, ahead or behind; null = the database did not answer. */
type Readiness = {
  ready: boolean;
  missing: readonly string[];
  clockOffMs: number | null;
  notes?: readonly string[];
};

const PATIENCE_MS = 2_000;
/** Leases run by the database's clock, dates of orders by ours: further apart they contradict each other. */
const MOST_OFF_MS = 2_000;

/**
 * `/readyz`: 200 when this process can do its work, else 503 that names what is missing: `database`, `clock`, or a part.
 * `notes`, where there are any, stop no work of this process.
 * `/healthz` beside it says only that the process lives: who restarts by `/readyz` restarts for a database that is away.
 */
export function readinessRoutes(needs: ReadinessNeeds): Hono {
  const app = new Hono();
  const alone = {
    ...needs,
    databaseTime: oneAtATime(() => needs.databaseTime()),
    notes: oneAtATime(async () => (await needs.notes?.()) ?? []),
  };
  let asking: Promise<Readiness> | null = null;
  const ask = () => {
    asking ??= readiness(alone).finally(() => {
      asking = null;
    });
    return asking;
  };
  app.get('/readyz', async (c) => {
    const answer = await ask();
    return c.json(answer, answer.ready ? 200 : 503, { 'Cache-Control': 'no-store' });
  });
  return app;
}

/** A database that hangs must not collect waiting questions: while one hangs, the next fails at once. */
function oneAtATime<Value>(question: () => Promise<Value>): () => Promise<Value> {
  let isHanging = false;
  return async () => {
    if (isHanging) throw new Error('the question before is not answered yet');
    isHanging = true;
    try {
      return await question();
    } finally {
      isHanging = false;
    }
  };
}

async function readiness(
  needs: ReadinessNeeds & Required<Pick<ReadinessNeeds, 'notes'>>,
): Promise<Readiness> {
  const patience = needs.patienceMs ?? PATIENCE_MS;
  const [clockOffMs, notes] = await Promise.all([clockDifference(needs), inTime(needs.notes(), patience)]);
  const stopped = Object.entries(needs.parts).filter(([, isRunning]) => !isRunning());
  const missing = [...clockTrouble(clockOffMs), ...stopped.map(([part]) => part)];
  return { ready: missing.length === 0, missing, clockOffMs, ...(notes?.length && { notes }) };
}

function clockTrouble(clockOffMs: number | null): string[] {
  if (clockOffMs === null) return ['database'];
  return Math.abs(clockOffMs) < MOST_OFF_MS ? [] : ['clock'];
}

/** The database read its clock somewhere between question and answer: a slow answer is no difference. */
async function clockDifference(needs: ReadinessNeeds): Promise<number | null> {
  const asked = needs.processTime().getTime();
  const told = await inTime(needs.databaseTime(), needs.patienceMs ?? PATIENCE_MS);
  const answered = needs.processTime().getTime();
  if (told === null) return null;
  if (told.getTime() < asked) return Math.round(told.getTime() - asked);
  return Math.round(Math.max(0, told.getTime() - answered));
}

/** null = it failed or took too long. */
async function inTime<Value>(answer: Promise<Value>, ms: number): Promise<Value | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), ms);
  try {
    return await Promise.race([answer, late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}
