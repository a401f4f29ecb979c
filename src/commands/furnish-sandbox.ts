import axios from 'axios';
import { z } from 'zod';
import type { App } from '../app.ts';
import type { PlanTerms } from '../model/server-plan.ts';
import type { FleetService } from '../services/fleet/fleet-service.ts';
import type { PlanDraft } from '../services/fleet/views.ts';
import type { PanelAccess, PanelCredentials } from '../services/ports/panel.ts';

const panelFacts = z.object({
  n: z.number(),
  url: z.string(),
  username: z.string(),
  password: z.string(),
  token: z.string(),
  version: z.string(),
  generation: z.string(),
});
type PanelFacts = z.infer<typeof panelFacts>;

type FurnishedPlan = Omit<PlanDraft, 'serverId'> & Care;
/** What its customers may do with a running access besides; a pool takes the second server as well. */
type Care = Pick<PlanTerms, 'trafficPacks' | 'maxPauseDays'> & { hasPool: boolean };

const PLANS: readonly FurnishedPlan[] = [
  { name: 'Basic', durationDays: 30, priceMinor: 300n, dataLimitGb: 50, connections: 2, maxPauseDays: 0 },
  { name: 'Plus', durationDays: 90, priceMinor: 800n, dataLimitGb: 200, connections: 3, maxPauseDays: 14 },
  {
    name: 'Unlimited',
    durationDays: 365,
    priceMinor: 2400n,
    dataLimitGb: null,
    connections: 5,
    maxPauseDays: 30,
  },
].map((plan) => ({
  ...plan,
  priceStars: null,
  maxClients: null,
  trafficPacks: plan.dataLimitGb === null ? null : '10 GB = 1.00, 50 GB = 4.00',
  hasPool: plan.name === 'Plus',
}));

const TRIAL_DAYS = 3;

const PLACES = [
  { city: 'Frankfurt', country: 'DE' },
  { city: 'Amsterdam', country: 'NL' },
  { city: 'Helsinki', country: 'FI' },
  { city: 'Warsaw', country: 'PL' },
  { city: 'Paris', country: 'FR' },
  { city: 'Vienna', country: 'AT' },
  { city: 'Stockholm', country: 'SE' },
];

/**
 * Makes a server of each panel of the world that this shop has never had, and plans on it, by the same doors an owner
 * uses: three on the first, one on each other; Plus may use the second too. Answers in words which panels it had to
 * leave out, and why.
 */
export async function furnishSandbox(
  { services: { fleet }, shop }: App,
  worldUrl: string,
): Promise<string[]> {
  const { data } = await axios.get<unknown>(`${worldUrl}/_emu/panels`, { proxy: false, timeout: 10_000 });
  const leftOut: string[] = [];
  const isEmpty = (await fleet.plans()).length === 0;
  for (const panel of z.array(panelFacts).parse(data)) {
    if (await fleet.knowsPanel(panel.url)) continue;
    const fault = await furnishPanel(fleet, panel, shop.ownerIds[0] ?? 0);
    if (fault) leftOut.push(`Panel ${panel.n} (3x-ui ${panel.version}) is left out: ${fault}.`);
  }
  if (isEmpty) await offerTrial(fleet, shop.ownerIds[0] ?? 0);
  return leftOut;
}

/** The first plan can be tried for nothing; what its owner makes of that later stays. */
async function offerTrial(fleet: FleetService, actorId: number): Promise<void> {
  const [first] = await fleet.plans();
  if (!first) return;
  const { planId, trialDays: shown } = first;
  await fleet.planDesk.edit({ planId, field: 'trialDays', value: TRIAL_DAYS, shown, actorId });
}

/** Answers why the shop cannot use the panel; null = it is furnished. */
async function furnishPanel(fleet: FleetService, panel: PanelFacts, actorId: number): Promise<string | null> {
  const access = accessOf(panel);
  const tested = await fleet.testPanel(access);
  if (!tested.ok) return 'text' in tested.refusal ? tested.refusal.text : tested.refusal.code;
  const draft = { ...placeOf(panel), access };
  const added = await fleet.addServer({ draft, finding: tested.value, actorId });
  if (!added.ok) return added.refusal.code;
  const { serverId, name } = added.value;
  await widenPools(fleet, { serverId, actorId });
  for (const plan of await plansFor(fleet, name)) await addPlan(fleet, { ...plan, serverId }, actorId);
  return null;
}

async function addPlan(fleet: FleetService, plan: FurnishedPlan & { serverId: number }, actorId: number) {
  const made = await fleet.createPlan({ draft: plan, actorId });
  if (!made.ok) return;
  const { planId, trafficPacks, maxPauseDays } = made.value;
  const of = { planId, actorId };
  await fleet.planDesk.edit({ ...of, field: 'trafficPacks', value: plan.trafficPacks, shown: trafficPacks });
  await fleet.planDesk.edit({ ...of, field: 'maxPauseDays', value: plan.maxPauseDays, shown: maxPauseDays });
}

/** Two servers are enough to change between. */
async function widenPools(fleet: FleetService, { serverId, actorId }: { serverId: number; actorId: number }) {
  const names = new Set(PLANS.filter(({ hasPool }) => hasPool).map(({ name }) => name));
  for (const { planId, name, pool } of await fleet.plans()) {
    if (names.has(name) && pool.length === 0)
      await fleet.planDesk.changePool({ planId, serverId, act: 'add', actorId });
  }
}

async function plansFor(fleet: FleetService, server: string) {
  if ((await fleet.plans()).length === 0) return PLANS;
  return PLANS.slice(0, 1).map((plan) => ({ ...plan, name: `${plan.name} ${server}` }));
}

function accessOf(panel: PanelFacts): PanelAccess {
  const country = PLACES[panel.n - 1]?.country.toLowerCase() ?? `p${panel.n}`;
  return {
    url: panel.url,
    publicHost: `${country}.sandbox.example`,
    allowHttp: true,
    pinnedSha256: null,
    credentials: credentialsOf(panel),
  };
}

/** Tokens came with 3.0. */
function credentialsOf({ version, token, username, password }: PanelFacts): PanelCredentials {
  return version.startsWith('2.') ? { kind: 'password', username, password } : { kind: 'token', token };
}

/** The generation is named where it is not the newest: so an owner tells the servers apart. */
function placeOf({ n, generation }: PanelFacts): { name: string; country: string | null } {
  const { city, country } = PLACES[n - 1] ?? { city: `Panel ${n}`, country: null };
  return { name: generation === '3.6' ? city : `${city} ${generation}`, country };
}
