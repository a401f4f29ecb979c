import { randomUUID } from 'node:crypto';
import { x25519Pair } from '../first-inbounds.ts';
import type { Fields } from '../panel-records.ts';
import type { Reply } from '../panel-reply.ts';
import { type LegacyHandler, type LegacyPanel, type LegacyRoute, said } from './legacy-call.ts';
import type { LegacyTraits } from './legacy-traits.ts';

/** What a version tells of its machine and does with its core: in 2.6 by POST below `server/`, later below the API. */
export function serverRoutes({ routes }: LegacyTraits): LegacyRoute[] {
  if (routes.ui) {
    return [
      { method: 'POST', path: 'server/status', handle: status },
      { method: 'POST', path: 'server/restartXrayService', handle: restartCore },
      { method: 'POST', path: 'server/stopXrayService', handle: stopCore },
      { method: 'GET', path: 'server/getDb', handle: () => BACKUP },
      { method: 'GET', path: 'panel/api/inbounds/createbackup', handle: () => SENT },
    ];
  }
  const below: LegacyRoute[] = [
    { method: 'GET', path: 'status', handle: status },
    { method: 'POST', path: 'restartXrayService', handle: restartCore },
    { method: 'POST', path: 'stopXrayService', handle: stopCore },
    { method: 'GET', path: 'getNewX25519Cert', handle: () => said(x25519Pair()) },
    { method: 'GET', path: 'getNewUUID', handle: () => said({ uuid: randomUUID() }) },
    { method: 'GET', path: 'getDb', handle: () => BACKUP },
  ];
  return below.map((route) => ({ ...route, path: `panel/api/server/${route.path}` }));
}

const restartCore: LegacyHandler = ({ core }) => {
  core.restart();
  return said(null, 'Xray has been successfully relaunched.');
};

const stopCore: LegacyHandler = ({ core }) => {
  Object.assign(core.seen, { state: 'stop', errorMsg: '' });
  return said(null, 'Xray has been successfully stopped.');
};

/** A file without an envelope; its first bytes are those of a SQLite database. */
const BACKUP: Reply = {
  status: 200,
  headers: {
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment; filename=x-ui.db',
  },
  body: 'SQLite format 3\0',
};

/** The backup that goes to Telegram leaves nothing to say. */
const SENT: Reply = { status: 200, headers: {}, body: '' };

const status: LegacyHandler = (panel) => said(panel.isWarmingUp() ? null : machine(panel));

/** The machine's figures are made up and stand still; the words are the real ones. */
const machine = ({ core, traits }: LegacyPanel): Fields => ({
  cpu: 0.5,
  cpuCores: 2,
  logicalPro: 2,
  cpuSpeedMhz: 2445.428,
  mem: { current: 521_060_352, total: 25_274_793_984 },
  swap: { current: 0, total: 0 },
  disk: { current: 17_751_912_448, total: 270_553_174_016 },
  xray: { state: core.seen.state, errorMsg: core.seen.errorMsg, version: traits.coreVersion },
  uptime: 1852,
  loads: [0.28, 0.5, 0.7],
  tcpCount: 391,
  udpCount: 2,
  netIO: { up: 0, down: 0 },
  netTraffic: { sent: 119_910_170, recv: 119_910_170 },
  publicIP: { ipv4: 'N/A', ipv6: 'N/A' },
  appStats: { threads: 12, mem: 31_631_640, uptime: 3 },
});
