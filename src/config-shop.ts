import { trialsOf } from './config-trials.ts';
import type { Values } from './config-variables.ts';
import { minutes, type Period } from './model/values/period.ts';
import type { TrialRules } from './model/values/trial-rules.ts';

/** What this shop is called and how it sells. */
export type ShopConfig = {
  readonly name: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Stars for one major unit of the currency, exact. */
  readonly starsPerUnit: { readonly numerator: bigint; readonly denominator: bigint };
  /** How long an unpaid order holds its seats. */
  readonly reservation: Period;
  /** What a balance can be topped up with, in minor units; empty = nothing. */
  readonly topUpAmounts: readonly bigint[];
  readonly trials: TrialRules;
  readonly termsUrl: string | null;
  readonly termsVersion: string;
  readonly privacyUrl: string | null;
  readonly supportContact: string | null;
};

export const shopOf = (values: Values): ShopConfig => ({
  name: values.SHOP_NAME,
  currency: values.SHOP_CURRENCY,
  starsPerUnit: values.STARS_PER_UNIT,
  reservation: minutes(values.RESERVATION_MINUTES),
  topUpAmounts: values.TOPUP_AMOUNTS,
  trials: trialsOf(values),
  termsUrl: values.TERMS_URL,
  termsVersion: values.TERMS_VERSION,
  privacyUrl: values.PRIVACY_URL,
  supportContact: values.SUPPORT_CONTACT,
});
