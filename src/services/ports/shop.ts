import type { StarRate } from '../../model/values/money.ts';
import { days, type Period } from '../../model/values/period.ts';
import type { TrialRules } from '../../model/values/trial-rules.ts';
import type { WakingHours } from '../../model/waking-hours.ts';

/** Who this shop is and how it sells; fixed while the process runs. */
export type Shop = {
  readonly name: string;
  /** Telegram's id of the bot: the number before the colon of its token. */
  readonly botId: number;
  /** Tells this shop's clients from another's on the same panel. */
  readonly shop4: string;
  readonly ownerIds: readonly number[];
  /** ISO 4217. */
  readonly currency: string;
  readonly starRate: StarRate;
  readonly termsVersion: string;
  /** Pages of the shop's own; null = it has none. */
  readonly termsUrl: string | null;
  readonly privacyUrl: string | null;
  /** Where customers find help: a name, an address or a link; null = not told. */
  readonly supportContact: string | null;
  /** How long an unpaid order keeps its seats. */
  readonly reservation: Period;
  /** From a payment until what is not delivered is given back; left out = a day. */
  readonly giveBackAfter?: Period;
  /** Local hours between which notices come; left out = always. */
  readonly wakingHours?: WakingHours;
  /** What a balance can be topped up with, in minor units of `currency`; left out = nothing. */
  readonly topUpAmounts?: readonly bigint[];
  /** How free trials are given; left out = one per plan, as many as are asked for. */
  readonly trials?: TrialRules;
  /** Time and traffic change accesses by themselves; left out = true, false = only when the staff says so. */
  readonly autoLifecycle?: boolean;
  /** Days after its end in which an access is kept; left out = 3, 0 = it goes at once. */
  readonly graceDays?: number;
  /** IANA; left out = UTC. */
  readonly timeZone?: string;
  /** Over which the calls of a panel are counted for its breaker; left out = a minute. */
  readonly breakerWindow?: Period;
  /** Base of subscription addresses, without a slash at the end; null = none is offered. */
  readonly publicUrl: string | null;
};

const ANY_TRIAL: TrialRules = { scope: 'plan', mostPerDay: null };

export const giveBackAfterOf = ({ giveBackAfter = days(1) }: Pick<Shop, 'giveBackAfter'>): Period =>
  giveBackAfter;

export const trialRulesOf = ({ trials = ANY_TRIAL }: Pick<Shop, 'trials'>): TrialRules => trials;
