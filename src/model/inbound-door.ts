import type { INBOUND_STATUSES } from './inbound-columns.ts';

/** What a look at the panel writes down as the reason, word for word. */
export const MISSING = 'missing on the panel';
export const SWITCHED_OFF = 'switched off on the panel';
const REFUSES = 'refuses every new client';

/** What its keys or its sale feel. */
export const INBOUND_TROUBLES = ['missing', 'off', 'used-up', 'refusing'] as const;
export type InboundTrouble = (typeof INBOUND_TROUBLES)[number];

type Standing = { readonly status: (typeof INBOUND_STATUSES)[number]; readonly statusMessage: string | null };
type Watched = Standing & { refusingWhy: string | null; hasUsedUpTraffic(): boolean };

/** Its keys reach nobody, as the last look at the panel showed it: it is switched off there, or gone. */
export const cutsOff = ({ status, statusMessage }: Standing): boolean =>
  (status === 'inactive' && statusMessage === SWITCHED_OFF) || status === 'error';

/** Why it was not as it should be; null = nothing that its keys or its sale would feel. */
export function troubleOf(inbound: Watched): InboundTrouble | null {
  if (inbound.status === 'error') return 'missing';
  if (cutsOff(inbound)) return 'off';
  if (inbound.refusingWhy != null) return 'refusing';
  return inbound.hasUsedUpTraffic() ? 'used-up' : null;
}

/** Why nothing is sold here though the panel has nothing against it; null = it takes clients. */
export const refusalOf = ({ refusingWhy }: { refusingWhy: string | null }): string | null =>
  refusingWhy == null ? null : `${REFUSES}: ${refusingWhy}`;

/** Nothing but its refusals keeps it out of sale. */
export const isShutByRefusals = ({ status, statusMessage }: Standing): boolean =>
  status === 'inactive' && statusMessage?.startsWith(REFUSES) === true;
