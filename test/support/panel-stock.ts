import type { PanelAddress } from '../../src/sandbox/panel/simulated-panel.ts';
import type { FleetService } from '../../src/services/fleet/fleet-service.ts';
import type { PlanDraft } from '../../src/services/fleet/views.ts';
import type { PanelCredentials } from '../../src/services/ports/panel.ts';
import { OWNER } from './shop-process.ts';

/** Tests a panel and adds it as a server, as an owner does; answers the server's id. */
export async function addPanel(
  fleet: FleetService,
  { url, token, username, password }: PanelAddress,
  login: PanelCredentials['kind'],
): Promise<number> {
  const credentials: PanelCredentials =
    login === 'token' ? { kind: 'token', token } : { kind: 'password', username, password };
  const access = { url, publicHost: 'vpn.example.com', allowHttp: true, pinnedSha256: null, credentials };
  const tested = await fleet.testPanel(access);
  if (!tested.ok) throw new Error(tested.refusal.code);
  const draft = { name: 'Amsterdam', country: 'NL', access };
  const added = await fleet.addServer({ draft, finding: tested.value, actorId: OWNER });
  if (!added.ok) throw new Error(added.refusal.code);
  return added.value.serverId;
}

/** A month with 50 GB for three devices, except where `draft` says otherwise; answers the plan's id. */
export async function makePlan(
  fleet: FleetService,
  draft: Partial<PlanDraft> & { serverId: number },
): Promise<number> {
  const whole: PlanDraft = {
    name: '1 month',
    durationDays: 30,
    priceMinor: 500n,
    priceStars: null,
    dataLimitGb: 50,
    connections: 3,
    maxClients: null,
    ...draft,
  };
  const made = await fleet.createPlan({ draft: whole, actorId: OWNER });
  if (!made.ok) throw new Error(made.refusal.code);
  return made.value.planId;
}
