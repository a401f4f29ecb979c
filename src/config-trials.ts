import { z } from 'zod';
import { limit } from './config-forms.ts';
import { TRIAL_SCOPES, type TrialRules } from './model/values/trial-rules.ts';

export const trialVariables = {
  TRIAL_SCOPE: {
    form: z.enum(TRIAL_SCOPES),
    problem: 'is neither plan nor shop',
    mend: 'write plan (one free trial per person and plan) or shop (one per person)',
    fallback: 'plan',
  },
  TRIALS_PER_DAY: limit('trials', [0, 1_000_000], '100'),
};

type TrialValues = {
  readonly [Name in keyof typeof trialVariables]: z.output<(typeof trialVariables)[Name]['form']>;
};

export const trialsOf = ({ TRIAL_SCOPE, TRIALS_PER_DAY }: TrialValues): TrialRules => ({
  scope: TRIAL_SCOPE,
  mostPerDay: TRIALS_PER_DAY,
});
