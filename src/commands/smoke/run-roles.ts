import { openServer } from '../../db/open-database.ts';
import { startDebianPostgres } from '../debian-postgres.ts';
import { Box } from './box.ts';
import { codeOf, labelsOf, SmokePerson } from './person.ts';
import { RoleProcesses } from './role-processes.ts';
import { qrOf } from './run-smoke.ts';
import { sameKey } from './same-key.ts';

/** What one purchase showed in a shop of several processes, one of which was killed in its middle. */
export type RolesReport = {
  readonly processes: Readonly<Record<string, number>>;
  readonly database: string;
  /** Leases and limits of this run; those of a live shop are longer. */
  readonly limits: Readonly<Record<string, string>>;
  readonly killed: 'the worker that was writing to the panel';
  /** From the kill to the QR in the chat. */
  readonly killedToDeliveredMs: number;
  readonly clientsOnPanel: number;
  readonly deliveries: number;
  readonly qrMatchesPanel: boolean;
  readonly updates: 'polling' | 'webhook';
  readonly violations: number;
  /** How the processes that were left ended when they were told to. */
  readonly ends: readonly string[];
};

const ROLES = ['worker', 'worker', 'bot', 'web'];
const LIMITS = { LANE_LEASE_MS: '2000', LANE_RENEW_MS: '700', PANEL_WRITE_MS: '4000', QUIET_EXTRA_MS: '500' };
const ANN = 5_000_000_001;
const ADD = 'panel/api/clients/add';

/**
 * Two workers, one bot and one web process on a PostgreSQL of their own: buys, and kills a worker while the panel works
 * for it. @throws {Error} where PostgreSQL is not installed.
 */
export async function runRoles({ quiet }: { quiet: boolean }): Promise<RolesReport> {
  const server = await startDebianPostgres();
  if (server === null) throw new Error('PostgreSQL is not installed. Mend: apt-get install postgresql');
  try {
    const box = await Box.open({ quiet });
    return await inWorld(box, { databaseUrl: server.url, quiet }).finally(() => box.close());
  } finally {
    await server.stop();
  }
}

type Place = { databaseUrl: string; quiet: boolean };

async function inWorld(box: Box, { databaseUrl, quiet }: Place): Promise<RolesReport> {
  const onLine = (line: string, role: string) => void (quiet || process.stderr.write(`${role}: ${line}\n`));
  const roles = await RoleProcesses.prepare({ worldUrl: box.worldUrl, databaseUrl, env: LIMITS, onLine });
  try {
    for (const role of ROLES) await roles.start(role);
    const ann = new SmokePerson(box.worldUrl, ANN);
    const killedToDeliveredMs = await buyAndKill(box, { ann, roles, databaseUrl });
    await box.settled();
    const found = await lookAround(box, ann);
    return { ...FIXED, killedToDeliveredMs, ...found, ends: await roles.close() };
  } finally {
    await roles.close('SIGKILL');
  }
}

const FIXED = {
  processes: { worker: 2, bot: 1, web: 1 },
  database: 'PostgreSQL (Debian)',
  limits: LIMITS,
  killed: 'the worker that was writing to the panel',
} as const;

type Scene = { ann: SmokePerson; roles: RoleProcesses; databaseUrl: string };

async function buyAndKill(box: Box, { ann, roles, databaseUrl }: Scene): Promise<number> {
  await ann.send('/start');
  const offers = (labels: string[]) => labels.filter((label) => label.includes('⭐'));
  const home = await ann.sees('the plans', (entry) => offers(labelsOf(entry)).length > 0);
  await ann.tap(offers(labelsOf(home))[0] ?? '');
  await ann.sees('the invoice', (entry) => entry.kind === 'invoice');
  await box.http.post('/_panel/1/faults', { times: 1, kind: 'hang', ms: 60_000, path: ADD });
  await ann.pay();
  await box.until('the panel is asked', async () =>
    (await box.callsByPanel()).some(({ path }) => path.startsWith(ADD)),
  );
  await roles.byPid(await writerOn(databaseUrl)).kill('SIGKILL');
  const killed = performance.now();
  await ann.sees('the QR', (entry) => Boolean(entry.photo));
  return Math.round(performance.now() - killed);
}

/** The process that has a panel's lane says so in its row: host, process id, nonce. */
async function writerOn(databaseUrl: string): Promise<number> {
  const database = await openServer(databaseUrl, 1);
  try {
    const [lane] = await database
      .em()
      .execute<{ holder: string }[]>('select holder from panel_lanes where holder is not null');
    return Number(lane?.holder.split(':').at(-2));
  } finally {
    await database.close();
  }
}

async function lookAround(box: Box, ann: SmokePerson) {
  const screen = await ann.screen();
  const photos = screen.filter((entry) => entry.photo);
  const text = screen.find((entry) => codeOf(entry) !== '');
  const link = photos[0] ? await qrOf(photos[0]) : '';
  const host = URL.canParse(link) ? new URL(link).hostname : 'x';
  const clients = (await box.clients(host)).filter((each) => each.tgId === ANN);
  const holds = clients.some((client) => client.links.some((each) => sameKey(each, link)));
  return {
    clientsOnPanel: clients.length,
    deliveries: photos.length,
    qrMatchesPanel: holds && text !== undefined && sameKey(link, codeOf(text)),
    updates: await box.updates(),
    violations: await box.violations(),
  };
}

/** What is not as promised; empty = all is. */
export function brokenByRoles(report: RolesReport): string[] {
  const promises: Record<string, boolean> = {
    'one client': report.clientsOnPanel === 1,
    'one delivery': report.deliveries === 1,
    'the QR holds the link of the client on the panel': report.qrMatchesPanel,
    'updates by webhook': report.updates === 'webhook',
    'no violation of Telegram’s rules': report.violations === 0,
    'the processes that were left end in order': report.ends.every((end) => end === 'ended with code 0'),
  };
  return Object.keys(promises).filter((promise) => !promises[promise]);
}
