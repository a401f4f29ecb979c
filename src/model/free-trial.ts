import { defineEntity, p } from '@mikro-orm/core';
import { instant } from './columns.ts';
import { Customer } from './customer.ts';
import { Order } from './order.ts';
import { ServerPlan } from './server-plan.ts';
import type { TrialScope } from './values/trial-rules.ts';

const FreeTrialSchema = defineEntity({
  name: 'FreeTrial',
  tableName: 'free_trials',
  properties: {
    order: () => p.oneToOne(Order).primary(),
    customer: () => p.manyToOne(Customer),
    plan: () => p.manyToOne(ServerPlan),
    /** It was the only one that the shop gave its customer. */
    isShopWide: p.boolean(),
    takenAt: instant(),
  },
  uniques: [
    { properties: ['customer', 'plan'] },
    { name: 'free_trials_one_in_the_shop', properties: ['customer'], where: { isShopWide: true } },
  ],
  indexes: [{ properties: ['plan'] }, { properties: ['takenAt'] }],
});

/** That somebody has had a trial. It outlives the access: one that is deleted or given up is not had again. */
export class FreeTrial extends FreeTrialSchema.class {}

FreeTrialSchema.setClass(FreeTrial);

type Taken = { planId: number };

/** Whether somebody who had these trials has none left for this plan. */
export const isTrialSpent = (taken: readonly Taken[], planId: number, scope: TrialScope): boolean =>
  scope === 'shop' ? taken.length > 0 : taken.some((each) => each.planId === planId);

type Offering = Pick<ServerPlan, 'trialDays' | 'autoProvision'>;

/** Days that a plan can be tried; 0 = not at all. One whose orders wait for the staff gives nobody a key at once. */
export const trialDaysOf = ({ trialDays, autoProvision }: Offering): number =>
  autoProvision ? trialDays : 0;
