import { LockMode } from '@mikro-orm/core';
import { isPaused } from '../../model/client-columns.ts';
import { doubtLinks } from '../../model/client-links.ts';
import { Order } from '../../model/order.ts';
import { PanelLane } from '../../model/panel-lane.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { ServerClient } from '../../model/server-client.ts';
import type { Period } from '../../model/values/period.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { placeOnPanel } from '../lanes/wanted-client.ts';
import type { Clock } from '../ports/clock.ts';
import type { Panel } from '../ports/panel.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Vault } from '../ports/vault.ts';
import type { Wakes } from '../ports/wakes.ts';
import { canNewKey } from './care-offers.ts';
import { type Check, checksOf, inTime, isKnownOut, lookAt, type Mend, mendOf } from './diagnosis.ts';

type Needs = {
  work: UnitOfWork;
  clock: Clock;
  panel: Panel;
  vault: Vault;
  wakes: Wakes;
  /** How long a panel is waited for; five seconds unless told. */
  patience?: Period;
};
type OwnAccess = { clientId: number; customerId: number };

/** What was found out about an access that does not work. */
export type Diagnosis = {
  clientId: number;
  server: string;
  checks: readonly Check[];
  mend: Mend;
  /** Since when the shop knows that the server is silent; null = it is not, or the shop did not know. */
  silentSince: Date | null;
};

/** There is no such access of this person; it is switched off or over; its panel did not answer. */
export type NotMended = { code: 'access-not-found' | 'access-not-running' | 'panel-silent' };

const LIVING = ['active', 'suspended', 'expired'] as const;

/** "It does not work": looks at all that can be wrong with an access, and does what a customer may do about it. */
export class TroubleService {
  private readonly needs: Needs;

  constructor(needs: Needs) {
    this.needs = needs;
  }

  /**
   * Looks at row and panel, at most five seconds; `canMove` = another server of its plan has room. A link that the panel
   * does not give any more is read anew at once.
   * `access-not-found` also for a stranger's.
   */
  async diagnose({
    canMove,
    ...own
  }: OwnAccess & { canMove: boolean }): Promise<Result<Diagnosis, NotMended>> {
    const client = await this.find(own);
    if (!client) return refuse({ code: 'access-not-found' });
    const checks = checksOf(client, await lookAt(this.needs, client), this.needs.clock.now());
    const { server } = client.inbound;
    const lane = isKnownOut(client)
      ? await this.needs.work.read().findOne(PanelLane, { server: server.id })
      : null;
    const mend = mendOf(checks, { canMove, canNewKey: canNewKey(client), isPaused: isPaused(client) });
    if (mend === 'link') await this.readLinks(client);
    return ok({
      clientId: client.id,
      server: server.name,
      checks,
      mend,
      silentSince: lane?.silentSince ?? null,
    });
  }

  /** Has the panel told once more what was sold; the lane does it, and puts back what is gone. */
  async resync(own: OwnAccess): Promise<Result<object, NotMended>> {
    const seen = await this.find(own);
    if (!seen) return refuse({ code: 'access-not-found' });
    const now = this.needs.clock.now();
    const answer = await this.needs.work.run(async (em) => {
      await em.findOne(Order, seen.order.id, { lockMode: LockMode.PESSIMISTIC_WRITE });
      const client = await em.findOneOrFail(ServerClient, seen.id, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (client.status !== 'active' || client.wanted !== 'enabled')
        return refuse({ code: 'access-not-running' as const });
      client.want('enabled', now);
      await em.flush();
      return ok({});
    });
    if (answer.ok) this.needs.wakes.lane(seen.inbound.server.id);
    return answer;
  }

  /** Forgets from where it was used, so that another device finds room; waits five seconds at most. */
  async clearIps(own: OwnAccess): Promise<Result<object, NotMended>> {
    const client = await this.find(own);
    if (!client) return refuse({ code: 'access-not-found' });
    const access = panelAccess(client.inbound.server, this.needs.vault);
    const call = this.needs.panel.clearClientIps(access, placeOnPanel(client));
    const isSilent = (await inTime(call, this.needs.patience)) === null;
    return isSilent ? refuse({ code: 'panel-silent' }) : ok({});
  }

  /** The lane reads what the panel gives, keeps it, and sends the key anew. */
  private async readLinks(seen: ServerClient): Promise<void> {
    await this.needs.work.do(async (em) => {
      const client = await em.findOneOrFail(ServerClient, seen.id, {
        lockMode: LockMode.PESSIMISTIC_WRITE,
      });
      await em.populate(client, ['inbound']);
      doubtLinks(client);
      await em.flush();
    });
    this.needs.wakes.lane(seen.inbound.server.id);
  }

  private find({ clientId, customerId }: OwnAccess): Promise<ServerClient | null> {
    return this.needs.work
      .read()
      .findOne(
        ServerClient,
        { id: clientId, customer: customerId, status: { $in: [...LIVING] } },
        { populate: ['inbound.server', 'order', 'customer'] },
      );
  }
}
