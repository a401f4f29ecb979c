import { isTrialSpent, trialDaysOf } from '../../model/free-trial.ts';
import { starsFor } from '../../model/values/money.ts';
import { type Maintenance, maintenanceOf } from '../lanes/maintenance.ts';
import { type Shop, trialRulesOf } from '../ports/shop.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { unitsOnOffer } from '../seats/units-on-offer.ts';
import { type OfferRow, offerRows, type Purchase, purchasesOf, triedPlans } from './catalog-statements.ts';
import type { PlanOffer } from './plan-offer.ts';

/** What a person bought last, and what of it can be bought again. */
export type BuyAgain = {
  /** The purchase before this one, whatever has become of its plan. */
  last: Purchase;
  /** The newest of the bought plans that can be bought now, with the Stars paid for it then; null = none can. */
  again: { offer: PlanOffer; paidStars: number } | null;
};

/** What can be bought now: plans against the room of the inbounds they may use. Nothing is cached. */
export class CatalogService {
  private readonly work: UnitOfWork;
  private readonly shop: Shop;

  constructor(needs: { work: UnitOfWork; shop: Shop }) {
    this.work = needs.work;
    this.shop = needs.shop;
  }

  /** Every plan on sale in its order; one that nobody can buy right now is listed with the reason. */
  async offers(): Promise<PlanOffer[]> {
    return (await offerRows(this.work.read())).map((row) => this.offer(row));
  }

  /** Why nothing is sold to customers now, and since when; null = the shop is open. */
  maintenance(): Promise<Maintenance | null> {
    return maintenanceOf(this.work.read());
  }

  /** What this person may buy again, of these offers; null = nothing was bought yet. */
  async buyAgain(customerId: number, offers: readonly PlanOffer[]): Promise<BuyAgain | null> {
    const purchases = await purchasesOf(this.work.read(), customerId);
    const [last] = purchases;
    if (!last) return null;
    const [again = null] = purchases.flatMap(({ planId, stars }) => {
      const offer = offers.find((each) => each.planId === planId && each.availability === 'on-sale');
      return offer ? [{ offer, paidStars: stars }] : [];
    });
    return { last, again };
  }

  /** How many keys of a plan this person may buy at once, of the numbers that can be chosen, the fewest first. */
  unitsOf(of: { planId: number; customerId: number }): Promise<number[]> {
    return unitsOnOffer(this.work.read(), of);
  }

  /** What this person may try for nothing now, of these offers. Asks nobody where no plan has a trial. */
  async trials(customerId: number, offers: readonly PlanOffer[]): Promise<PlanOffer[]> {
    const { scope, mostPerDay } = trialRulesOf(this.shop);
    const open = offers.filter(({ trialDays, availability }) => trialDays > 0 && availability === 'on-sale');
    if (open.length === 0 || mostPerDay === 0) return [];
    const taken = await triedPlans(this.work.read(), customerId);
    return open.filter(({ planId }) => !isTrialSpent(taken, planId, scope));
  }

  private setupFeeOf(minor: bigint): NonNullable<PlanOffer['setupFee']> {
    return { minor, stars: Number(starsFor(minor, this.shop.starRate)) };
  }

  private offer({ plan, server, country, availability }: OfferRow): PlanOffer {
    return {
      planId: plan.id,
      name: plan.name,
      description: plan.description,
      category: plan.category,
      durationDays: plan.durationDays,
      trialDays: trialDaysOf(plan),
      priceMinor: plan.price + plan.setupFee,
      currency: this.shop.currency,
      stars: plan.starsPerUnit(this.shop.starRate),
      ...(plan.setupFee > 0n && { setupFee: this.setupFeeOf(plan.setupFee) }),
      dataLimitGb: plan.dataLimitGb,
      connections: plan.concurrentConnections,
      server,
      country,
      availability,
    };
  }
}
