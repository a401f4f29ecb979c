import { z } from 'zod';
import { type PanelAccess, PanelFault } from '../services/ports/panel.ts';
import { RouteMissing } from './fault-classes.ts';
import type { PanelCalls } from './panel-calls.ts';
import type { PanelRequest } from './transport.ts';

const settings = z.looseObject({ restartXrayOnClientDisable: z.boolean().optional() });

/**
 * Whether a panel up to 3.0 restarts its core, and so cuts everybody, whenever a client runs out. Panels before 2.9.4 do
 * not have that setting and do not do it. null = an API token does not open the settings, or they cannot be read.
 */
export async function coreRestartsOnDisable(calls: PanelCalls, access: PanelAccess): Promise<boolean | null> {
  if (access.credentials.kind === 'token') return null;
  try {
    return (await readSettings(calls, access)).restartXrayOnClientDisable ?? false;
  } catch (fault) {
    if (fault instanceof RouteMissing) return null;
    if (fault instanceof PanelFault && !fault.retryable) return null;
    throw fault;
  }
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

const readSettings = (calls: PanelCalls, access: PanelAccess) => {
  const deadline = calls.deadline('GET');
  const request: PanelRequest = { method: 'POST', path: 'panel/setting/all', deadline };
  return calls.read(access, request, settings);
};

const needsPassword = (access: PanelAccess) =>
  new PanelFault(
    'auth',
    `${new URL(access.url).host}: an API token does not open the settings of this version. ` +
      'Enter user name and password for this server, or switch it off on the panel: ' +
      'Panel Settings, "Restart Xray when a client is disabled".',
  );
