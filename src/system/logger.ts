import pino from 'pino';
import type { LogFields, Logger } from '../services/ports/logger.ts';
import { scrubbed, withoutSecrets } from './without-secrets.ts';

const STDERR = 2;

/** Takes whole lines, each ending in a line feed. */
type LineSink = { write(line: string): void };

/** JSON lines with `level`, `time`, `event` and the fields, on stderr unless `out` is given. */
export function pinoLogger(level: pino.LevelWithSilent, out: LineSink = stderr()): Logger {
  const lines = pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    out,
  );
  return {
    info: (event, fields) => lines.info(fact(event, fields)),
    warn: (event, fields) => lines.warn(fact(event, fields)),
    error: (event, fields) => lines.error(fact(event, fields)),
  };
}

/** Written at once: the last line before a crash is the one that matters. */
const stderr = (): LineSink => pino.destination({ fd: STDERR, sync: true });

const fact = (event: string, fields: LogFields = {}): LogFields => ({
  event: scrubbed(event),
  ...withoutSecrets(fields),
});
