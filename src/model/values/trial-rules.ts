/** What one free trial is for: each plan has one for everybody, or the whole shop has. */
export const TRIAL_SCOPES = ['plan', 'shop'] as const;
export type TrialScope = (typeof TRIAL_SCOPES)[number];

/** How a shop gives free trials away. */
export type TrialRules = {
  readonly scope: TrialScope;
  /** At most so many in 24 hours, whoever asks: new accounts cost nothing. null = no limit. */
  readonly mostPerDay: number | null;
};
