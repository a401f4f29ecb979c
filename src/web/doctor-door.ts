import { createHash, timingSafeEqual } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';
import { z } from 'zod';
import { startWebServer } from './web-server.ts';

/** Where `npm run doctor` finds the shop that has this data directory open: address and key, for its owner alone. */
export const DOCTOR_FILE = 'doctor.json';

type Door = {
  /** The embedded database's directory. */
  dataDir: string;
  /** A fresh one for each start. */
  token: string;
  examine(order: { fix: boolean }): Promise<unknown>;
};

const order = z.object({ fix: z.boolean() });

/**
 * Opens a loopback address through which another process of this machine has the shop examined: the embedded database
 * has one owner at a time. Whoever cannot read the data directory cannot ask. A later start writes another key.
 */
export async function openDoctorDoor({ dataDir, token, examine }: Door): Promise<{ close(): Promise<void> }> {
  const server = await startWebServer({ host: '127.0.0.1', port: 0, app: doctorRoutes({ token, examine }) });
  const file = join(dataDir, DOCTOR_FILE);
  await rm(file, { force: true });
  await writeFile(file, JSON.stringify({ url: server.url, token }), { mode: 0o600, flag: 'wx' });
  return {
    close: async () => {
      await rm(file, { force: true });
      await server.close();
    },
  };
}

/** One examination at a time, for whoever has the key. */
function doctorRoutes({ token, examine }: Pick<Door, 'token' | 'examine'>): Hono {
  const app = new Hono();
  let isBusy = false;
  app.post('/_doctor', async (c) => {
    if (!isSame(c.req.header('authorization') ?? '', `Bearer ${token}`)) return c.json({ error: 'no' }, 401);
    const asked = order.safeParse(await c.req.json().catch(() => null));
    if (!asked.success) return c.json({ error: 'fix: true or false' }, 400);
    if (isBusy) return c.json({ error: 'an examination is under way' }, 409);
    isBusy = true;
    try {
      return c.json((await examine(asked.data)) as object);
    } finally {
      isBusy = false;
    }
  });
  return app;
}

const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
