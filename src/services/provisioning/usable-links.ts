import { opensFor } from '../../model/client-config.ts';
import { lackingIn } from '../../model/link-needs.ts';
import type { ServerClient } from '../../model/server-client.ts';
import type { ServerInbound } from '../../model/server-inbound.ts';
import { type PanelAccess, PanelFault, type RemoteClient } from '../ports/panel.ts';

/** Whose links they are, and what is known of the inbound behind them. */
type Sold = {
  client: Pick<ServerClient, 'email' | 'uuid' | 'password' | 'subId' | 'flow'>;
  inbound: ServerInbound;
  access: PanelAccess;
  remote: RemoteClient;
};

type Judged = { link: string; opens: boolean; lacking: readonly string[] };

/**
 * The links of a panel that carry what was sold; a link that lacks what an app needs is left out.
 * @throws {PanelFault} `busy` when none is left: the unit is looked at again.
 */
export function usableLinks(links: readonly string[], sold: Sold): string[] {
  const judged = links.map((link) => judge(link, sold));
  const usable = judged.filter(({ lacking }) => lacking.length === 0);
  if (usable.some(({ opens }) => opens)) return usable.map(({ link }) => link);
  const lacking = judged.find(({ opens }) => opens)?.lacking;
  throw lacking === undefined ? noLink(sold) : poorLink(sold, lacking);
}

function judge(link: string, { client, inbound, access, remote }: Sold): Judged {
  const { protocol, network, port, security } = inbound;
  const { email, uuid, password, subId, flow } = client;
  const opens = opensFor(link, { protocol, network, uuid, password });
  const door = {
    client: { email, uuid, password, subId, flow },
    port,
    security,
    publicHost: access.publicHost,
    listener: remote.listener ?? null,
  };
  return { link, opens, lacking: opens ? lackingIn(link, door) : [] };
}

const noLink = ({ inbound }: Sold) =>
  new PanelFault('busy', `the panel gives no link for inbound ${inbound.remark}; is it switched on?`);

const poorLink = ({ inbound }: Sold, lacking: readonly string[]) =>
  new PanelFault(
    'busy',
    `the panel's link for inbound ${inbound.remark} opens nothing: it lacks ${lacking.join(', ')}, or has it wrong`,
  );
