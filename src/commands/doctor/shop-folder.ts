import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sandboxFolders } from '../sandbox-shop.ts';
import { LookFault } from './look-fault.ts';

/** The directory that holds the embedded database; the sandbox keeps it one deeper. @throws {LookFault} there is none. */
export function shopFolder(dataDir: string): string {
  const place = [dataDir, sandboxFolders(dataDir).shop].find((folder) => existsSync(join(folder, 'pg')));
  if (place !== undefined) return place;
  throw new LookFault(
    `there is no shop in ${dataDir}. Set DATA_DIR to the directory of its data, or DATABASE_URL to its database.`,
  );
}
