import type { z } from 'zod';
import type { LinkInbound } from '../model/share-link-draft.ts';
import { type Bytes, bytes } from '../model/values/traffic.ts';
import { PanelFault, type RemoteClient, type WantedClient } from '../services/ports/panel.ts';
import { type clientAnswer, inboundAnswer, jsonObject, settingsClient, trafficAnswer } from './answers.ts';
import { sum } from './remote-inbound.ts';

type SettingsClient = z.infer<typeof settingsClient>;

/**
 * A client in the panel's words, with the fields of every protocol: an update is no patch, what is left out is cleared
 * and credentials left out are drawn anew. `totalGB` is bytes; 0 means without limit there, so a limit of nothing is
 * refused. @throws {PanelFault} `permanent`. Source: contract 3x-ui sections 4 and 4.2.
 */
export function wireClient(wanted: WantedClient) {
  return {
    id: wanted.uuid,
    password: wanted.password,
    auth: wanted.password,
    method: methodOf(wanted.cipher),
    flow: wanted.flow,
    security: 'auto',
    email: wanted.email,
    limitIp: wanted.limitIp,
    totalGB: wanted.trafficLimit === null ? 0 : exactLimit(wanted.trafficLimit),
    expiryTime: wanted.expiresAt === null ? 0 : exactEnd(wanted.expiresAt),
    enable: wanted.enable,
    tgId: wanted.telegramId,
    subId: wanted.subId,
    comment: wanted.comment,
    reset: 0,
  };
}

/** Ciphers of 2022 are the inbound's alone; before, each client has its own beside its password. */
const methodOf = (cipher: string): string => (cipher.startsWith('2022-') ? '' : cipher);

/** The answer of `clients/get`. */
export const fromRecord = ({
  client,
  inboundIds,
  usedTraffic,
}: z.infer<typeof clientAnswer>): RemoteClient => ({
  ...shared(client),
  uuid: client.uuid,
  inboundIds: inboundIds ?? [],
  used: usedTraffic ?? null,
});

/**
 * Those of `emails` that stand in the settings of one inbound. Only that inbound is named in `inboundIds`. A trojan
 * client has no uuid there: it is empty. @throws {PanelFault} when the settings, or the entry of a client that is asked
 * for, cannot be read: that is never taken for "not there".
 */
export function clientsIn(answer: unknown, emails: readonly string[]): Map<string, RemoteClient> {
  const inbound = inboundAnswer.safeParse(answer).data;
  const settings = jsonObject(inbound?.settings);
  if (inbound === undefined || settings === null) {
    throw new PanelFault('poisoned', 'the settings of the inbound are not readable JSON');
  }
  const entries = Array.isArray(settings.clients) ? settings.clients : [];
  const listener = listenerOf(inbound, settings);
  const found = new Map<string, RemoteClient>();
  for (const entry of entries) {
    const email = emails.find((asked) => isNamed(entry, asked));
    if (email === undefined) continue;
    const client = readEntry(entry);
    const used = usedBy(inbound.clientStats ?? [], email);
    found.set(email, { ...shared(client), uuid: client.id, inboundIds: [inbound.id], used, listener });
  }
  return found;
}

/** Without its clients: there may be thousands. */
const listenerOf = (
  { remark, protocol, port, listen, streamSettings }: z.infer<typeof inboundAnswer>,
  settings: Readonly<Record<string, unknown>>,
): LinkInbound => ({
  remark,
  protocol,
  port,
  listen,
  settings: { ...settings, clients: [] },
  streamSettings: jsonObject(streamSettings) ?? {},
});

function readEntry(entry: unknown): SettingsClient {
  const parsed = settingsClient.safeParse(entry);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new PanelFault('ambiguous', `the panel holds a client in a shape that cannot be read (${where})`);
}

const shared = (client: Omit<SettingsClient, 'id'>) => ({
  email: client.email,
  password: client.password || client.auth,
  auth: client.auth || client.password,
  subId: client.subId,
  flow: client.flow,
  limitIp: client.limitIp,
  trafficLimit: client.totalGB === 0n ? null : client.totalGB,
  expiresAt: client.expiryTime === 0 ? null : new Date(client.expiryTime),
  enable: client.enable,
  telegramId: client.tgId,
  comment: client.comment,
});

function usedBy(stats: readonly unknown[], email: string): Bytes | null {
  const row = stats.find((stat) => isNamed(stat, email));
  const counters = trafficAnswer.safeParse(row).data;
  return counters === undefined ? null : sum(counters.up, counters.down);
}

/** Whether an entry of a list is that of this client. */
export const isNamed = (entry: unknown, email: string): boolean =>
  typeof entry === 'object' && entry !== null && 'email' in entry && entry.email === email;

function exactLimit(limit: Bytes): number {
  if (limit === bytes(0n))
    throw new PanelFault('permanent', 'a limit of 0 bytes would mean "unlimited" to a panel');
  if (limit > BigInt(Number.MAX_SAFE_INTEGER)) throw new PanelFault('permanent', 'a limit past 2^53 bytes');
  return Number(limit);
}

function exactEnd(end: Date): number {
  if (end.getTime() > 0) return end.getTime();
  throw new PanelFault(
    'permanent',
    'an end before 1970 would mean "never" or "from the first use" to a panel',
  );
}
