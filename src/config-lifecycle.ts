import type { z } from 'zod';
import { limit, matching, yesOrNo } from './config-forms.ts';

/** When time and traffic change accesses, and when customers may be written to. */
export type LifecycleConfig = {
  /** false = only when somebody of the staff says so. */
  readonly auto: boolean;
  /** Days after its end in which an access is kept. */
  readonly graceDays: number;
  /** IANA. */
  readonly timeZone: string;
  /** Full local hours, `from` included, `to` not. */
  readonly wakingHours: { readonly from: number; readonly to: number };
  /** Between two counts of traffic and two looks for what has ended. */
  readonly seconds: number;
  /** Between two looks for who is to be reminded. */
  readonly remindSeconds: number;
};

const HOURS = /^([01]?\d|2[0-3])-([01]?\d|2[0-4])$/;

export const lifecycleVariables = {
  XUI_AUTO_LIFECYCLE: yesOrNo('1'),
  LIFECYCLE_SECONDS: limit('seconds', [10, 3600], '300'),
  REMIND_SECONDS: limit('seconds', [10, 86_400], '3600'),
  GRACE_DAYS: limit('days', [0, 365], '3'),
  SHOP_TIMEZONE: {
    form: matching(/^[\w+/-]{1,64}$/).refine(isTimeZone),
    problem: 'is not a time zone',
    mend: 'write a name such as Europe/Berlin, Asia/Tehran or UTC',
    fallback: 'UTC',
  },
  WAKING_HOURS: {
    form: matching(HOURS)
      .transform((text) => {
        const [, from, to] = HOURS.exec(text) ?? [];
        return { from: Number(from), to: Number(to) };
      })
      .refine(({ from, to }) => from < to),
    problem: 'is not a part of a day',
    mend: 'write two full hours such as 9-21, or 0-24 for the whole day',
    fallback: '9-21',
    inSandbox: '0-24',
  },
};

type LifecycleValues = {
  readonly [Name in keyof typeof lifecycleVariables]: z.output<(typeof lifecycleVariables)[Name]['form']>;
};

export const lifecycleOf = (values: LifecycleValues): LifecycleConfig => ({
  auto: values.XUI_AUTO_LIFECYCLE,
  graceDays: values.GRACE_DAYS,
  timeZone: values.SHOP_TIMEZONE,
  wakingHours: values.WAKING_HOURS,
  seconds: values.LIFECYCLE_SECONDS,
  remindSeconds: values.REMIND_SECONDS,
});

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}
