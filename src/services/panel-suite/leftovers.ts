import { later, minutes } from '../../model/values/period.ts';
import type { Panel, PanelAccess, RemoteInbound } from '../ports/panel.ts';
import { madeAt } from './throw-away.ts';

const OLD = minutes(60);

/** What an earlier run left on a panel. */
export type Leftovers = {
  readonly clients: readonly { readonly email: string; readonly remoteId: number }[];
  readonly inbounds: readonly { readonly remark: string; readonly remoteId: number }[];
};

/** Those that nobody uses any more: an hour old, or all of them. A younger one may belong to a run that goes on. */
export function leftoversIn(inbounds: readonly RemoteInbound[], now: Date, all: boolean): Leftovers {
  const isLeft = (name: string): boolean => {
    const at = madeAt(name);
    return at !== null && (all || later(at, OLD) <= now);
  };
  return {
    clients: inbounds.flatMap(({ remoteId, emails }) =>
      [...new Set(emails)].filter(isLeft).map((email) => ({ email, remoteId })),
    ),
    inbounds: inbounds
      .filter(({ remark }) => isLeft(remark))
      .map(({ remark, remoteId }) => ({ remark, remoteId })),
  };
}

/** Clients first: newer panels keep their rows without the inbound. @throws {PanelFault} */
export async function removeLeftovers(panel: Panel, access: PanelAccess, left: Leftovers): Promise<void> {
  for (const place of left.clients) await panel.removeClient(access, place);
  for (const { remoteId } of left.inbounds) await panel.removeInbound(access, remoteId);
}
