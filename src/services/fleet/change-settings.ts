import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type BadSettings, parseSettings, type SettingsByKind } from '../../model/provision-settings.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import { ServerPlan } from '../../model/server-plan.ts';
import { audit } from '../messages/audit.ts';
import type { FleetNeeds } from './needs.ts';

/** `text` is a JSON object as an admin typed it; empty = none any more. `id` of a plan, else of an inbound. */
export type SettingsChange = { of: 'plan' | 'template' | 'rules'; id: number; text: string; actorId: number };
export type NotChanged = BadSettings | { code: 'plan-not-found' } | { code: 'inbound-not-found' };

/** What is set now, as JSON; `text` null = nothing. `name` = the plan, or the server and the inbound. */
export type SettingsView = { of: SettingsChange['of']; id: number; name: string; text: string | null };

type Settings = SettingsByKind[keyof SettingsByKind];
type Written = { before: Settings | null; after: Settings | null };

/**
 * Changes what clients of a plan or on an inbound are made with, or whom an inbound takes. A key that is not known and a
 * value that does not fit are refused by name. It counts for the next sale; nobody who has bought notices.
 */
export function changeSettings(
  needs: FleetNeeds,
  change: SettingsChange,
): Promise<Result<{ id: number }, NotChanged>> {
  const now = needs.clock.now();
  return needs.work.run(async (em) => {
    const written = change.of === 'plan' ? await ofPlan(em, change) : await ofInbound(em, change, change.of);
    if (!written.ok) return written;
    const { before, after } = written.value;
    const target = `${change.of === 'plan' ? 'plan' : 'inbound'}:${change.id}`;
    const act = { actorId: change.actorId, action: `${change.of}.settings`, target };
    audit(em, { ...act, before: { settings: before }, after: { settings: after } }, now);
    await em.flush();
    return ok({ id: change.id });
  });
}

/** Plans first, then the inbounds, each by its id; nothing that was deleted or that is never sold. */
export async function listSettings(em: SqlEntityManager): Promise<SettingsView[]> {
  const inUse = { retiredAt: null };
  const plans = await em.find(ServerPlan, { isActive: true, server: inUse }, { orderBy: { id: 'asc' } });
  const inbounds = await em.find(
    ServerInbound,
    { kind: { $ne: 'dedicated' }, server: inUse },
    { populate: ['server'], orderBy: { id: 'asc' } },
  );
  return [
    ...plans.map(({ id, name, provisionSettings }) => view({ of: 'plan', id, name }, provisionSettings)),
    ...inbounds.flatMap(({ id, server, remark, clientTemplate, provisioningRules }) => {
      const name = `${server.name} ${remark}`;
      return [
        view({ of: 'template', id, name }, clientTemplate),
        view({ of: 'rules', id, name }, provisioningRules),
      ];
    }),
  ];
}

const view = (of: Omit<SettingsView, 'text'>, settings: Settings | null): SettingsView => ({
  ...of,
  text: settings && JSON.stringify(settings),
});

async function ofPlan(
  em: SqlEntityManager,
  { id, text }: SettingsChange,
): Promise<Result<Written, NotChanged>> {
  const settings = read('plan', text);
  if (!settings.ok) return settings;
  const plan = await em.findOne(ServerPlan, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!plan) return refuse({ code: 'plan-not-found' });
  const before = plan.provisionSettings;
  plan.configure(settings.value);
  return ok({ before, after: settings.value });
}

async function ofInbound(
  em: SqlEntityManager,
  { id, text }: SettingsChange,
  kind: 'template' | 'rules',
): Promise<Result<Written, NotChanged>> {
  const settings = read(kind, text);
  if (!settings.ok) return settings;
  const inbound = await em.findOne(ServerInbound, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!inbound) return refuse({ code: 'inbound-not-found' });
  const before = kind === 'template' ? inbound.clientTemplate : inbound.provisioningRules;
  inbound.configure({ [kind]: settings.value });
  return ok({ before, after: settings.value });
}

const read = <Kind extends keyof SettingsByKind>(
  kind: Kind,
  text: string,
): Result<SettingsByKind[Kind] | null, BadSettings> =>
  text.trim() === '' ? ok(null) : parseSettings(kind, text);
