import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds: `wall` by the clock on the wall, `cpu` of it spent by this thread, which a busy machine leaves alone. */
export type Block = { wall: number; cpu: number };

/** The longest time for which nothing else could run in this process while `act` was under way. */
export async function longestBlock(act: () => Promise<unknown>): Promise<Block> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const slices = watchSlices();
  delay.enable();
  await act();
  await wait(10); // a block at the very end is seen by the next tick
  delay.disable();
  return { wall: delay.max / 1e6, cpu: slices.longest() };
}

/** What this thread worked between two turns of its loop. */
function watchSlices() {
  let longest = 0;
  let before = process.threadCpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(before);
    longest = Math.max(longest, (user + system) / 1_000);
    before = process.threadCpuUsage();
  }, 1);
  return {
    longest: () => {
      clearInterval(timer);
      return longest;
    },
  };
}
