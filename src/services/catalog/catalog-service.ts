import type { ServerInbound } from '../../model/server-inbound.ts';
import { ServerPlan } from '../../model/server-plan.ts';
import type { Shop } from '../ports/shop.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { inboundsOfPlans } from '../seats/inbounds-of-plans.ts';
import type { PlanOffer } from './plan-offer.ts';

/** What can be bought now: plans against the room of the inbounds they may use. Nothing is cached. */
export class CatalogService {
  private readonly work: UnitOfWork;
  private readonly shop: Shop;

  constructor(needs: { work: UnitOfWork; shop: Shop }) {
    this.work = needs.work;
    this.shop = needs.shop;
  }

  /** Every plan on sale in its order; one without room is listed as sold out. */
  async offers(): Promise<PlanOffer[]> {
    const em = this.work.read();
    const plans = await em.find(
      ServerPlan,
      { isActive: true, onSale: true },
      { populate: ['server'], orderBy: { sortOrder: 'asc', id: 'asc' } },
    );
    const inboundsOf = await inboundsOfPlans(em);
    return plans.map((plan) => this.offer(plan, inboundsOf(plan)));
  }

  private offer(plan: ServerPlan, inbounds: readonly ServerInbound[]): PlanOffer {
    return {
      planId: plan.id,
      name: plan.name,
      description: plan.description,
      durationDays: plan.durationDays,
      priceMinor: plan.price + plan.setupFee,
      currency: this.shop.currency,
      stars: plan.starsPerUnit(this.shop.starRate),
      dataLimitGb: plan.dataLimitGb,
      connections: plan.concurrentConnections,
      server: plan.server.name,
      country: plan.server.country,
      soldOut: plan.isAvailable(inbounds) !== null,
    };
  }
}
