import { randomUUID } from 'node:crypto';
import { x25519Pair } from './first-inbounds.ts';
import { parseGoStruct, textIn } from './go-json.ts';
import { type Call, jsonBody, type Panel, type Route } from './panel-call.ts';
import type { Fields, Token } from './panel-records.ts';
import { ok, Refused, type Reply } from './panel-reply.ts';
import { randomText } from './panel-store.ts';
import { without } from './wire-shapes.ts';

/** `server/**` and `setting/**`, as far as a shop needs them; where the latter stand depends on the generation. */
export const SETTING_ROUTES: Route[] = [
  { method: 'GET', path: 'server/status', handle: (panel) => ok(panel.isWarmingUp() ? null : status(panel)) },
  { method: 'GET', path: 'server/getNewX25519Cert', handle: () => ok(x25519Pair()) },
  { method: 'GET', path: 'server/getNewUUID', handle: () => ok({ uuid: randomUUID() }) },
  {
    method: 'GET',
    path: 'setting/apiTokens',
    handle: ({ store, traits }) =>
      ok(traits.showsTokens ? store.tokens() : store.tokens().map(withoutSecret)),
  },
  { method: 'POST', path: 'setting/apiTokens/create', handle: createToken },
  { method: 'POST', path: 'setting/updateUser', handle: updateUser },
];

function createToken({ store, now }: Panel, call: Call): Reply {
  const name = textIn(parseGoStruct(jsonBody(call), { name: '', fields: { name: 'string' } }), 'name').trim();
  const no = (text: string) => new Refused(`${text}\n`, 'The parameters have been changed.');
  if (name === '') throw no('token name is required');
  if (name.length > 64) throw no('token name must be 64 characters or fewer');
  if (store.tokens().some((token) => token.name === name)) throw no('a token with that name already exists');
  const id = store.nextId('tokens');
  const token: Token = {
    id,
    name,
    token: randomText(48),
    enabled: true,
    createdAt: Math.floor(now() / 1000),
  };
  store.saveToken(token);
  return ok(token);
}

/** Changed credentials end every session. */
function updateUser({ store }: Panel, call: Call): Reply {
  const names = ['oldUsername', 'oldPassword', 'newUsername', 'newPassword'];
  const fields = parseGoStruct(jsonBody(call), {
    name: 'updateUserForm',
    fields: Object.fromEntries(names.map((name) => [name, 'string'])),
  });
  const [oldName, oldPassword, username, password] = names.map((name) => textIn(fields, name));
  const { identity } = store;
  const prefix = 'An error occurred while changing administrator credentials.';
  if (oldName !== identity.username || oldPassword !== identity.password) {
    throw new Refused('original username or password is incorrect', prefix);
  }
  if (!username || !password) throw new Refused('username and password must not be empty', prefix);
  store.saveIdentity({ ...identity, username, password, epoch: identity.epoch + 1 });
  return ok(null, 'You have successfully changed the credentials of the administrator.');
}

const withoutSecret = ({ id, name, enabled, createdAt }: Token): Fields => ({ id, name, enabled, createdAt });

const status = (panel: Panel): Fields => without(wholeStatus(panel), panel.traits.missing.status);

/** The machine's figures are made up and stand still; the words are the real ones. */
const wholeStatus = ({ core, store, traits }: Panel): Fields => ({
  cpu: 0.5,
  cpuCores: 2,
  logicalPro: 2,
  cpuSpeedMhz: 2445.428,
  mem: { current: 521_060_352, total: 25_274_793_984 },
  swap: { current: 0, total: 0 },
  disk: { current: 17_751_912_448, total: 270_553_174_016 },
  diskIO: { read: 2047, write: 10_238 },
  diskTraffic: { read: 3_954_541_568, write: 8_586_145_792 },
  xray: { state: core.state, errorMsg: core.errorMsg, version: traits.coreVersion },
  panelVersion: traits.panelVersion,
  panelGuid: store.identity.panelGuid,
  uptime: 2048,
  loads: [0.28, 0.5, 0.7],
  tcpCount: 562,
  udpCount: 0,
  netIO: without({ up: 0, down: 0, pktUp: 0, pktDown: 0 }, traits.missing.netIO),
  netTraffic: without({ sent: 0, recv: 0, pktSent: 0, pktRecv: 0 }, traits.missing.netIO),
  publicIP: { ipv4: 'N/A', ipv6: 'N/A' },
  appStats: { threads: 20, mem: 77_758_464, uptime: 3 },
});
