import { environment } from './config-environment.ts';
import { isOnThisMachine } from './config-forms.ts';
import { type LifecycleConfig, lifecycleOf } from './config-lifecycle.ts';
import { type Limits, limitsOf } from './config-limits.ts';
import { type MetricsAddress, metricsOf } from './config-metrics.ts';
import { type ShopConfig, shopOf } from './config-shop.ts';
import {
  type LOG_LEVELS,
  placeholders,
  type ROLES,
  type Values,
  type Variable,
  type VariableName,
  variables,
} from './config-variables.ts';
import { type WebhookConfig, webhookOf, webhookProblems } from './config-webhook.ts';
import type { AppKeys } from './model/values/app-keys.ts';
import type { Secret } from './model/values/secret.ts';

/** A part of the shop that a process may take on. */
export type Role = (typeof ROLES)[number];

/** How this process was told to run. Frozen; addresses end in no slash; null = not given. */
export type Config = {
  /** True = the world in a box; false = a live shop, with people's money. */
  readonly sandbox: boolean;
  /** Given in every live shop, and in the sandbox's shop process (the world made it). */
  readonly botToken: Secret | null;
  readonly ownerIds: readonly number[];
  readonly database: {
    /** null = the embedded database, in `dataDir`. */
    readonly url: Secret | null;
    readonly dataDir: string;
    /** Where Agenda keeps its jobs; null = in the database itself. */
    readonly mongoUri: Secret | null;
  };
  readonly telegram: { readonly apiRoot: string; readonly webhook: WebhookConfig | null };
  readonly web: {
    readonly host: string;
    /** 0 = any free one. */
    readonly port: number;
    readonly publicUrl: string | null;
  };
  readonly metrics: MetricsAddress;
  readonly shop: ShopConfig;
  /** null in the sandbox and beside a Telegram on this machine: the shop makes its own. */
  readonly keys: AppKeys | null;
  readonly roles: ReadonlySet<Role>;
  readonly xui: {
    readonly provisioningEnabled: boolean;
    readonly healthCheckSeconds: number;
  };
  readonly lifecycle: LifecycleConfig;
  readonly limits: Limits;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly allowPrivatePanels: boolean;
  /** In which moment this process ends itself, for tests; null = in none. */
  readonly crashAt: Values['CRASH_AT'];
};

export type ConfigProblem = { readonly name: string; readonly problem: string; readonly mend: string };

/** Everything that is wrong with the configuration, at once: one line each, with its mend, without any value. */
export class ConfigProblems extends Error {
  override readonly name = 'ConfigProblems';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(({ name, problem, mend }) => `${name}: ${problem} — ${mend}`).join('\n'));
    this.problems = problems;
  }
}

/** What was given, before it is known to be right. A value that is missing here has a problem already. */
type Given = {
  readonly texts: Readonly<Partial<Record<VariableName, string>>>;
  readonly values: Readonly<Partial<Values>>;
  readonly sandbox: boolean;
};

type Limit = Extract<VariableName, `${string}_MS`>;

const NAMES = Object.keys(variables) as VariableName[];

/** What EMBEDDED_LIVE=1 accepts; the start of such a shop says it too. */
export const EMBEDDED_LIVE_RISK =
  'a power cut can take the last seconds of orders and payments with it, or damage the files';

/** `times` the first must be less than the second: a lease that is renewed once too late is still held. */
const IN_ORDER: readonly { first: Limit; times: 1 | 2; second: Limit }[] = [
  { first: 'LANE_RENEW_MS', times: 2, second: 'LANE_LEASE_MS' },
  { first: 'PANEL_CONNECT_MS', times: 1, second: 'PANEL_READ_MS' },
  { first: 'PANEL_CONNECT_MS', times: 1, second: 'PANEL_WRITE_MS' },
];

/**
 * Reads the environment. An empty variable is an unset one.
 * @throws {ConfigProblems} with all problems.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = environment()): Config {
  const texts = givenTexts(env);
  const sandbox = isSandbox(texts);
  const { values, problems } = readValues(texts, sandbox);
  const given = { texts, values, sandbox };
  const all = [
    ...problems,
    ...placeholdersLeft(given),
    ...missingInLiveShop(given),
    ...contradictions(given),
    ...webhookProblems(values),
  ];
  if (all.length > 0) throw new ConfigProblems(all);
  return deepFreeze(shape(values as Values, sandbox));
}

function givenTexts(env: Readonly<Record<string, string | undefined>>): Given['texts'] {
  const pairs = NAMES.map((name) => [name, env[name]?.trim()] as const);
  return Object.fromEntries(pairs.filter(([, text]) => text));
}

/** SANDBOX decides; unsaid, it is the sandbox as long as nothing of a live shop is there. */
function isSandbox({ SANDBOX, BOT_TOKEN, DATABASE_URL }: Given['texts']): boolean {
  const said = SANDBOX ? variables.SANDBOX.form.safeParse(SANDBOX).data : null;
  return said ?? (!BOT_TOKEN && !DATABASE_URL);
}

