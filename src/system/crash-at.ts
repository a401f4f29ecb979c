import { subscribe } from 'node:diagnostics_channel';
import { CRASH_POINTS } from '../services/ports/crash-point.ts';

/** `nth` = the how manieth time the moment comes, from 1 on. */
type CrashPlan = { readonly point: string; readonly nth: number };

/**
 * Ends this process by SIGKILL in that moment, as a power cut would: nothing is said and nothing is finished.
 * @throws {Error} when there is no such moment.
 */
export function crashAt({ point, nth }: CrashPlan): void {
  if (!CRASH_POINTS.some((each) => each === point)) {
    throw new Error(`CRASH_AT: there is no moment ${point}; there are ${CRASH_POINTS.join(', ')}`);
  }
  let seen = 0;
  subscribe('shop.crash-point', (name) => {
    if (name === point && ++seen === nth) process.kill(process.pid, 'SIGKILL');
  });
}
