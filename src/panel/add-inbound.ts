import { z } from 'zod';
import { type PanelAccess, PanelFault, type WantedInbound } from '../services/ports/panel.ts';
import type { PanelCalls } from './panel-calls.ts';
import { wireInbound } from './wire-inbound.ts';

/** An inbound to be made, with its clients in the words of the driver. */
type NewInbound = { readonly wanted: WantedInbound; readonly clients: readonly unknown[] };

const numbered = z.object({ id: z.number().positive() });
const listed = z.object({ id: z.number(), remark: z.string(), port: z.number() });

/**
 * Makes an inbound and answers the panel's number for it; where its answer does not tell, the list is read.
 * @throws {PanelFault} `duplicate` when the port is taken.
 */
export async function addInbound(
  calls: PanelCalls,
  access: PanelAccess,
  { wanted, clients, deadline }: NewInbound & { readonly deadline?: number },
): Promise<number> {
  const body = wireInbound(wanted, clients);
  const path = 'panel/api/inbounds/add';
  const made = await calls.read(
    access,
    { method: 'POST', path, body, ...(deadline === undefined ? {} : { deadline }) },
    z.unknown(),
  );
  return numbered.safeParse(made).data?.id ?? numberInTheList(calls, access, wanted);
}

async function numberInTheList(
  calls: PanelCalls,
  access: PanelAccess,
  { remark, port }: WantedInbound,
): Promise<number> {
  const request = { method: 'GET', path: 'panel/api/inbounds/list' } as const;
  const entries = await calls.read(access, request, z.array(z.unknown()).nullable());
  const found = (entries ?? [])
    .map((entry) => listed.safeParse(entry).data)
    .find((entry) => entry?.remark === remark && entry.port === port);
  if (found) return found.id;
  throw new PanelFault(
    'ambiguous',
    `${new URL(access.url).host}: the panel says it made the inbound and does not list it`,
  );
}
