import { ok, type Result, refuse } from './result.ts';
import type { Bytes } from './values/traffic.ts';

export const PLAN_TYPES = ['single', 'multiple', 'dedicated', 'shared', 'branded', 'reseller'] as const;
export type PlanType = (typeof PLAN_TYPES)[number];

/** Types of plans whose buyer gets an inbound of their own. */
export const OWN_INBOUND: readonly string[] = ['single', 'dedicated'] satisfies PlanType[];

/**
 * Where a plan of this type is sold (SPEC 104): `single` and `dedicated` on an inbound that is made for the buyer;
 * `multiple` and `shared` on one of the panel's; so are `branded` and `reseller`, which differ in who sells under which
 * name and not in what stands on the panel.
 */
export const wantsOwnInbound = (type: string): boolean => OWN_INBOUND.includes(type);

const FLOWS = ['', 'xtls-rprx-vision'] as const;
type Flow = (typeof FLOWS)[number];

/** Defaults of an inbound for clients made there. `limitIp` 0 = no limit; `flow` only counts where vision works. */
export type ClientTemplate = { flow?: Flow; limitIp?: number };

/** What a plan says over the template; `preferDefaultInbound`: the server's default goes before the emptiest. */
export type PlanSettings = ClientTemplate & { preferDefaultInbound?: boolean };

/** Whom an inbound takes: so many accesses of one customer, these types of plans. Left out = all. */
export type ProvisioningRules = { maxPerCustomer?: number; planTypes?: PlanType[] };

/** What a client is made with. `flow` null = vision wherever it works. */
export type ProvisionSettings = {
  limitIp: number;
  trafficLimit: Bytes | null;
  durationDays: number;
  flow: Flow | null;
};

export type SettingsByKind = { plan: PlanSettings; template: ClientTemplate; rules: ProvisioningRules };

/** `allowed` = the keys there are, or what fits the one that does not. */
export type BadSettings =
  | { code: 'settings-not-json' }
  | { code: 'unknown-setting'; key: string; allowed: string }
  | { code: 'bad-setting'; key: string; allowed: string };

type Field = { allowed: string; fits: (value: unknown) => boolean };

const whole = (least: number): Field => ({
  allowed: `${least}, ${least + 1}, ${least + 2} …`,
  fits: (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= least,
});

const oneOf = (values: readonly string[]): Field => ({
  allowed: values.map((value) => `"${value}"`).join(', '),
  fits: (value) => values.some((each) => each === value),
});

const someOf = (values: readonly string[]): Field => ({
  allowed: `[${oneOf(values).allowed}]`,
  fits: (value) => Array.isArray(value) && value.length > 0 && value.every(oneOf(values).fits),
});

const TEMPLATE = { flow: oneOf(FLOWS), limitIp: whole(0) };
const FORMS: { readonly [Kind in keyof SettingsByKind]: Readonly<Record<string, Field>> } = {
  template: TEMPLATE,
  plan: {
    ...TEMPLATE,
    preferDefaultInbound: { allowed: 'true, false', fits: (value) => typeof value === 'boolean' },
  },
  rules: { maxPerCustomer: whole(1), planTypes: someOf(PLAN_TYPES) },
};

/** Reads settings as an admin typed them, a JSON object; what is not known or does not fit is refused by its name. */
export function parseSettings<Kind extends keyof SettingsByKind>(
  kind: Kind,
  text: string,
): Result<SettingsByKind[Kind], BadSettings> {
  const given = objectIn(text);
  if (given === null) return refuse({ code: 'settings-not-json' });
  const form = FORMS[kind];
  for (const [key, value] of Object.entries(given)) {
    const field = Object.hasOwn(form, key) ? form[key] : undefined;
    if (!field) return refuse({ code: 'unknown-setting', key, allowed: Object.keys(form).join(', ') });
    if (!field.fits(value)) return refuse({ code: 'bad-setting', key, allowed: field.allowed });
  }
  return ok(given as SettingsByKind[Kind]);
}

function objectIn(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
