import { inboundWarnings } from '../../model/inbound-warnings.ts';
import type { PanelIdentity, RemoteInbound } from '../ports/panel.ts';
import { isThrowAway } from './throw-away.ts';

/** `vless tcp reality`, `shadowsocks tcp none 2022-blake3-aes-256-gcm`: what makes one inbound like another. */
const kindOf = ({ protocol, network, security, cipher }: RemoteInbound): string =>
  [protocol || 'unreadable', network, security, cipher].filter((word) => word !== '').join(' ');

/** An inbound to try, or why none of its kind is tried. */
export type KindPick = {
  readonly kind: string;
  readonly inbound: RemoteInbound;
  readonly obstacle: string | null;
};

/** What may be done to the panel. */
export type Permission = Pick<PanelIdentity, 'generation' | 'version'> & {
  /** A restart of the core would hurt nobody, or was agreed to. */
  readonly mayRestartCore: boolean;
};

/** One inbound of each kind that a panel has, the first that can be tried; leftovers of other runs are left aside. */
export function pickKinds(inbounds: readonly RemoteInbound[], permission: Permission): KindPick[] {
  const kinds = Map.groupBy(
    inbounds.filter(({ remark }) => !isThrowAway(remark)),
    (inbound) => (inbound.protocol === '' ? `unreadable ${inbound.remoteId}` : kindOf(inbound)),
  );
  return [...kinds].flatMap(([kind, all]) => {
    const picks = all.map((inbound) => ({ kind, inbound, obstacle: obstacleTo(inbound, permission) }));
    const best = picks.find(({ obstacle }) => obstacle === null) ?? picks[0];
    return best ? [best] : [];
  });
}

/** Why an inbound is not tried; null = it is. */
export function obstacleTo(inbound: RemoteInbound, permission: Permission): string | null {
  if (inbound.notSellable !== null) return `not sold: ${inbound.notSellable}`;
  if (!inbound.enable) return 'it is switched off';
  return restartsCore(inbound, permission)
    ? 'on this version each new client of this kind restarts the core, which cuts everybody; --may-restart tries it'
    : null;
}

/** Whether each new client of it works only after a restart of the core, which was not agreed to. */
export const restartsCore = (
  { protocol, cipher }: Pick<RemoteInbound, 'protocol' | 'cipher'>,
  { generation, version, mayRestartCore }: Permission,
): boolean =>
  !mayRestartCore &&
  inboundWarnings({ protocol, cipher, generation, version }).includes('needs-core-restart');

/** Whether anybody else's client is on the panel, whom a restart of the core would cut. */
export const hasNeighbours = (inbounds: readonly RemoteInbound[]): boolean =>
  inbounds.some(({ emails }) => emails.some((email) => !isThrowAway(email)));
