import { setTimeout as wait } from 'node:timers/promises';
import { type PanelAccess, PanelFault, type PanelIdentity } from '../services/ports/panel.ts';
import { envelopeOf, statusAnswer } from './answers.ts';
import { statusFault } from './fault-classes.ts';
import type { PanelCalls } from './panel-calls.ts';
import { type PanelRequest, placeOf, type Transport } from './transport.ts';

const CSRF: PanelRequest = { method: 'GET', path: 'csrf-token' };
const STATUS: PanelRequest = { method: 'GET', path: 'panel/api/server/status' };

/** A panel's status is null for its first two seconds; milliseconds, three seconds in all. */
const STARTING_WAITS = [200, 400, 800, 1_600];
const RELEASE = /^v?(\d+)\.(\d+)/;

/**
 * Finds out by behaviour what answers at an address. @throws {PanelFault} `unsupported` for anything but generation C.
 * Source: contract 3x-ui section 1, "How a client program detects the version".
 */
export async function identifyPanel(
  transport: Transport,
  calls: PanelCalls,
  access: PanelAccess,
): Promise<PanelIdentity> {
  await knock(transport, access);
  const status = await settledStatus(calls, access);
  await requireClientsRoutes(calls, access);
  const { panelVersion: version, panelGuid } = status;
  return {
    version: version === '' ? 'unknown' : version,
    guid: panelGuid === '' ? null : panelGuid,
    generation: 'clients',
    hasBulk: isRelease(version) ? isFrom(version, [3, 2]) : await listsBulk(calls, access),
    repeatsSafely: isFrom(version, [3, 5]),
    restartsCoreOnDisable: false,
  };
}

/** 3.x hands a CSRF token to anyone; nothing older and nothing else does. */
async function knock(transport: Transport, access: PanelAccess): Promise<void> {
  const answer = await transport.send(access, CSRF, {});
  const isTemporary = answer.status >= 500 || answer.status === 429;
  if (isTemporary) throw statusFault(tempKind(answer.status), answer.status, placeOf(access, CSRF));
  if (answer.status === 200 && envelopeOf(answer.text)?.success === true) return;
  const { host } = new URL(access.url);
  throw new PanelFault(
    'unsupported',
    `${host}: no 3x-ui panel of version 3.1 or later answers at this address (HTTP ${answer.status}). ` +
      'Check the scheme, the port and the base path.',
  );
}

const tempKind = (status: number) => (status === 429 || status === 503 ? 'busy' : 'ambiguous');

async function settledStatus(calls: PanelCalls, access: PanelAccess) {
  for (const pause of [...STARTING_WAITS, 0]) {
    const status = await calls.read(access, STATUS, statusAnswer);
    if (status !== null) return status;
    await wait(pause);
  }
  throw new PanelFault(
    'busy',
    `${new URL(access.url).host}: the panel has just started and does not know its state`,
  );
}

async function requireClientsRoutes(calls: PanelCalls, access: PanelAccess): Promise<void> {
  const answer = await calls.probe(access, 'panel/api/clients/list');
  if (answer.status !== 404) return;
  throw new PanelFault(
    'unsupported',
    `${new URL(access.url).host}: this panel speaks the API of 3x-ui 3.0 or older. This program drives 3.1 and later: ` +
      'please update the panel.',
  );
}

const isRelease = (version: string): boolean => RELEASE.test(version);

function isFrom(version: string, [major, minor]: readonly [number, number]): boolean {
  const [, foundMajor, foundMinor] = RELEASE.exec(version) ?? [];
  if (foundMajor === undefined || foundMinor === undefined) return false;
  return Number(foundMajor) > major || (Number(foundMajor) === major && Number(foundMinor) >= minor);
}

/** Builds between releases carry no number: their own route list is asked (3.2 and later have one). */
async function listsBulk(calls: PanelCalls, access: PanelAccess): Promise<boolean> {
  const answer = await calls.probe(access, 'panel/api/openapi.json');
  return answer.status === 200 && answer.text.includes('clients/bulkCreate');
}
