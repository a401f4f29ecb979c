import { ClientMove } from '../../model/client-move.ts';
import { OrderServerClient } from '../../model/order-server-client.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { crashPoint } from '../ports/crash-point.ts';
import { type Location, locationsOf } from '../seats/locations-of.ts';
import { soldLine } from '../seats/sold-line.ts';
import { endLateMoves } from './end-move.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { type Begun, type NotReplaced, type OwnAccess, requestKey, requestLocation } from './request-move.ts';

/** What a customer may change of where an access stands. */
export type PlacementView = {
  clientId: number;
  /** Where it is now. */
  server: string;
  country: string | null;
  /** Where else its plan may put it. */
  locations: readonly Location[];
  /** Changes of location left in this period, of `movesPerPeriod`; 0 of 0 = the plan offers none. */
  movesLeft: number;
  movesPerPeriod: number;
  /** Another server has room for it, and a change is left. */
  canMove: boolean;
  /** What is under way; null = nothing. */
  underWay: ClientMove['kind'] | null;
  /** Its server answers now; if not, the old key is cut off when it is back. */
  isReachable: boolean;
};

/** New keys and other places for delivered accesses. Time, traffic and the customer's subscription address stay. */
export class PlacementService {
  private readonly needs: ProvisioningNeeds;

  constructor(needs: ProvisioningNeeds) {
    this.needs = needs;
  }

  /** Where an access is and where it may go; `access-not-found` also for a stranger's. */
  async places(own: OwnAccess): Promise<Result<PlacementView, { code: 'access-not-found' }>> {
    const em = this.needs.work.read();
    const unit = await em.findOne(
      OrderServerClient,
      { serverClient: { id: own.clientId, customer: own.customerId }, provisionStatus: 'completed' },
      { populate: ['orderItem.plan', 'inbound.server', 'serverClient'] },
    );
    const client = unit?.serverClient;
    if (!unit || !client) return refuse({ code: 'access-not-found' });
    const { plan } = await soldLine(em, client);
    const { server } = unit.inbound;
    const open = await em.findOne(ClientMove, { client: client.id, state: 'open' });
    const offered = unit.inbound.kind === 'shared' ? plan.movesPerPeriod : 0;
    const locations = await locationsOf(em, { planId: plan.id, notServer: server.id });
    const movesLeft = Math.max(0, offered - client.movesUsed);
    return ok({
      clientId: client.id,
      server: server.name,
      country: server.country,
      locations,
      movesLeft,
      canMove: movesLeft > 0 && open === null && locations.some(({ state }) => state === 'open'),
      movesPerPeriod: offered,
      underWay: open?.kind ?? null,
      isReachable: server.isSelling(),
    });
  }

  /** The old key stops working as soon as the panel hears of it; the new one is delivered like the first. */
  newKey(own: OwnAccess): Promise<Result<Begun, NotReplaced>> {
    return this.begin(this.needs.work.run((em) => requestKey(this.needs, em, own)));
  }

  /** The new key is tested first, then the old one goes; where the other server fails, everything stays as it is. */
  changeLocation(request: OwnAccess & { serverId: number }): Promise<Result<Begun, NotReplaced>> {
    return this.begin(this.needs.work.run((em) => requestLocation(this.needs, em, request)));
  }

  /** Sweep: gives up what takes too long. Answers how many changes of location. */
  endLateMoves(): Promise<number> {
    return endLateMoves(this.needs);
  }

  private async begin(asked: Promise<Result<Begun, NotReplaced>>): Promise<Result<Begun, NotReplaced>> {
    const answer = await asked;
    if (answer.ok) crashPoint('move.begun');
    if (answer.ok) this.needs.wakes.lane(answer.value.serverId);
    return answer;
  }
}
