import axios from 'axios';
import { z } from 'zod';
import type { App } from '../app.ts';
import type { PlanDraft } from '../services/fleet/views.ts';

const panels = z.array(z.object({ n: z.number(), url: z.string(), token: z.string() }));

const PLANS: readonly Omit<PlanDraft, 'serverId'>[] = [
  { name: 'Basic', durationDays: 30, priceMinor: 300n, dataLimitGb: 50, connections: 2 },
  { name: 'Plus', durationDays: 90, priceMinor: 800n, dataLimitGb: 200, connections: 3 },
  { name: 'Unlimited', durationDays: 365, priceMinor: 2400n, dataLimitGb: null, connections: 5 },
].map((plan) => ({ ...plan, priceStars: null, maxClients: null }));

/** Puts the world's first panel and three plans into a sandbox that has none, by the same doors an owner uses. */
export async function furnishSandbox({ services: { fleet }, shop }: App, worldUrl: string): Promise<void> {
  if ((await fleet.servers()).length > 0) return;
  const { data } = await axios.get<unknown>(`${worldUrl}/_emu/panels`, { proxy: false, timeout: 10_000 });
  const [panel] = panels.parse(data);
  if (!panel) return;
  const access = {
    url: panel.url,
    publicHost: 'de.sandbox.example',
    allowHttp: true,
    pinnedSha256: null,
    credentials: { kind: 'token' as const, token: panel.token },
  };
  const tested = await fleet.testPanel(access);
  if (!tested.ok) throw new Error(`the sandbox's panel cannot be used: ${tested.refusal.code}`);
  const actorId = shop.ownerIds[0] ?? 0;
  const draft = { name: 'Frankfurt', country: 'DE', access };
  const added = await fleet.addServer({ draft, finding: tested.value, actorId });
  if (!added.ok) throw new Error(`the sandbox's panel cannot be added: ${added.refusal.code}`);
  for (const plan of PLANS) {
    await fleet.createPlan({ draft: { ...plan, serverId: added.value.serverId }, actorId });
  }
}
