// npm run doctor [-- --fix] [--json]: every reconciliation of the shop, what was found, fixed and left.
// Exit code: 0 = all is right, 1 = something is wrong or left, 2 = it could not look.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import axios from 'axios';
import { z } from 'zod';
import { buildApp } from '../app.ts';
import { type Config, readConfig } from '../config.ts';
import type { Examination } from '../services/upkeep/upkeep-service.ts';
import { pinoLogger } from '../system/logger.ts';
import { DOCTOR_FILE } from '../web/doctor-door.ts';
import { examinationTable } from './doctor/examination-table.ts';
import { sandboxFolders } from './sandbox-shop.ts';
import { startFault } from './start-fault.ts';

const door = z.object({ url: z.string(), token: z.string() });

const { values: flags } = parseArgs({
  options: { fix: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
});

try {
  const found = await examine(readConfig());
  console.log(flags.json ? JSON.stringify(found, null, 2) : examinationTable(found, flags.fix));
  process.exit(found.isWell ? 0 : 1);
} catch (fault) {
  console.error(axios.isAxiosError(fault) ? doorFault(fault.response?.status) : startFault(fault));
  process.exit(2);
}

/** A shop that runs on the embedded database is asked; else this process opens the database itself. */
async function examine(config: Config): Promise<Examination> {
  const file = config.database.url ? null : doorFile(config.database.dataDir);
  return file === null ? examineHere(config) : askShop(file);
}

/** In the sandbox the shop's half has a folder of its own. */
function doorFile(dataDir: string): string | null {
  const places = [dataDir, sandboxFolders(dataDir).shop].map((folder) => join(folder, DOCTOR_FILE));
  return places.find((place) => existsSync(place)) ?? null;
}

async function askShop(file: string): Promise<Examination> {
  const { url, token } = door.parse(JSON.parse(readFileSync(file, 'utf8')));
  const { data } = await axios.post<Examination>(
    `${url}/_doctor`,
    { fix: flags.fix },
    { headers: { Authorization: `Bearer ${token}` }, proxy: false, timeout: 600_000 },
  );
  return data;
}

/** Takes no role but the worker's, and starts nothing: lanes that others hold are theirs, by their leases. */
async function examineHere(config: Config): Promise<Examination> {
  const app = await buildApp({
    config: { ...config, roles: new Set(['worker'] as const) },
    log: pinoLogger('silent'),
    fatal: () => {},
  });
  try {
    return await app.services.upkeep.examine({ fix: flags.fix });
  } finally {
    await app.stop();
  }
}

function doorFault(status: number | undefined): string {
  if (status === undefined)
    return 'Could not look: the shop that wrote doctor.json does not answer. Start it with npm start; if it is gone for good, remove that file.';
  return `Could not look: the shop answered ${status}${status === 409 ? ', an examination is under way' : ''}.`;
}
