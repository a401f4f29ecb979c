/** What belongs to a fact: ids, numbers, `ms`, an `error`. Secrets are taken out by name and by form. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where facts are told to the operator, one line each. Never throws, never shows a secret. */
export type Logger = {
  /** `event` is in the past tense: `order.paid`. */
  info(event: string, fields?: LogFields): void;
  /** Something that mends itself or may wait. */
  warn(event: string, fields?: LogFields): void;
  /** Somebody should look. */
  error(event: string, fields?: LogFields): void;
};
