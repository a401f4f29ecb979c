import { INBOUND_WARNINGS, inboundWarnings } from '../../model/inbound-warnings.ts';
import type { PanelFinding } from '../../services/fleet/views.ts';
import type { PanelIdentity, RemoteInbound } from '../../services/ports/panel.ts';
import { tidy } from '../views/fit-to.ts';
import { isPrivateHost } from './server-input.ts';
import type { Words } from './wizard-talk.ts';

/** So that a panel with hundreds of inbounds still fits one message. */
const MOST_LINES = 20;
const REMARK_LIMIT = 40;
const REASON_LIMIT = 100;

/** What a connection test found: version, generation, which inbounds can be sold and which not, and why. */
export function findingWords({ identity, inbounds }: PanelFinding, publicHost: string): Words[] {
  const sellable = inbounds.filter(({ notSellable }) => notSellable === null).length;
  const shown = inbounds.slice(0, MOST_LINES);
  const more = inbounds.length - shown.length;
  return [
    { id: 'finding-panel', args: { version: tidy(identity.version), generation: identity.generation } },
    { id: 'finding-inbounds', args: { count: inbounds.length, sellable } },
    ...shown.map(inboundWords),
    ...(more > 0 ? [{ id: 'admin-more', args: { count: more } }] : []),
    ...warningWords(identity, inbounds),
    ...(sellable === 0 ? [{ id: 'finding-nothing-sellable' }] : []),
    { id: 'finding-public-host', args: { host: publicHost } },
    ...(isPrivateHost(publicHost) ? [{ id: 'finding-private-host', args: { host: publicHost } }] : []),
  ];
}

/** Each once, however many inbounds it is true of. */
function warningWords(identity: PanelIdentity, inbounds: readonly RemoteInbound[]): Words[] {
  const all = inbounds
    .filter(({ notSellable }) => notSellable === null)
    .flatMap((inbound) => inboundWarnings({ ...identity, ...inbound }));
  return INBOUND_WARNINGS.filter((each) => all.includes(each)).map((each) => ({
    id: `inbound-warning-${each}`,
  }));
}

function inboundWords({ remark, protocol, port, notSellable }: RemoteInbound): Words {
  const args = { remark: tidy(remark, REMARK_LIMIT), protocol: tidy(protocol), port: String(port) };
  return notSellable === null
    ? { id: 'finding-inbound', args }
    : { id: 'finding-inbound-not', args: { ...args, reason: tidy(notSellable, REASON_LIMIT) } };
}
