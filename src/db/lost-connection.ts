/**
 * SQLSTATEs that say the same as a broken connection: class 08, and a server that stops, crashed or is not up yet
 * (RELIABILITY E5).
 */
const LOST_STATES = /^(08...|57P0[123])$/;
/** As the network names it. */
const LOST_CODES = new Set(['ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN']);
/** As `pg` says it, without any code. */
const LOST_WORDS =
  /^(connection terminated|client has encountered a connection error|client was closed|timeout expired)/i;

/** Whether the way to the database broke, so that nothing is known of the last statement. */
export function isLostConnection(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  const code = sqlState(fault);
  if (LOST_STATES.test(code) || LOST_CODES.has(code) || LOST_WORDS.test(fault.message)) return true;
  const within = fault instanceof AggregateError ? [...fault.errors, fault.cause] : [fault.cause];
  return within.some(isLostConnection);
}

/** The code that a fault bears: of the database, or of the network; '' = none. */
export function sqlState(fault: unknown): string {
  const code = fault instanceof Error && 'code' in fault ? fault.code : undefined;
  return typeof code === 'string' ? code : '';
}
