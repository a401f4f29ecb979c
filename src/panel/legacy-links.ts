import { z } from 'zod';
import { jsonObject, settingsClient } from './answers.ts';
import type { LegacyEntry, LegacyInbound } from './legacy-inbound.ts';
import { linksFor } from './links-for.ts';

const shape = z.looseObject({
  remark: z.string().catch(''),
  port: z.number().catch(0),
  listen: z.string().catch(''),
  enable: z.boolean().catch(true),
  streamSettings: z.unknown(),
});

/**
 * The share links of a client, made here for panels that make none (before 3.0.1). As with those that do, an inbound
 * that is switched off has no links.
 */
export function ownLinks(inbound: LegacyInbound, entry: LegacyEntry, publicHost: string): string[] {
  const { remark, port, listen, enable, streamSettings } = shape.parse(inbound.raw);
  const client = settingsClient.safeParse(entry).data;
  if (!enable || client === undefined) return [];
  const { protocol, settings } = inbound;
  const stream = jsonObject(streamSettings) ?? {};
  return linksFor(
    { remark, protocol, port, listen, settings, streamSettings: stream },
    { ...client, uuid: client.id, password: client.password || client.auth },
    publicHost,
  );
}
