import type { FullnessMarks } from '../../model/alert-settings.ts';
import type { Translate } from '../texts.ts';
import { tidy } from '../views/fit-to.ts';
import { moneyWords } from '../views/money-words.ts';
import { gigabytesOf } from '../views/words.ts';
import { type HiddenField, hidden, inboundField, planField, serverField } from './edit-field.ts';
import {
  readCapacity,
  readCategory,
  readCountry,
  readDescription,
  readFee,
  readFullness,
  readPorts,
  readTrafficLimit,
} from './edit-input.ts';
import {
  readDevices,
  readDuration,
  readExtraDevices,
  readMoves,
  readPacks,
  readPauseDays,
  readPlanName,
  readTraffic,
  readTrialDays,
} from './plan-input.ts';
import { readPublicHost, readServerName, readSiteName } from './server-input.ts';

/** What admins edit by typing. */
export type EditKind = 'server' | 'inbound' | 'plan';

const LONGEST_WORDS = 300;

const asText = (_t: Translate, value: string | number): string => tidy(String(value), LONGEST_WORDS);
const orNothing = (t: Translate, value: string | null): string =>
  value === null ? t('edit-nothing') : tidy(value, LONGEST_WORDS);
const orUnlimited = (t: Translate, value: number | null): string =>
  value === null ? t('edit-unlimited') : String(value);

const NO_LIMIT = { label: 'no-limit', value: null };

const SERVER: Record<string, HiddenField> = {
  name: serverField({
    key: 'server-name',
    read: readServerName,
    of: ({ name }) => name,
    words: asText,
    edit: (values) => ({ field: 'name', ...values }),
  }),
  country: serverField<string | null>({
    key: 'server-country',
    read: readCountry,
    none: { label: 'no-country', value: null },
    of: ({ country }) => country,
    words: orNothing,
    edit: (values) => ({ field: 'country', ...values }),
  }),
  host: hidden<string>({
    key: 'server-host',
    read: readPublicHost,
    shown: async ({ serverDesk }, id) => {
      const server = await serverDesk.server(id);
      if (server === null) return null;
      const { name, publicHost: value } = server;
      const { running: accesses } = await serverDesk.links(id);
      return { name: tidy(name), value, words: tidy(value, LONGEST_WORDS), accesses };
    },
    apply: ({ serverDesk }, { id: serverId, actorId, ...values }) =>
      serverDesk.edit({ field: 'publicHost', ...values, serverId, actorId }),
  }),
  seats: serverField<number | null>({
    key: 'server-seats',
    read: readCapacity,
    none: NO_LIMIT,
    of: ({ maxClientsPerInbound }) => maxClientsPerInbound,
    words: orUnlimited,
    edit: (values) => ({ field: 'maxClientsPerInbound', ...values }),
  }),
  alerts: hidden<FullnessMarks>({
    key: 'server-alerts',
    read: readFullness,
    shown: async ({ serverDesk }, id) => {
      const server = await serverDesk.server(id);
      if (server === null) return null;
      const { warning, critical } = server.alerts;
      return { name: tidy(server.name), value: { warning, critical }, words: `${warning} ${critical}` };
    },
    apply: ({ serverDesk }, { id: serverId, value: marks, shown, actorId }) =>
      serverDesk.markAlerts({ serverId, marks, shown, actorId }),
  }),
  'own-ports': serverField({
    key: 'server-own-ports',
    read: readPorts,
    of: ({ own }) => own.ports,
    words: asText,
    edit: (values) => ({ field: 'ownPorts', ...values }),
  }),
  'own-name': serverField({
    key: 'server-own-name',
    read: readSiteName,
    of: ({ own }) => own.serverName,
    words: asText,
    edit: (values) => ({ field: 'ownServerName', ...values }),
  }),
};

const INBOUND: Record<string, HiddenField> = {
  capacity: inboundField<number | null>({
    key: 'inbound-capacity',
    read: readCapacity,
    none: { label: 'server-seats', value: null },
    of: ({ ownCapacity }) => ownCapacity,
    words: (t, value, { serverCapacity }) =>
      value === null ? t('edit-inherited', { seats: orUnlimited(t, serverCapacity) }) : String(value),
    edit: (values) => ({ field: 'capacity', ...values }),
  }),
  traffic: inboundField({
    key: 'inbound-traffic',
    read: readTrafficLimit,
    none: NO_LIMIT,
    of: ({ trafficLimit }) => trafficLimit,
    words: (t, value) => (value === null ? t('edit-unlimited') : t('traffic-gb', { gb: gigabytesOf(value) })),
    edit: (values) => ({ field: 'trafficLimit', ...values }),
  }),
};

