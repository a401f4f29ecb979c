import { ConfigProblems } from '../config.ts';
import { DataDirectoryInUse } from '../db/data-directory.ts';
import { WrongDatabase } from '../db/shop-mark.ts';
import { ChildEnded } from './child.ts';
import { portOwner } from './port-owner.ts';

/** Why the program cannot start, in words for the operator: what is wrong and how to mend it, without a stack. */
export function startFault(fault: unknown): string {
  if (fault instanceof ConfigProblems) return `The configuration has mistakes:\n${fault.message}`;
  if (fault instanceof ChildEnded) return `It did not start (${fault.message}); the reason stands above.`;
  if (fault instanceof DataDirectoryInUse || fault instanceof WrongDatabase) return fault.message;
  if (fault instanceof Error && 'code' in fault) return systemFault(fault as NodeJS.ErrnoException);
  return fault instanceof Error ? `Cannot start: ${wordsOf(fault)}` : `Cannot start: ${String(fault)}`;
}

function systemFault(fault: NodeJS.ErrnoException & { port?: number }): string {
  if (fault.code === 'EADDRINUSE') return portTaken(fault.port ?? 0);
  if (fault.code === 'ECONNREFUSED')
    return `Cannot start: nothing answers at the database (DATABASE_URL): is it running?`;
  return `Cannot start: ${wordsOf(fault)}`;
}

/** Names who listens there, where the system tells it. */
function portTaken(port: number): string {
  const pid = portOwner(port);
  const owner = pid === null ? 'another program' : `process ${pid}`;
  return `Port ${port} is taken by ${owner}: stop that one, or choose another port (--port, WEB_PORT).`;
}

function wordsOf(fault: Error): string {
  return fault.cause === undefined ? fault.message : `${fault.message} (${causeOf(fault.cause)})`;
}

const causeOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));
