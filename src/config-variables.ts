import { z } from 'zod';
import {
  appKeys,
  baseAddress,
  fraction,
  isMongoUri,
  isPostgresUrl,
  isWebhookAddress,
  limit,
  list,
  matching,
  milliseconds,
  pageAddress,
  readAppKeys,
  wholeNumber,
  yesOrNo,
} from './config-forms.ts';
import { lifecycleVariables } from './config-lifecycle.ts';
import { trialVariables } from './config-trials.ts';
import { Secret } from './model/values/secret.ts';

/** One variable of the environment: its form, what is said when the form is broken, and what stands for "unset". */
export type Variable<Value = unknown> = {
  readonly form: z.ZodType<Value>;
  readonly problem: string;
  readonly mend: string;
  /** As it would be written in the environment; without one an unset variable is null. */
  readonly fallback?: string;
  /** In the sandbox, where it differs. */
  readonly inSandbox?: string;
};

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export const ROLES = ['web', 'bot', 'worker'] as const;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Every variable that the program reads. */
export const variables = {
  BOT_TOKEN: {
    form: matching(/^\d+:[\w-]{35,}$/)
      .transform((text) => new Secret(text))
      .nullable(),
    problem: 'is not a bot token',
    mend: 'copy it whole from @BotFather: digits, a colon, 35 characters',
  },
  OWNER_IDS: {
    form: z
      .string()
      .transform(list)
      .pipe(z.array(matching(/^\d{1,15}$/).transform(Number)).min(1))
      .nullable(),
    problem: 'is not a list of Telegram ids',
    mend: 'write numeric ids with commas between them (@userinfobot tells yours)',
  },
  DATABASE_URL: {
    form: z
      .string()
      .refine(isPostgresUrl)
      .transform((text) => new Secret(text))
      .nullable(),
    problem: 'is not the address of a PostgreSQL database',
    mend: 'write postgres://user:password@host:5432/database',
  },
  MONGODB_URI: {
    form: z
      .string()
      .refine(isMongoUri)
      .transform((text) => new Secret(text))
      .nullable(),
    problem: 'is not the address of a MongoDB database',
    mend: 'write mongodb://user:password@host:27017/database, or leave it empty: then jobs are kept in PostgreSQL',
  },
  DATA_DIR: { form: z.string(), problem: 'is not a folder', mend: 'write a path', fallback: '.data' },
  TELEGRAM_API_ROOT: {
    form: baseAddress(),
    problem: 'is not a web address',
    mend: 'leave it empty, or write https://host of your own Bot API server',
    fallback: 'https://api.telegram.org',
  },
  PUBLIC_URL: {
    form: baseAddress(
      ({ protocol, hostname }) => protocol === 'https:' || LOOPBACK.test(hostname),
    ).nullable(),
    problem: 'is not a public https address',
    mend: 'write https://shop.example.com (http only for 127.0.0.1), or leave it empty: then no subscriptions are offered',
  },
  WEBHOOK_URL: {
    form: baseAddress(isWebhookAddress).nullable(),
    problem: 'is not an https address with a path of its own',
    mend: 'write https://shop.example.com/hook/telegram (not / nor /s/...), or leave it empty: then the bot polls',
  },
  WEBHOOK_SECRET: {
    form: matching(/^[\w-]{1,256}$/)
      .transform((text) => new Secret(text))
      .nullable(),
    problem: 'is not a secret that Telegram takes',
    mend: 'write 1 to 256 of A-Z, a-z, 0-9, _ and -, or leave it empty: then it is made from APP_KEYS',
  },
  WEB_PORT: {
    form: wholeNumber(0, 65_535),
    problem: 'is not a port',
    mend: 'write 1 to 65535, or 0 for any free one',
    fallback: '8081',
  },
  WEB_HOST: {
    form: matching(/^[\w.:-]+$/),
    problem: 'is not an address to listen on',
    mend: 'write 127.0.0.1, or 0.0.0.0 in a container',
    fallback: '127.0.0.1',
  },
  METRICS_PORT: {
    form: wholeNumber(0, 65_535).nullable(),
    problem: 'is not a port',
    mend: 'write 1 to 65535 (9464 is usual), 0 for any free one, or leave it empty: then nothing is served',
  },
  METRICS_HOST: {
    form: matching(/^[\w.:-]+$/),
    problem: 'is not an address to listen on',
    mend: 'write 127.0.0.1, or an address that only your monitoring reaches',
    fallback: '127.0.0.1',
  },
  APP_KEYS: {
    form: z.string().transform(appKeys).nullable(),
    problem: 'is not a list of keys with 32 bytes and an id of their own each',
    mend: 'write k1:<output of "openssl rand -base64 32">; put a new key in front (k2:...,k1:...)',
  },
  APP_KEYS_FILE: {
    form: z.string().transform(readAppKeys).nullable(),
    problem: 'names a file that cannot be read or holds no keys',
    mend: 'let it hold k1:<output of "openssl rand -base64 32"> and be readable for this user',
  },
  SANDBOX: { ...yesOrNo(), form: yesOrNo().form.nullable() },
  EMBEDDED_LIVE: yesOrNo('0'),
  ALLOW_PRIVATE_PANELS: yesOrNo('0', '1'),
  SHOP_NAME: {
    form: z.string().max(64),
    problem: 'is too long',
    mend: 'write at most 64 characters',
    fallback: '1000proxy',
  },
  SHOP_CURRENCY: {
    form: z
      .string()
      .toUpperCase()
      .refine((code) => Intl.supportedValuesOf('currency').includes(code)),
    problem: 'is not a currency',
    mend: 'write three letters of ISO 4217, such as USD or EUR',
    fallback: 'USD',
  },
  STARS_PER_UNIT: {
    form: matching(/^\d{1,9}(\.\d{1,9})?$/)
      .transform(fraction)
      .refine(({ numerator }) => numerator > 0n),
    problem: 'is not a number above zero',
    mend: 'write how many Stars one unit of SHOP_CURRENCY costs, such as 50 or 62.5',
    fallback: '50',
  },
  TOPUP_AMOUNTS: {
    form: matching(/^(none|[1-9]\d{0,8}( *, *[1-9]\d{0,8}){0,5})$/).transform((text) =>
      text === 'none' ? [] : list(text).map(BigInt),
    ),
    problem: 'is not a list of amounts',
    mend: 'write up to six, in cents of SHOP_CURRENCY, such as 500,1000,2000, or none',
    fallback: '500,1000,2000',
  },
  TERMS_URL: pageAddress(),
  PRIVACY_URL: pageAddress(),
  SUPPORT_CONTACT: {
    form: z.string().max(256).nullable(),
    problem: 'is too long',
    mend: 'write @name, an address or a link, at most 256 characters',
  },
  TERMS_VERSION: {
    form: z.string().max(32),
    problem: 'is too long',
    mend: 'write at most 32 characters, such as 2 or 2026-12-01',
    fallback: '1',
  },
  LOG_LEVEL: {
    form: z.enum(LOG_LEVELS),
    problem: 'is not a level',
    mend: `write one of ${LOG_LEVELS.join(', ')}`,
    fallback: 'info',
  },
  CRASH_AT: {
    form: matching(/^[a-z]+\.[a-z]+(:[1-9]\d{0,5})?$/)
      .transform((text) => {
        const [point = '', nth = '1'] = text.split(':');
        return { point, nth: Number(nth) };
      })
      .nullable(),
    problem: 'is not a moment in which to end',
    mend: 'leave it empty; it is for tests, as in unit.completed:2',
  },
  ROLE: {
    form: z
      .string()
      .transform((text) => (text === 'all' ? [...ROLES] : list(text)))
      .pipe(z.array(z.enum(ROLES)).min(1)),
    problem: 'is not a list of roles',
    mend: `write all, or some of ${ROLES.join(', ')} with commas between them`,
    fallback: 'all',
  },
  XUI_PROVISIONING_ENABLED: yesOrNo('1'),
  XUI_HEALTH_CHECK_INTERVAL: limit('seconds', [30, 86_400], '300'),
  ...lifecycleVariables,
  ...trialVariables,
  RESERVATION_MINUTES: limit('minutes', [1, 1440], '15'),
  GIVE_BACK_AFTER_HOURS: limit('hours', [1, 720], '24'),
  LANE_LEASE_MS: milliseconds('30000', '2000'),
  LANE_RENEW_MS: milliseconds('10000', '700'),
  PANEL_CONNECT_MS: milliseconds('5000', '1000'),
  PANEL_READ_MS: milliseconds('15000', '3000'),
  PANEL_WRITE_MS: milliseconds('35000', '4000'),
  PANEL_LEGACY_WRITE_MS: milliseconds('60000', '4000'),
  QUIET_EXTRA_MS: milliseconds('5000', '500'),
  BREAKER_WINDOW_MS: milliseconds('60000', '60000'),
  FAILOVER_AFTER_MS: milliseconds('120000', '120000'),
  SWEEP_SECONDS: limit('seconds', [1, 3600], '15'),
  INBOX_LEASE_MS: milliseconds('30000', '3000'),
  POLLER_LEASE_MS: milliseconds('10000', '3000'),
  PAYMENT_LEASE_MS: milliseconds('5000', '2000'),
  STARS_LEDGER_SECONDS: limit('seconds', [5, 3600], '120'),
  TELEGRAM_PER_SECOND: limit('messages', [10, 1000], '30'),
} satisfies Record<string, Variable>;

/** What `.env.example` holds where a real value is needed; a live shop refuses them. */
export const placeholders = {
  BOT_TOKEN: '123456789:replace-with-the-token-of-BotFather',
  OWNER_IDS: 'replace-with-your-numeric-telegram-id',
  DATABASE_URL: 'postgres://shop:replace-with-a-password@localhost:5432/shop',
  APP_KEYS: 'k1:replace-with-the-output-of-openssl-rand-base64-32',
} as const;

export type VariableName = keyof typeof variables;

/** What each variable is once it was read. */
export type Values = { [Name in VariableName]: z.output<(typeof variables)[Name]['form']> };
