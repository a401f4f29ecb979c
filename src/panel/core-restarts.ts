import { z } from 'zod';
import { isFrom } from '../model/values/panel-release.ts';
import { type PanelAccess, PanelFault } from '../services/ports/panel.ts';
import { RouteMissing } from './fault-classes.ts';
import type { PanelCalls } from './panel-calls.ts';
import type { PanelRequest } from './transport.ts';

const settings = z.looseObject({ restartXrayOnClientDisable: z.boolean().optional() });

/**
 * Whether a panel restarts its core, and so cuts everybody, whenever a client runs out. Panels before 2.9.4 do not have
 * that setting and do not do it; those of 3.6 and 3.7 tell the running core instead. From 3.8 on it is the panel's way to
 * end open connections (3x-ui issue 4843, pull requests 5508 and 6550). null = the settings cannot be read.
 */
export async function coreRestartsOnDisable(
  calls: PanelCalls,
  access: PanelAccess,
  version: string,
): Promise<boolean | null> {
  if (isFrom(version, [3, 6]) && !isFrom(version, [3, 8])) return false;
  const isOpenToTokens = isFrom(version, [3, 3]);
  if (access.credentials.kind === 'token' && !isOpenToTokens) return null;
  const path = isOpenToTokens ? 'panel/api/setting/all' : 'panel/setting/all';
  const found = await readSettings(calls, access, path).catch(unreadable);
  return found === null ? null : (found.restartXrayOnClientDisable ?? false);
}

/** What is not known is taken for a restart, which asks for a margin and hurts nobody. */
function unreadable(fault: unknown): null {
  if (fault instanceof RouteMissing || fault instanceof PanelFault) return null;
  throw fault;
}

/**
 * Switches that off: all settings are read, written back whole with this one changed, and read once more.
 * @throws {PanelFault} `auth` with an API token, `busy` when the panel did not keep it.
 */
export async function stopCoreRestarts(calls: PanelCalls, access: PanelAccess): Promise<void> {
  if (access.credentials.kind === 'token') throw needsPassword(access);
  const found = await readSettings(calls, access);
  if (!found.restartXrayOnClientDisable) return;
  const body = { ...found, restartXrayOnClientDisable: false };
  await calls.read(access, { method: 'POST', path: 'panel/setting/update', body }, z.unknown());
  const kept = await readSettings(calls, access);
  if (kept.restartXrayOnClientDisable) {
    throw new PanelFault('busy', `${new URL(access.url).host}: the panel did not keep the changed setting`);
  }
}

const readSettings = (calls: PanelCalls, access: PanelAccess, path = 'panel/setting/all') => {
  const deadline = calls.deadline('GET');
  const request: PanelRequest = { method: 'POST', path, deadline };
  return calls.read(access, request, settings);
};

/** Where the shop cannot switch it off. */
export const switchItThere = (access: PanelAccess) =>
  new PanelFault(
    'unsupported',
    `${new URL(access.url).host}: switch it off on the panel: ` +
      'Panel Settings, "Restart Xray when a client is disabled".',
  );

const needsPassword = (access: PanelAccess) =>
  new PanelFault(
    'auth',
    `${new URL(access.url).host}: an API token does not open the settings of this version. ` +
      'Enter user name and password for this server, or switch it off on the panel: ' +
      'Panel Settings, "Restart Xray when a client is disabled".',
  );
