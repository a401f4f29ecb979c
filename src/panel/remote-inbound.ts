import { z } from 'zod';
import { type Bytes, bytes } from '../model/values/traffic.ts';
import type { RemoteInbound, SeenClient } from '../services/ports/panel.ts';
import { inboundAnswer, jsonObject, trafficAnswer } from './answers.ts';
import { linkPartsOf } from './link-parts.ts';
import { cipherOf, type InboundNature, isFlowCapable, obstacleToSale } from './sellable.ts';

type InboundAnswer = z.infer<typeof inboundAnswer>;

const named = z.object({ email: z.string() });
const counted = z.object({ clientStats: z.array(z.unknown()).nullish().catch(null) });
/** `lastOnline` in unix ms (contract 3x-ui section 5). */
const counters = trafficAnswer.extend({ lastOnline: z.number().catch(0) });
const transport = z.object({ network: z.string().catch(''), security: z.string().catch('') });
const identified = z.object({ id: z.number().catch(0), remark: z.string().catch('') });

/** An entry of `inbounds/list` in the shop's words; one that cannot be read is told too, as not for sale. */
export function remoteInbound(entry: unknown): RemoteInbound {
  const parsed = inboundAnswer.safeParse(entry);
  return parsed.success ? readable(parsed.data) : unreadable(entry);
}

/** The counters of the clients of an entry of `inbounds/list`; what cannot be read is left out. */
export function seenClients(entry: unknown): SeenClient[] {
  const stats = counted.safeParse(entry).data?.clientStats ?? [];
  return stats.flatMap((row) => {
    const seen = counters.safeParse(row).data;
    if (seen === undefined || seen.email === '') return [];
    const lastOnline = seen.lastOnline > 0 ? new Date(seen.lastOnline) : null;
    return [{ email: seen.email, used: sum(seen.up, seen.down), lastOnline }];
  });
}

function readable(inbound: InboundAnswer): RemoteInbound {
  const settings = jsonObject(inbound.settings);
  const stream = jsonObject(inbound.streamSettings);
  const { network, security } = transport.parse(stream ?? {});
  const nature: InboundNature = {
    protocol: inbound.protocol,
    network,
    security: security === '' ? 'none' : security,
    port: inbound.port,
    listen: inbound.listen,
    settings,
    stream,
  };
  return {
    remoteId: inbound.id,
    tag: inbound.tag,
    remark: inbound.remark,
    protocol: nature.protocol,
    port: nature.port,
    network,
    security: nature.security,
    enable: inbound.enable,
    flowCapable: isFlowCapable(nature),
    cipher: cipherOf(nature),
    linkParts: linkPartsOf(nature),
    used: sum(inbound.up, inbound.down),
    emails: emailsOf(settings?.clients ?? inbound.clientStats),
    notSellable: obstacleToSale(nature),
  };
}

function unreadable(entry: unknown): RemoteInbound {
  const known = identified.safeParse(entry).data;
  return {
    remoteId: known?.id ?? 0,
    tag: '',
    remark: known?.remark ?? '',
    protocol: '',
    port: 0,
    network: '',
    security: '',
    enable: false,
    flowCapable: false,
    cipher: '',
    linkParts: null,
    used: bytes(0n),
    emails: [],
    notSellable: 'the panel describes it in a way that this program cannot read',
  };
}

function emailsOf(clients: unknown): string[] {
  const list = Array.isArray(clients) ? clients : [];
  return list.flatMap((client) => named.safeParse(client).data?.email ?? []);
}

const MOST_BYTES = 2n ** 63n - 1n;

/** Up and down together, never more than a column holds. */
export const sum = (up: Bytes, down: Bytes): Bytes => bytes(up + down > MOST_BYTES ? MOST_BYTES : up + down);
