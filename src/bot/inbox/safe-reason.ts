const LONGEST = 200;

/**
 * What stands between quotes, addresses, and long runs of letters and digits: an error of the database repeats the
 * values of its statement, one of Telegram the address of a button.
 */
const TELLING = [/(?<!\w)'[^']*'/g, /"[^"]*"/g, /\b[a-z][\w+.-]*:\/\/\S+/gi, /[\w-]{20,}/g, /\b\d{5,}:\S+/g];

/** Why something failed, in a line that may stand in a column and before an admin: no secret, at most 200 characters. */
export function safeReason(fault: unknown): string {
  const text = wordsOf(innermost(fault)).split('\n', 1)[0] ?? '';
  return TELLING.reduce((left, form) => left.replace(form, '…'), text).slice(0, LONGEST);
}

/** grammY wraps what a handler threw (`BotError`), and what the network did (`HttpError`), in `error`. */
function innermost(fault: unknown): unknown {
  return fault instanceof Error && 'error' in fault && fault.error instanceof Error
    ? innermost(fault.error)
    : fault;
}

function wordsOf(fault: unknown): string {
  if (!(fault instanceof Error)) return typeof fault === 'string' ? fault : 'unknown fault';
  if ('description' in fault && 'error_code' in fault) return `${fault.error_code} ${fault.description}`;
  return `${fault.name}: ${fault.message}`;
}
