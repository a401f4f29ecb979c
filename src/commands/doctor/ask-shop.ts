import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import { z } from 'zod';
import type { Examination } from '../../services/upkeep/upkeep-service.ts';
import { DOCTOR_FILE } from '../../web/doctor-door.ts';
import { LookFault } from './look-fault.ts';

const door = z.object({ url: z.url(), token: z.string().min(1) });

/** As much of it as shows that a shop of this version has answered. */
const examined = z.object({
  isWell: z.boolean(),
  sweeps: z.array(
    z.object({
      name: z.string(),
      found: z.number(),
      fixed: z.number(),
      failed: z.number(),
      details: z.array(z.string()),
    }),
  ),
  audit: z.looseObject({ ledgerSum: z.record(z.string(), z.string()), details: z.array(z.string()) }),
});

/** Panels may be slow, and lost orders many. */
const PATIENCE_MS = 30 * 60_000;

const ANOTHER_VERSION =
  'the shop that runs there is of another version than this program. Ask it with the program that it was started from.';

/**
 * Has the shop examined that has the database of this directory open. null = none does: it is stopped, or was killed and
 * its file stayed behind. @throws {LookFault} it is there and does not do it.
 */
export async function askShop(folder: string, order: { fix: boolean }): Promise<Examination | null> {
  const file = join(folder, DOCTOR_FILE);
  if (!existsSync(file)) return null;
  const { url, token } = readDoor(file);
  const answer = await axios
    .post<unknown>(`${url}/_doctor`, order, {
      headers: { Authorization: `Bearer ${token}` },
      proxy: false,
      timeout: PATIENCE_MS,
      validateStatus: () => true,
    })
    .catch(notThere);
  if (answer === null) return null;
  if (answer.status !== 200)
    throw new LookFault(REFUSALS[answer.status] ?? `the shop answered ${answer.status}.`);
  if (!examined.safeParse(answer.data).success) throw new LookFault(ANOTHER_VERSION);
  return answer.data as Examination;
}

const REFUSALS: Readonly<Record<number, string>> = {
  400: ANOTHER_VERSION,
  401: 'the key in doctor.json is not that of the shop that runs: it was started again a moment ago. Ask once more.',
  404: ANOTHER_VERSION,
  409: 'an examination is under way. Ask again when it has ended.',
  500: 'the shop failed at it. Its log says why.',
};

/** Whoever is killed leaves the file behind. */
function notThere(fault: unknown): null {
  if (axios.isAxiosError(fault) && fault.code === 'ECONNREFUSED') return null;
  const why = axios.isAxiosError(fault) ? (fault.code ?? fault.message) : String(fault);
  throw new LookFault(`the shop ended before it had answered (${why}). Its log says why.`);
}

function readDoor(file: string): z.infer<typeof door> {
  try {
    return door.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (fault) {
    const isOthers = fault instanceof Error && 'code' in fault && fault.code === 'EACCES';
    throw new LookFault(
      isOthers
        ? `${file} may be read by the shop's own user alone. Ask as that user.`
        : `${file} cannot be read: remove it, and start the shop again.`,
    );
  }
}
