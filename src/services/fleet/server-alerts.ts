import type { SqlEntityManager } from '@mikro-orm/sql';
import { type AlertSettings, alertSettingsOf, type FullnessMarks } from '../../model/alert-settings.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { Server } from '../../model/server.ts';
import { hours, later } from '../../model/values/period.ts';
import { audit } from '../messages/audit.ts';
import { alertStaff } from '../messages/queue-message.ts';
import { type ChangedMeanwhile, targetOf } from './edit.ts';
import { lockServer } from './edit-server.ts';
import type { EditNeeds, FleetNeeds } from './needs.ts';
import type { ServerNotFound } from './plan-places.ts';

/** So that nobody forgets a server for good. */
const MOST_HOURS = 72;

type ByAdmin = { serverId: number; actorId: number };

/** `shown` is what the card said. */
export type MarksEdit = ByAdmin & { marks: FullnessMarks; shown: FullnessMarks };
/** `forHours` 0 = it is told of again from now on; at most 72. */
export type Mute = ByAdmin & { forHours: number };

/** Sets how full a server has to be before the staff hears of it; the same a second time changes nothing. */
export async function markAlerts(
  { clock }: EditNeeds,
  em: SqlEntityManager,
  { serverId, actorId, marks, shown }: MarksEdit,
): Promise<Result<null, ServerNotFound | ChangedMeanwhile>> {
  const server = await lockServer(em, serverId);
  if (!server) return refuse({ code: 'server-not-found' });
  const settings = alertSettingsOf(server);
  const [before, after] = [marksText(settings), marksText(marks)];
  if (before === after) return ok(null);
  if (before !== marksText(shown)) return refuse({ code: 'changed-meanwhile' });
  server.alertSettings = { ...settings, ...marks };
  const act = { actorId, action: 'server.alerts', target: targetOf('server', server) };
  audit(em, { ...act, before: { fullness: before }, after: { fullness: after } }, clock.now());
  await em.flush();
  return ok(null);
}

/** As an admin types them. */
const marksText = ({ warning, critical }: FullnessMarks): string => `${warning} ${critical}`;

/**
 * Keeps a server's alerts back for so many hours from now, or no longer. Answers how many were kept back so far; what
 * customers wait for is told all the same.
 */
export async function muteAlerts(
  { clock }: EditNeeds,
  em: SqlEntityManager,
  { serverId, actorId, forHours }: Mute,
): Promise<Result<{ held: number }, ServerNotFound>> {
  const server = await lockServer(em, serverId);
  if (!server) return refuse({ code: 'server-not-found' });
  const settings = alertSettingsOf(server);
  const until = forHours > 0 ? later(clock.now(), hours(Math.min(forHours, MOST_HOURS))).toISOString() : null;
  server.alertSettings = { ...settings, mutedUntil: until, ...(until === null && { held: [] }) };
  const act = { actorId, action: 'server.mute', target: targetOf('server', server) };
  audit(em, { ...act, before: untilOf(settings), after: untilOf({ mutedUntil: until }) }, clock.now());
  await em.flush();
  return ok({ held: settings.held.length });
}

const untilOf = ({ mutedUntil }: Pick<AlertSettings, 'mutedUntil'>) => ({ mutedUntil });

/** Tells the staff of every server whose mute is over that something was kept back, and how it does by now. */
export async function endMutes({ work, clock, shop }: FleetNeeds): Promise<void> {
  const muted = await work.read().find(Server, { alertSettings: { $ne: null }, retiredAt: null });
  const now = clock.now();
  const isOver = (server: Server): boolean => {
    const { mutedUntil } = alertSettingsOf(server);
    return mutedUntil !== null && new Date(mutedUntil) <= now;
  };
  for (const { id } of muted.filter(isOver)) {
    await work.do(async (em) => {
      const server = await lockServer(em, id);
      if (!server || !isOver(server)) return;
      const settings = alertSettingsOf(server);
      server.alertSettings = { ...settings, mutedUntil: null, held: [] };
      await em.flush();
      if (settings.held.length === 0) return;
      const place = { serverId: id, server: server.name, health: server.healthStatus };
      const key = `mute-over:${id}:${settings.mutedUntil}`;
      await alertStaff(
        em,
        { shop, now },
        { key, data: { code: 'mute-over', ...place, held: settings.held.length } },
      );
    });
  }
}
