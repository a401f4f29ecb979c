import type { INBOUND_STATUSES } from './inbound-columns.ts';

/** What a look at the panel writes down as the reason, word for word. */
export const MISSING = 'missing on the panel';
export const SWITCHED_OFF = 'switched off on the panel';

/** What its keys or its sale feel. */
export const INBOUND_TROUBLES = ['missing', 'off', 'used-up'] as const;
export type InboundTrouble = (typeof INBOUND_TROUBLES)[number];

type Standing = { readonly status: (typeof INBOUND_STATUSES)[number]; readonly statusMessage: string | null };

/** Its keys reach nobody, as the last look at the panel showed it: it is switched off there, or gone. */
export const cutsOff = ({ status, statusMessage }: Standing): boolean =>
  (status === 'inactive' && statusMessage === SWITCHED_OFF) || status === 'error';

/** Why it was not as it should be; null = nothing that its keys or its sale would feel. */
export function troubleOf(inbound: Standing & { hasUsedUpTraffic(): boolean }): InboundTrouble | null {
  if (inbound.status === 'error') return 'missing';
  if (cutsOff(inbound)) return 'off';
  return inbound.hasUsedUpTraffic() ? 'used-up' : null;
}