function readValues(texts: Given['texts'], sandbox: boolean) {
  const values: Record<string, unknown> = {};
  const problems: ConfigProblem[] = [];
  for (const name of NAMES.filter((each) => sandbox || !isPlaceholder(each, texts))) {
    const { form, problem, mend, fallback, inSandbox }: Variable = variables[name];
    const parsed = form.safeParse(texts[name] ?? (sandbox ? inSandbox : undefined) ?? fallback ?? null);
    if (parsed.success) values[name] = parsed.data;
    else problems.push({ name, problem, mend });
  }
  return { values: values as Partial<Values>, problems };
}

const isPlaceholder = (name: VariableName, texts: Given['texts']): boolean =>
  Object.entries(placeholders).some(([each, text]) => each === name && text === texts[name]);

function placeholdersLeft({ texts, sandbox }: Given): ConfigProblem[] {
  const left = sandbox ? [] : NAMES.filter((name) => isPlaceholder(name, texts));
  return left.map((name) => ({
    name,
    problem: 'still holds the example of .env.example',
    mend: variables[name].mend,
  }));
}

function missingInLiveShop({ texts, values, sandbox }: Given): ConfigProblem[] {
  if (sandbox) return [];
  const mends: Partial<Record<VariableName, string>> = {
    BOT_TOKEN: variables.BOT_TOKEN.mend,
    OWNER_IDS: variables.OWNER_IDS.mend,
    APP_KEYS: texts.APP_KEYS_FILE || isTrial(values) ? undefined : variables.APP_KEYS.mend,
    DATABASE_URL: values.EMBEDDED_LIVE
      ? undefined
      : `${variables.DATABASE_URL.mend}, or set EMBEDDED_LIVE=1 and accept that ${EMBEDDED_LIVE_RISK}`,
  };
  return NAMES.flatMap((name) => {
    const mend = texts[name] ? undefined : mends[name];
    return mend ? [{ name, problem: 'is missing, and a live shop needs it', mend }] : [];
  });
}

/** A shop whose Telegram stands on this machine is being tried out: it makes keys of its own in DATA_DIR (ADR 0002). */
const isTrial = (values: Given['values']): boolean => isOnThisMachine(values.TELEGRAM_API_ROOT);

function contradictions({ texts, values }: Given): ConfigProblem[] {
  const broken = IN_ORDER.filter(({ first, times, second }) => {
    const [shorter, longer] = [values[first], values[second]];
    return shorter !== undefined && longer !== undefined && shorter * times >= longer;
  });
  const problems = broken.map(({ first, times, second }) => ({
    name: first,
    problem: `is too long beside ${second}`,
    mend: times === 1 ? `make it less than ${second}` : `make it less than half of ${second}`,
  }));
  return [
    ...problems,
    ...(texts.APP_KEYS && texts.APP_KEYS_FILE ? [TWO_KEY_RINGS] : []),
    ...(values.CRASH_AT && !isTrial(values) ? [CRASHING_LIVE] : []),
  ];
}

const TWO_KEY_RINGS = {
  name: 'APP_KEYS_FILE',
  problem: 'is set beside APP_KEYS',
  mend: 'keep one of the two',
};
const CRASHING_LIVE = {
  name: 'CRASH_AT',
  problem: 'would end a live shop',
  mend: 'take it away: it is for tests beside a Telegram on this machine',
};

function shape(values: Values, sandbox: boolean): Config {
  return {
    sandbox,
    botToken: values.BOT_TOKEN,
    ownerIds: values.OWNER_IDS ?? [],
    database: { url: values.DATABASE_URL, dataDir: values.DATA_DIR, mongoUri: values.MONGODB_URI },
    telegram: { apiRoot: values.TELEGRAM_API_ROOT, webhook: webhookOf(values) },
    web: { host: values.WEB_HOST, port: values.WEB_PORT, publicUrl: values.PUBLIC_URL },
    metrics: metricsOf(values),
    shop: shopOf(values),
    keys: values.APP_KEYS ?? values.APP_KEYS_FILE,
    roles: new Set(values.ROLE),
    xui: {
      provisioningEnabled: values.XUI_PROVISIONING_ENABLED,
      healthCheckSeconds: values.XUI_HEALTH_CHECK_INTERVAL,
    },
    lifecycle: lifecycleOf(values),
    limits: limitsOf(values),
    logLevel: values.LOG_LEVEL,
    allowPrivatePanels: values.ALLOW_PRIVATE_PANELS,
    crashAt: values.CRASH_AT,
  };
}

function deepFreeze<Value extends object>(value: Value): Value {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  }
  return Object.freeze(value);
}
