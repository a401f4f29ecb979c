import { numberIn, parseGoStruct, textIn, truthIn } from '../go-json.ts';
import type { Call } from '../panel-call.ts';
import type { Fields, Token } from '../panel-records.ts';
import { Refused } from '../panel-reply.ts';
import { randomText } from '../panel-store.ts';
import {
  boundFields,
  idIn,
  type LegacyPanel,
  type LegacyRoute,
  type Params,
  type Said,
  said,
} from './legacy-call.ts';
import { defaultOptions } from './legacy-options.ts';
import type { LegacyTraits } from './legacy-traits.ts';

const CHANGED = 'The parameters have been changed.';

/** `panel/setting/**`, for sessions only; the names of tokens came with 3.0. */
export function settingRoutes({ hasTokens }: LegacyTraits): LegacyRoute[] {
  const all = [...SETTINGS, ...(hasTokens ? TOKENS : [])];
  return all.map((route) => ({ ...route, path: `panel/setting/${route.path}` }));
}

const SETTINGS: LegacyRoute[] = [
  { method: 'POST', path: 'all', handle: (panel) => said(optionsOf(panel)) },
  { method: 'POST', path: 'update', handle: update },
  { method: 'POST', path: 'defaultSettings', handle: (panel) => said(defaultSettings(panel)) },
  { method: 'POST', path: 'updateUser', handle: updateUser },
];

const TOKENS: LegacyRoute[] = [
  { method: 'GET', path: 'apiTokens', handle: ({ store }) => said(store.base.tokens()) },
  { method: 'POST', path: 'apiTokens/create', handle: createToken },
  { method: 'POST', path: 'apiTokens/setEnabled/:id', handle: setEnabled },
];

/** All settings of the panel with what was changed. */
export const optionsOf = ({ store, traits }: LegacyPanel): Fields => ({
  ...defaultOptions(traits, store.base.identity),
  ...store.options(),
});

/** Replaces all settings: what the body does not have is empty afterwards. @throws {Refused} */
function update(panel: LegacyPanel, call: Call): Said {
  const given = boundFields(call);
  const port = numberIn(given, 'webPort');
  if (port <= 0 || port > 65_535) throw new Refused(`web port is not a valid port: ${port}\n`, CHANGED);
  const known = Object.entries(defaultOptions(panel.traits, panel.store.base.identity));
  const options = Object.fromEntries(known.map(([name, value]) => [name, given[name] ?? zeroOf(value)]));
  panel.store.saveOptions(options);
  const secret = truthIn(options, 'twoFactorEnable') ? textIn(options, 'twoFactorToken') : '';
  setTwoFactor(panel, secret || null);
  return said(null, CHANGED);
}

/** A new second factor ends the sessions that are open, from 3.0 on. */
export function setTwoFactor({ store, traits }: LegacyPanel, secret: string | null): void {
  const { identity } = store.base;
  const ends = secret !== null && secret !== identity.totpSecret && traits.endsSessions;
  const epoch = ends ? identity.epoch + 1 : identity.epoch;
  store.base.saveIdentity({ ...identity, totpSecret: secret, epoch });
}

/** What the pages need; the addresses of the subscription server are those of this machine. */
function defaultSettings(panel: LegacyPanel): Fields {
  const { defaults, routes } = panel.traits;
  const options = optionsOf(panel);
  const url = (path: string) =>
    options.subEnable === true ? `http://127.0.0.1:${String(options.subPort)}${path}` : '';
  return {
    datepicker: options.datepicker,
    defaultCert: options.webCertFile,
    defaultKey: options.webKeyFile,
    expireDiff: options.expireDiff,
    ipLimitEnable: false,
    pageSize: options.pageSize,
    remarkModel: options.remarkModel,
    ...(defaults.clash ? { subClashEnable: options.subClashEnable, subClashURI: url('/clash/') } : {}),
    subEnable: options.subEnable,
    ...(routes.ui ? {} : { subJsonEnable: options.subJsonEnable }),
    subJsonURI: options.subJsonEnable === true ? url('/json/') : '',
    subTitle: options.subTitle,
    subURI: textIn(options, 'subURI') || url('/sub/'),
    tgBotEnable: options.tgBotEnable,
    trafficDiff: options.trafficDiff,
  };
}

function updateUser({ store, traits }: LegacyPanel, call: Call): Said {
  const names = ['oldUsername', 'oldPassword', 'newUsername', 'newPassword'];
  const fields = parseGoStruct(boundFields(call), {
    name: 'updateUserForm',
    fields: Object.fromEntries(names.map((name) => [name, 'string'])),
  });
  const [oldName, oldPassword, username, password] = names.map((name) => textIn(fields, name));
  const { identity } = store.base;
  const no = (text: string) =>
    new Refused(text, 'An error occurred while changing administrator credentials.');
  if (oldName !== identity.username || oldPassword !== identity.password) {
    throw no('original username or password is incorrect');
  }
  if (!username || !password) throw no('username and password must not be empty');
  const epoch = traits.endsSessions ? identity.epoch + 1 : identity.epoch;
  store.base.saveIdentity({ ...identity, username, password, epoch });
  return said(null, 'You have successfully changed the credentials of the administrator.');
}

function createToken({ store, now }: LegacyPanel, call: Call): Said {
  const name = textIn(boundFields(call), 'name').trim();
  const no = (text: string) => new Refused(`${text}\n`, CHANGED);
  if (name === '') throw no('token name is required');
  if (name.length > 64) throw no('token name must be 64 characters or fewer');
  if (store.base.tokens().some((token) => token.name === name))
    throw no('a token with that name already exists');
  const token: Token = {
    id: store.base.nextId('tokens'),
    name,
    token: randomText(48),
    enabled: true,
    createdAt: Math.floor(now() / 1000),
  };
  store.base.saveToken(token);
  return said(token);
}

function setEnabled({ store }: LegacyPanel, call: Call, { id = '' }: Params): Said {
  const number = idIn(id, CHANGED);
  const token = store.base.tokens().find((one) => one.id === number);
  if (token) store.base.saveToken({ ...token, enabled: truthIn(boundFields(call), 'enabled') });
  return said(null, CHANGED);
}

function zeroOf(value: unknown): unknown {
  if (typeof value === 'boolean') return false;
  return typeof value === 'number' ? 0 : '';
}
