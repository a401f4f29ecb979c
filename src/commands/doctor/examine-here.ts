import type { Config } from '../../config.ts';
import { DataDirectoryInUse } from '../../db/data-directory.ts';
import type { Examination } from '../../services/upkeep/upkeep-service.ts';
import { pinoLogger } from '../../system/logger.ts';
import { LookFault } from './look-fault.ts';

/**
 * Examines the shop whose database the configuration names, in this process. It starts nothing, takes no port, changes no
 * schema, and works beside running workers: lanes that they hold are theirs, by their leases.
 * @throws {LookFault} and what the database and listening throw.
 */
export async function examineHere(config: Config, order: { fix: boolean }): Promise<Examination> {
  if (config.sandbox && config.botToken === null)
    throw new LookFault('this sandbox does not run. Start it with npm start, and ask while it runs.');
  const { buildApp } = await import('../../app.ts'); // late: loading all of the shop takes its time
  const app = await buildApp({
    config: { ...config, roles: new Set(['worker'] as const), metrics: null },
    log: pinoLogger('warn'),
    fatal: () => {},
    asIs: true,
  }).catch(inUse);
  try {
    return await app.services.upkeep.examine(order);
  } finally {
    await app.stop();
  }
}

/** A shop that opens no door yet, or that is not ours to ask. */
function inUse(fault: unknown): never {
  if (!(fault instanceof DataDirectoryInUse)) throw fault;
  throw new LookFault(
    `${fault.message.replace(/ — .*/, '')}, which cannot be asked: it is just starting or stopping. Ask again in a moment.`,
  );
}
