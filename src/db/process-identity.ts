import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';

const HEARTBEAT_LIMIT_MS = 15_000;

/** Which process of which machine; a pid alone does not tell (it is 1 in every container, and used again). */
export const processIdentity = z.object({
  host: z.string(),
  /** Changes with every start of the machine; null where /proc does not tell. */
  bootId: z.string().nullable(),
  /** Pids are comparable inside one; null where /proc does not tell. */
  pidNamespace: z.string().nullable(),
  pid: z.number().int(),
  /** Ticks from the machine's boot to the start of the process; null where /proc does not tell. */
  startedAt: z.string().nullable(),
});

export type ProcessIdentity = z.infer<typeof processIdentity>;

export const thisProcess = (): ProcessIdentity => ({
  host: hostname(),
  bootId: told(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
  pidNamespace: told(() => readlinkSync('/proc/self/ns/pid')),
  pid: process.pid,
  startedAt: startOf(process.pid),
});

/** Where we can see its pid, the process decides; else its heartbeat, younger than 15 s, speaks for it. */
export function isAlive(owner: ProcessIdentity, heartbeatAgeMs: number): boolean {
  const startSeen = sharesPidsWithUs(owner) ? startOf(owner.pid) : null;
  if (startSeen !== null && owner.startedAt !== null) return startSeen === owner.startedAt;
  if (sharesPidsWithUs(owner) && !pidExists(owner.pid)) return false;
  return isFresh(heartbeatAgeMs);
}

/** A heartbeat as young as that comes from a living process. */
export const isFresh = (heartbeatAgeMs: number): boolean => heartbeatAgeMs < HEARTBEAT_LIMIT_MS;

function sharesPidsWithUs({ host, bootId, pidNamespace }: ProcessIdentity): boolean {
  const us = thisProcess();
  return host === us.host && bootId === us.bootId && pidNamespace === us.pidNamespace;
}

/**
 * Field 22 of /proc/<pid>/stat; `gone` for a process that was killed and waits to be reaped: it holds nothing any
 * more. null = no such process, or not for us to see.
 */
function startOf(pid: number): string | null {
  const stat = told(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (stat === null) return null;
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z' || state === 'X') return 'gone';
  return fields[18] ?? null;
}

function pidExists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** null where this machine does not tell. */
function told(ask: () => string): string | null {
  try {
    return ask();
  } catch {
    return null;
  }
}