const PLAN: Record<string, HiddenField> = {
  name: planField({
    key: 'plan-name',
    read: readPlanName,
    of: ({ name }) => name,
    words: asText,
    edit: (values) => ({ field: 'name', ...values }),
  }),
  description: planField<string | null>({
    key: 'plan-description',
    read: readDescription,
    none: { label: 'no-description', value: null },
    of: ({ description }) => description,
    words: orNothing,
    edit: (values) => ({ field: 'description', ...values }),
  }),
  category: planField<string | null>({
    key: 'plan-category',
    read: readCategory,
    none: { label: 'no-category', value: null },
    of: ({ category }) => category,
    words: orNothing,
    edit: (values) => ({ field: 'category', ...values }),
  }),
  days: planField({
    key: 'plan-days',
    read: readDuration,
    of: ({ durationDays }) => durationDays,
    words: asText,
    edit: (values) => ({ field: 'durationDays', ...values }),
  }),
  fee: planField({
    key: 'plan-fee',
    read: readFee,
    none: { label: 'no-fee', value: 0n },
    of: ({ setupFeeMinor }) => setupFeeMinor,
    words: (_t, value, { currency }) => moneyWords(value, currency),
    edit: (values) => ({ field: 'setupFee', ...values }),
  }),
  traffic: planField<number | null>({
    key: 'plan-traffic',
    read: readTraffic,
    none: NO_LIMIT,
    of: ({ dataLimitGb }) => dataLimitGb,
    words: (t, value) => (value === null ? t('edit-unlimited') : t('traffic-gb', { gb: value })),
    edit: (values) => ({ field: 'dataLimitGb', ...values }),
  }),
  devices: planField<number | null>({
    key: 'plan-devices',
    read: readDevices,
    none: NO_LIMIT,
    of: ({ connections }) => connections,
    words: orUnlimited,
    edit: (values) => ({ field: 'concurrentConnections', ...values }),
  }),
  seats: planField<number | null>({
    key: 'plan-seats',
    read: readCapacity,
    none: NO_LIMIT,
    of: ({ maxClients }) => maxClients,
    words: orUnlimited,
    edit: (values) => ({ field: 'maxClients', ...values }),
  }),
  moves: planField({
    key: 'plan-moves',
    read: readMoves,
    of: ({ movesPerPeriod }) => movesPerPeriod,
    words: asText,
    edit: (values) => ({ field: 'movesPerPeriod', ...values }),
  }),
  trial: planField({
    key: 'plan-trial',
    read: readTrialDays,
    none: { label: 'no-trial', value: 0 },
    of: ({ trialDays }) => trialDays,
    words: asText,
    edit: (values) => ({ field: 'trialDays', ...values }),
  }),
  pause: planField({
    key: 'plan-pause',
    read: readPauseDays,
    of: ({ maxPauseDays }) => maxPauseDays,
    words: asText,
    edit: (values) => ({ field: 'maxPauseDays', ...values }),
  }),
  packs: planField<string | null>({
    key: 'plan-packs',
    read: readPacks,
    none: { label: 'no-packs', value: null },
    of: ({ trafficPacks }) => trafficPacks,
    words: orNothing,
    edit: (values) => ({ field: 'trafficPacks', ...values }),
  }),
  extra: planField<string | null>({
    key: 'plan-extra',
    read: readExtraDevices,
    none: { label: 'no-extra', value: null },
    of: ({ extraDevices }) => extraDevices,
    words: orNothing,
    edit: (values) => ({ field: 'extraDevices', ...values }),
  }),
};

const FIELDS: Record<EditKind, Record<string, HiddenField>> = {
  server: SERVER,
  inbound: INBOUND,
  plan: PLAN,
};

/** null = no card has such a button. */
export const editField = (kind: EditKind, name: string): HiddenField | null =>
  Object.hasOwn(FIELDS[kind], name) ? (FIELDS[kind][name] ?? null) : null;
