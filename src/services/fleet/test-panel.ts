import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ok, type Result, refuse } from '../../model/result.ts';
import { briefTrial, type TrialPassed, type TrialStep } from '../panel-suite/brief-trial.ts';
import type { Ids } from '../ports/ids.ts';
import { type PanelAccess, PanelFault, type PanelFaultKind } from '../ports/panel.ts';
import { knownServer } from './add-server.ts';
import { awayOf, type PanelAway } from './check-server.ts';
import type { FleetNeeds } from './needs.ts';
import { foreignShop, isOfAShop } from './shop-names.ts';
import type { PanelFinding } from './views.ts';

export type PanelNotUsable = PanelAway | { code: 'panel-known'; server: string } | ForeignShop;
/** Clients of another shop of this program are on the panel; its four letters. */
export type ForeignShop = { code: 'foreign-shop'; shop4: string };

/** `kind` null = the panel answered, and what it did was wrong; `leftBehind` null = nothing is left on it. */
export type SelfTestFailed = {
  code: 'self-test-failed';
  step: TrialStep;
  kind: PanelFaultKind | null;
  text: string;
  leftBehind: string | null;
};

/** `signal` ends it; a client that is on the panel then is named as left behind. */
export type SelfTestOrder = { access: PanelAccess; finding: PanelFinding; ids: Ids; signal: AbortSignal };

/**
 * Enters a panel and looks around, storing nothing: what it is, what it has, and whether this shop may use it. One
 * that carries another shop's clients is refused, because two writers lose each other's; one that carries clients of
 * another server of this shop is that server's panel under another address (RELIABILITY 108). `insistedOn` = marks of
 * other shops that an owner says are gone.
 */
export async function testPanel(
  needs: FleetNeeds,
  access: PanelAccess,
  insistedOn: readonly string[] = [],
): Promise<Result<PanelFinding, PanelNotUsable>> {
  try {
    const identity = await needs.panel.identify({ ...access, insists: true });
    const known = await knownServer(needs.work.read(), access.url, identity.guid);
    if (known) return refuse({ code: 'panel-known', server: known.name });
    const inbounds = await needs.panel.listInbounds(access);
    const stranger = foreignShop(inbounds, [needs.shop.shop4, ...insistedOn]);
    if (stranger) return refuse({ code: 'foreign-shop', shop4: stranger });
    const emails = inbounds.flatMap((inbound) => inbound.emails);
    const [owner] = await serversOfClients(needs.work.read(), emails);
    if (owner) return refuse({ code: 'panel-known', server: owner.name });
    return ok({ identity, inbounds });
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    return refuse(awayOf(fault));
  }
}

/**
 * Sells nothing, but does all that a sale does: a throw-away client is added, read back, its link looked at, and it is
 * removed (SPEC 219). `inbound` null = the panel has none to try it on. Stores nothing.
 */
export async function selfTestPanel(
  needs: FleetNeeds,
  { access, finding, ids, signal }: SelfTestOrder,
): Promise<Result<TrialPassed, SelfTestFailed>> {
  const { panel, clock, monotonic = () => performance.now() } = needs;
  const trial = await briefTrial({ panel, ids, clock, monotonic }, { access, ...finding, signal });
  if (trial.outcome === 'passed') return ok(trial);
  const { outcome: _, ...failure } = trial;
  return refuse({ code: 'self-test-failed', ...failure });
}

/** The servers to which this shop wrote these clients; those that it has bound prove nothing, others may be called so too. */
export function serversOfClients(
  em: SqlEntityManager,
  emails: readonly string[],
): Promise<{ serverId: number; name: string }[]> {
  const ours = JSON.stringify(emails.filter(isOfAShop));
  return em.execute<{ serverId: number; name: string }[]>(sql`
    select distinct server.id as "serverId", server.name
      from server_clients client
      join server_inbounds inbound on inbound.id = client.inbound_id
      join servers server on server.id = inbound.server_id
     where server.retired_at is null and client.email in (select jsonb_array_elements_text(${ours}::jsonb))
     order by server.id`);
}
