import { ConfigProblems } from '../../config.ts';
import { startFault } from '../start-fault.ts';

/** The doctor could not look, in words for the operator, with the mend. */
export class LookFault extends Error {
  override readonly name = 'LookFault';
}

/** Why the doctor could not look: what is wrong and how to mend it, without a stack. */
export function lookFault(fault: unknown): string {
  if (fault instanceof ConfigProblems) return startFault(fault);
  const words = fault instanceof LookFault ? fault.message : startFault(fault).replace(/^Cannot start: /, '');
  return `Could not look: ${words}`;
}
