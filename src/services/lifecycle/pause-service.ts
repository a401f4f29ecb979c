import type { SqlEntityManager } from '@mikro-orm/sql';
import { isPaused } from '../../model/client-columns.ts';
import { ClientMove } from '../../model/client-move.ts';
import { endPause, hasTimeToKeep, pauseClient, pauseDaysLeft } from '../../model/client-pause.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { ServerClient } from '../../model/server-client.ts';
import type { ServerPlan } from '../../model/server-plan.ts';
import { days, later } from '../../model/values/period.ts';
import { reaches } from '../lanes/server-trouble.ts';
import { soldLine } from '../seats/sold-line.ts';
import { type ChangedAccess, changeClient, type NotPaused, type Verdict } from './change-client.ts';
import type { LifecycleNeeds } from './needs.ts';

/** A customer's own access. */
export type OwnAccess = { clientId: number; customerId: number };

/** What a pause would be, or is. */
export type PauseView = {
  clientId: number;
  planName: string;
  server: string;
  /** It is paused now. */
  isPaused: boolean;
  /** When it goes on by itself at the latest: of the pause that lasts, else of one that began now. */
  until: Date;
  /** Whole days that a pause may last now, of `maxDays` in a period. */
  daysLeft: number;
  maxDays: number;
  /** Its server answers now; if not, it is switched off or on when it is back. */
  isReachable: boolean;
};

type Answer = Promise<Result<ChangedAccess, NotPaused>>;

/** Pauses that customers ask for, where the plan allows; the time that is left is kept. */
export class PauseService {
  private readonly needs: LifecycleNeeds;

  constructor(needs: LifecycleNeeds) {
    this.needs = needs;
  }

  /** What a pause of this access would be, or is; `client-not-found` also for a stranger's. Moves nothing. */
  async view({ clientId, customerId }: OwnAccess): Promise<Result<PauseView, NotPaused>> {
    const em = this.needs.work.read();
    const own = { id: clientId, customer: customerId };
    const client = await em.findOne(ServerClient, own, { populate: ['inbound.server'] });
    if (!client || client.status === 'provisioning') return refuse({ code: 'client-not-found' });
    const now = this.needs.clock.now();
    const line = await soldLine(em, client);
    const code = isPaused(client) ? null : obstacleOf(client, line.plan, now);
    if (code !== null) return refuse({ code });
    const daysLeft = pauseDaysLeft(client, line.plan);
    const { server } = client.inbound;
    return ok({
      clientId,
      planName: line.planName,
      server: server.name,
      isPaused: isPaused(client),
      until: client.pausedUntil ?? later(now, days(daysLeft)),
      daysLeft,
      maxDays: line.plan.maxPauseDays,
      isReachable: await reaches(em, server.id),
    });
  }

  /** Switches it off until its customer wants it again, at the latest until the days of its plan are used up. */
  pause({ clientId, customerId }: OwnAccess): Answer {
    const act = async (em: SqlEntityManager, client: ServerClient, now: Date): Promise<PauseVerdict> => {
      if (client.customer.id !== customerId) return { refused: 'client-not-found' };
      if (isPaused(client)) return { done: true };
      const { plan } = await soldLine(em, client);
      const refused = obstacleOf(client, plan, now);
      if (refused !== null) return { refused };
      if ((await em.count(ClientMove, { client: clientId, state: 'open' })) > 0)
        return { refused: 'move-under-way' };
      pauseClient(client, pauseDaysLeft(client, plan), now);
      return { tell: null };
    };
    return changeClient(this.needs, { clientId, actorId: customerId, action: 'client.pause', act });
  }

  /** Switches it on again with the time that was left; where its traffic is used up, it stays off for that. */
  goOn({ clientId, customerId }: OwnAccess): Answer {
    const act = async (em: SqlEntityManager, client: ServerClient, now: Date): Promise<PauseVerdict> => {
      if (client.customer.id !== customerId) return { refused: 'client-not-found' };
      if (client.status === 'active') return { done: true };
      if (!isPaused(client)) return { refused: 'not-paused' };
      await em.populate(client, ['customer']);
      if (client.customer.isSuspended()) return { refused: 'buyer-stopped' };
      endPause(client, now);
      return { tell: null };
    };
    return changeClient(this.needs, { clientId, actorId: customerId, action: 'client.unpause', act });
  }
}

type PauseVerdict = Verdict<NotPaused['code']>;

/** Why it cannot be paused now; null = it can. */
function obstacleOf(client: ServerClient, plan: ServerPlan, now: Date): NotPaused['code'] | null {
  if (plan.maxPauseDays === 0 || !hasTimeToKeep(client)) return 'pause-not-offered';
  if (client.status !== 'active' || !client.canReactivate(now)) return 'access-not-running';
  return pauseDaysLeft(client, plan) === 0 ? 'no-pause-left' : null;
}
