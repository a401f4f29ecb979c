import { inboundAlone, inboundAndClient, type LinkName, whatIsLeft } from './link-names.ts';
import type { Front } from './link-parameters.ts';
import { type Call, hostOf, type Panel } from './panel-call.ts';
import type { Client, Host, Inbound } from './panel-records.ts';
import { ok, type Reply } from './panel-reply.ts';
import { shareLinks } from './share-links.ts';

/** The links of a client on its enabled inbounds, as a subscription holds them; none where no inbound is on. */
export const linksOf = (panel: Panel, client: Client, host: string): string[] =>
  linksNamed(panel, client, { host, nameOf: subscriptionName(panel), frontsOf: hostsOf(panel) });

/** `clients/links/:email`. */
export function linksByEmail(panel: Panel, call: Call, params: Record<string, string>): Reply {
  const { store, traits } = panel;
  const client = store.client(params.email ?? '');
  const nameOf = traits.links.tellsWhatIsLeft ? inboundAlone : inboundAndClient;
  return ok(client ? linksNamed(panel, client, { host: hostOf(call, traits.links), nameOf }) : []);
}

/** `clients/subLinks/:subId`. */
export function linksBySubscription(panel: Panel, call: Call, params: Record<string, string>): Reply {
  const host = hostOf(call, panel.traits.links);
  const clients = panel.store.clients().filter((client) => client.subId === params.subId);
  return ok(clients.flatMap((client) => linksOf(panel, client, host)));
}

const subscriptionName = ({ traits, now }: Panel): LinkName =>
  traits.links.tellsWhatIsLeft ? whatIsLeft(now()) : inboundAndClient;

/** Links by email know no hosts. */
function hostsOf({ store }: Panel): (inbound: Inbound) => Front[] {
  const hosts = store.hosts().sort((a, b) => a.sortOrder - b.sortOrder);
  return ({ id }) => hosts.filter(({ inboundId }) => inboundId === id).map(frontOf);
}

const frontOf = ({ address, security, ...host }: Host): Front => ({
  ...host,
  dest: address,
  forceTls: security,
});

function linksNamed(
  { store, traits }: Panel,
  client: Client,
  { frontsOf, ...asked }: { host: string; nameOf: LinkName; frontsOf?: (inbound: Inbound) => Front[] },
): string[] {
  return client.inboundIds
    .flatMap((id) => store.inbound(id) ?? [])
    .filter(({ enable }) => enable)
    .flatMap((inbound) =>
      shareLinks(inbound, client, { ...asked, traits: traits.links, fronts: frontsOf?.(inbound) ?? [] }),
    );
}
