import { CRASH_POINTS } from '../../src/services/ports/crash-point.ts';
import { CrashLab, type Recovery } from './crash-points.ts';
import { CRASH_SCENES } from './crash-scenes.ts';
import { SHORT_LIMITS } from './limits.ts';
import { percentile } from './oracle.ts';

type CrashPlan = { seeds: number; db: 'postgres' | 'embedded'; tell: (line: string) => void };

/** Has the shop die in every named moment, once for each seed, and tells how it came back (RELIABILITY C1). */
export async function runCrashPoints({ seeds, db, tell }: CrashPlan) {
  const lab = await CrashLab.open(db, tell);
  const recoveries: Recovery[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    for (const point of CRASH_POINTS.filter((each) => CRASH_SCENES[each])) {
      const recovery = await lab
        .die(point, seed)
        .catch((fault: unknown) => notReached({ point, seed }, fault));
      recoveries.push(recovery);
      tell(
        `${point} ${seed}: ${recovery.wrong.length === 0 ? `${recovery.recoveryMs} ms` : 'not recovered'}`,
      );
    }
  }
  const { audit, isBroken } = await lab.close();
  const wrong = recoveries.flatMap(({ point, seed, wrong }) =>
    wrong.map((each) => `${point} ${seed}: ${each}`),
  );
  return {
    deaths: recoveries.length,
    recovered: recoveries.filter((each) => each.wrong.length === 0).length,
    noScene: CRASH_POINTS.filter((each) => !CRASH_SCENES[each]),
    recoveryMs: timesOf(recoveries),
    wrong: isBroken ? [...wrong, ...audit.details] : wrong,
    limits: SHORT_LIMITS,
  };
}

const notReached = (of: Pick<Recovery, 'point' | 'seed'>, fault: unknown): Recovery => ({
  ...of,
  recoveryMs: 0,
  wrong: [fault instanceof Error ? fault.message : String(fault)],
});

function timesOf(recoveries: readonly Recovery[]) {
  const good = recoveries.filter(({ wrong }) => wrong.length === 0);
  const times = good.map(({ recoveryMs }) => recoveryMs).sort((one, other) => one - other);
  return { p50: percentile(times, 0.5), max: times.at(-1) ?? 0 };
}
