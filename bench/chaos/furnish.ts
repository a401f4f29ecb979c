import { buildApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { PanelAccess } from '../../src/services/ports/panel.ts';
import { hostOf, type WorldPanel } from './world-doors.ts';

/** What is sold; one plan on each panel, and every other panel in its pool. */
export type SoldPlan = { planId: number; days: number; gb: number };

const DAYS = [30, 90, 180, 365, 60, 7];
const GB = 50;
const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const DEDICATED_DAYS = 14;

export type Furnishing = {
  panels: readonly WorldPanel[];
  /** Settings of a shop process that lives in this world. */
  env: Readonly<Record<string, string>>;
  /** Keys of each plan that may be sold; null = any number. */
  seats: number | null;
  /** One more plan, each of whose keys gets an inbound of its own. */
  withOwnInbound?: boolean;
};

/** Servers and plans by the doors that an owner uses. Answers the plans. @throws {Error} when a panel is not usable. */
export async function furnish(order: Furnishing): Promise<SoldPlan[]> {
  const config = readConfig(order.env);
  const fatal = (message: string) => {
    throw new Error(message);
  };
  const app = await buildApp({ config, log: quiet, fatal });
  const by = { app, actorId: config.ownerIds[0] ?? 0 };
  try {
    const serverIds: number[] = [];
    for (const panel of order.panels) serverIds.push(await addServer(by, panel));
    const plans = await sharedPlans(by, serverIds, order.seats);
    return order.withOwnInbound ? [...plans, await ownInboundPlan(by, serverIds[0] ?? 0)] : plans;
  } finally {
    await app.stop();
  }
}

type Owner = { app: Awaited<ReturnType<typeof buildApp>>; actorId: number };

async function addServer({ app, actorId }: Owner, panel: WorldPanel): Promise<number> {
  const { fleet } = app.services;
  const access = accessOf(panel);
  const tested = await fleet.testPanel(access);
  if (!tested.ok) throw new Error(`panel ${panel.n}: ${tested.refusal.code}`);
  const draft = { name: `Server ${panel.n}`, country: 'NL', access };
  const added = await fleet.addServer({ draft, finding: tested.value, actorId });
  if (!added.ok) throw new Error(`panel ${panel.n}: ${added.refusal.code}`);
  return added.value.serverId;
}

/** One on each server, with all others in its pool. */
async function sharedPlans(
  by: Owner,
  serverIds: readonly number[],
  seats: number | null,
): Promise<SoldPlan[]> {
  const { planDesk } = by.app.services.fleet;
  const plans: SoldPlan[] = [];
  for (const [at, serverId] of serverIds.entries()) {
    const days = DAYS[at % DAYS.length] ?? 30;
    const planId = await makePlan(by, { serverId, days, seats });
    for (const other of serverIds.filter((each) => each !== serverId))
      await planDesk.changePool({ planId, serverId: other, act: 'add', actorId: by.actorId });
    plans.push({ planId, days, gb: GB });
  }
  return plans;
}

async function ownInboundPlan(by: Owner, serverId: number): Promise<SoldPlan> {
  const { planDesk } = by.app.services.fleet;
  const planId = await makePlan(by, { serverId, days: DEDICATED_DAYS, seats: null });
  const shown = (await planDesk.plan(planId))?.type ?? 'shared';
  const made = await planDesk.edit({ planId, field: 'type', value: 'dedicated', shown, actorId: by.actorId });
  if (!made.ok) throw new Error(made.refusal.code);
  return { planId, days: DEDICATED_DAYS, gb: GB };
}

type Plan = { serverId: number; days: number; seats: number | null };

async function makePlan({ app, actorId }: Owner, { serverId, days, seats }: Plan): Promise<number> {
  const draft = {
    serverId,
    name: `Days ${days}`,
    durationDays: days,
    priceMinor: 100n,
    priceStars: 10 + days,
  };
  const more = { dataLimitGb: GB, connections: 2, maxClients: seats };
  const made = await app.services.fleet.createPlan({ actorId, draft: { ...draft, ...more } });
  if (!made.ok) throw new Error(made.refusal.code);
  return made.value.planId;
}

/** Tokens came with 3.0; until then, and on 3.1 for its settings, a password is the way in. */
function accessOf({ n, url, version, username, password, token }: WorldPanel): PanelAccess {
  const byPassword = version.startsWith('2.') || version.startsWith('3.1');
  return {
    url,
    publicHost: hostOf(n),
    allowHttp: true,
    pinnedSha256: null,
    credentials: byPassword ? { kind: 'password', username, password } : { kind: 'token', token },
  };
}
