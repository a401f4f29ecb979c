import { z } from 'zod';
import { type Bytes, bytes } from '../model/values/traffic.ts';
import { parseLossless } from './lossless-json.ts';

/** The frame of every answer; a business error is HTTP 200 with `success:false` (contract 3x-ui section 3). */
export type Envelope = { readonly success: boolean; readonly msg: string; readonly obj?: unknown };

const envelope = z.object({ success: z.boolean(), msg: z.string().default(''), obj: z.unknown() });

const MOST_BYTES = 2n ** 63n - 1n;

/** Panels up to 3.0 keep in settings what they were sent, also a number as text. */
const digits = z.string().regex(/^-?\d+$/);

/** A count of bytes as panels send it; below nothing is nothing, beyond what a column holds is the most it holds. */
const byteCount = z
  .union([z.number(), z.bigint(), digits.transform(BigInt)])
  .transform((count): Bytes => clamped(count));

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const whole = z
  .union([z.number(), z.literal(''), digits])
  .nullish()
  .transform((value) => Number(value ?? 0));

/** `obj` of `server/status`; null while a panel has only just begun. */
export const statusAnswer = z
  .object({
    panelVersion: text,
    panelGuid: text,
    xray: z.object({ state: text, errorMsg: text }).nullish(),
  })
  .nullable();

/** One client in the `settings` of an inbound. Fields of other protocols are left out by the panel. */
export const settingsClient = z.object({
  email: z.string(),
  id: text,
  password: text,
  /** The secret of a hysteria client. */
  auth: text,
  subId: text,
  flow: text,
  limitIp: whole,
  totalGB: byteCount.default(0n as Bytes),
  expiryTime: whole,
  enable: z.boolean().default(true),
  /** No access depends on it: whatever else stands there is nobody. */
  tgId: whole.catch(0),
  comment: text,
});

/** A client as `clients/get` shows it: the same fields, but the credential is called `uuid`
 * and `id` is a number of the panel's own. */
export const clientAnswer = z.object({
  client: settingsClient.omit({ id: true }).extend({ uuid: text }),
  inboundIds: z.array(z.number()).nullish(),
  usedTraffic: byteCount.nullish(),
});

/** The answer of `clients/get` as the panel has it, for an update to be built from. */
export const recordAnswer = z.object({
  client: z.record(z.string(), z.unknown()),
  inboundIds: z.array(z.number()).nullish(),
});

/** Counters of one client; null = unknown to the panel. */
export const trafficAnswer = z.object({ email: text, up: byteCount, down: byteCount });

/** `bulkCreate` always says success: who was left out stands in `skipped`. */
export const bulkAnswer = z.object({
  created: z.number(),
  skipped: z.array(z.object({ email: text, reason: text })).nullish(),
});

export const pendingAnswer = z.object({ nodePending: z.boolean().default(false) }).nullish();

export const linksAnswer = z.array(z.string()).nullable();

/** What is needed of an inbound; `settings` may be an object or JSON in a text (or, on a broken one, anything). */
export const inboundAnswer = z.object({
  id: z.number(),
  tag: text,
  remark: text,
  protocol: text,
  port: z.number().catch(0),
  listen: text,
  enable: z.boolean().catch(false),
  up: byteCount.catch(0n as Bytes),
  down: byteCount.catch(0n as Bytes),
  settings: z.unknown(),
  streamSettings: z.unknown(),
  clientStats: z.array(z.unknown()).nullish().catch(null),
});

/** null = not an answer of a panel. */
export function envelopeOf(body: string): Envelope | null {
  try {
    return envelopeIn(parseLossless(body));
  } catch {
    return null;
  }
}

/** The same for JSON that was parsed already. */
export const envelopeIn = (json: unknown): Envelope | null => envelope.safeParse(json).data ?? null;

/** A JSON object that may come as text; null = neither. */
export function jsonObject(value: unknown): Record<string, unknown> | null {
  const parsed = typeof value === 'string' ? parsedOrNull(value) : value;
  return z.record(z.string(), z.unknown()).safeParse(parsed).data ?? null;
}

function parsedOrNull(value: string): unknown {
  try {
    return parseLossless(value);
  } catch {
    return null;
  }
}

function clamped(count: number | bigint): Bytes {
  const exact = typeof count === 'bigint' ? count : BigInt(Math.trunc(count));
  if (exact < 0n) return bytes(0n);
  return bytes(exact > MOST_BYTES ? MOST_BYTES : exact);
}
