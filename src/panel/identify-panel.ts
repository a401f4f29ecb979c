import { isFrom, isRelease } from '../model/values/panel-release.ts';
import { type PanelAccess, PanelFault } from '../services/ports/panel.ts';
import { envelopeOf } from './answers.ts';
import { coreRestartsOnDisable } from './core-restarts.ts';
import { RouteMissing, statusFault } from './fault-classes.ts';
import type { PanelFinding, StatusRoute } from './panel-finding.ts';
import type { PanelLine } from './panel-line.ts';
import { settledStatus } from './panel-status.ts';
import { pageVersion } from './release.ts';
import { type PanelRequest, placeOf, type RawAnswer } from './transport.ts';

const CSRF: PanelRequest = { method: 'GET', path: 'csrf-token' };
const LOGIN_PAGE: PanelRequest = { method: 'GET', path: '' };
const LIST: PanelRequest = { method: 'GET', path: 'panel/api/inbounds/list' };
/** No inbound has this number: the answer is short, and only a 3x-ui panel has the route. */
const NO_INBOUND: PanelRequest = { method: 'GET', path: 'panel/api/inbounds/get/0' };

/**
 * Finds out by behaviour what answers at an address, and enters it. @throws {PanelFault} `unsupported` for anything but
 * 3x-ui 2.6 and later. Source: contract 3x-ui section 1, "How a client program detects the version".
 */
export async function identifyPanel(line: PanelLine, access: PanelAccess): Promise<PanelFinding> {
  try {
    return (await givesCsrf(line, access)) ? await thirdMajor(line, access) : await secondMajor(line, access);
  } catch (fault) {
    if (fault instanceof RouteMissing) throw notInside(access);
    throw fault;
  }
}

/** 3.x hands a CSRF token to anyone; nothing older and nothing else does. */
async function givesCsrf({ transport }: PanelLine, access: PanelAccess): Promise<boolean> {
  const answer = await transport.send(access, CSRF, {});
  throwIfTemporary(access, answer);
  if (answer.status === 404) return false;
  if (answer.status === 200 && envelopeOf(answer.text)?.success === true) return true;
  throw nobody(access, answer);
}

function throwIfTemporary(access: PanelAccess, answer: RawAnswer): void {
  const { status } = answer;
  if (status < 500 && status !== 429) return;
  const kind = status === 429 || status === 503 ? 'busy' : 'ambiguous';
  throw statusFault(kind, answer, placeOf(access, CSRF));
}

async function thirdMajor(line: PanelLine, access: PanelAccess): Promise<PanelFinding> {
  const status = await settledStatus(line.calls, access, 'GET panel/api/server/status');
  const { panelVersion: version, panelGuid } = status;
  if (version === '' && !(await hasRoute(line, access, 'panel/api/inbounds/options'))) {
    return lastOfTheLegacy(line, access);
  }
  return {
    identity: {
      version: version === '' ? 'unknown' : version,
      guid: panelGuid === '' ? null : panelGuid,
      generation: 'clients',
      hasBulk: isRelease(version) ? isFrom(version, [3, 2]) : await listsBulk(line, access),
      repeatsSafely: isFrom(version, [3, 5]),
      restartsCoreOnDisable: await coreRestartsOnDisable(line.calls, access, version),
    },
    statusRoute: 'GET panel/api/server/status',
    makesLinks: true,
    isPatient: false,
  };
}

/** 3.0 tells no version: 3.0.2 was the first to say 401 to strangers, 3.0.1 the first with links. */
async function lastOfTheLegacy(line: PanelLine, access: PanelAccess): Promise<PanelFinding> {
  const stranger = await line.transport.send(access, LIST, {});
  const isLast = stranger.status === 401;
  const makesLinks = isLast || (await hasRoute(line, access, 'panel/api/inbounds/getSubLinks/none'));
  const version = isLast ? '3.0.2' : makesLinks ? '3.0.1' : '3.0.0';
  return {
    identity: await legacyIdentity(line, access, version),
    statusRoute: 'GET panel/api/server/status',
    makesLinks,
    isPatient: !isLast,
  };
}

async function secondMajor(line: PanelLine, access: PanelAccess): Promise<PanelFinding> {
  const version = await versionOnThePage(line, access);
  if (access.credentials.kind === 'token') throw noTokens(access, version);
  const statusRoute = await routeOfStatus(line, access, version);
  await line.calls.ask(access, NO_INBOUND);
  return {
    identity: await legacyIdentity(line, access, version),
    statusRoute,
    makesLinks: false,
    isPatient: true,
  };
}

async function legacyIdentity({ calls }: PanelLine, access: PanelAccess, version: string) {
  return {
    version,
    guid: null,
    generation: 'legacy',
    hasBulk: true,
    repeatsSafely: false,
    restartsCoreOnDisable: await coreRestartsOnDisable(calls, access, version),
  } as const;
}

/** The login page of 2.x names its version behind the files that it loads. Nothing is typed into another's page. */
async function versionOnThePage({ transport }: PanelLine, access: PanelAccess): Promise<string> {
  const answer = await transport.send(access, LOGIN_PAGE, {});
  throwIfTemporary(access, answer);
  const version = answer.status === 200 ? pageVersion(answer.text) : null;
  if (version === null) throw nobody(access, answer);
  if (isFrom(version, [2, 6])) return version;
  throw new PanelFault(
    'unsupported',
    `${hostOf(access)}: this is 3x-ui ${version}. This program drives 2.6 and later: please update the panel.`,
  );
}

/** The version says which to try first; the panel's answer decides. */
async function routeOfStatus(line: PanelLine, access: PanelAccess, version: string): Promise<StatusRoute> {
  const routes: StatusRoute[] = ['GET panel/api/server/status', 'POST server/status'];
  const [likely, other] = isFrom(version, [2, 7]) ? routes : routes.toReversed();
  try {
    await settledStatus(line.calls, access, likely ?? 'GET panel/api/server/status');
    return likely ?? 'GET panel/api/server/status';
  } catch (fault) {
    if (!(fault instanceof RouteMissing)) throw fault;
    await settledStatus(line.calls, access, other ?? 'POST server/status');
    return other ?? 'POST server/status';
  }
}

async function hasRoute({ calls }: PanelLine, access: PanelAccess, path: string): Promise<boolean> {
  const answer = await calls.probe(access, path);
  throwIfTemporary(access, answer);
  return answer.status !== 404;
}

/** Builds between releases carry no number: their own route list is asked (3.2 and later have one). */
async function listsBulk({ calls }: PanelLine, access: PanelAccess): Promise<boolean> {
  const answer = await calls.probe(access, 'panel/api/openapi.json');
  return answer.status === 200 && answer.text.includes('clients/bulkCreate');
}

const hostOf = (access: PanelAccess): string => new URL(access.url).host;

const nobody = (access: PanelAccess, { status }: RawAnswer) =>
  new PanelFault(
    'unsupported',
    `${hostOf(access)}: no 3x-ui panel of version 2.6 or later answers at this address (HTTP ${status}). ` +
      'Check the scheme, the port and the base path.',
  );

const noTokens = (access: PanelAccess, version: string) =>
  new PanelFault(
    'auth',
    `${hostOf(access)}: 3x-ui ${version} knows no API tokens (3.0 was the first). Enter user name and password.`,
  );

/** Panels of 3.0.0 and 3.0.1 answer 404 to a wrong token; with a password it is another program's address. */
function notInside(access: PanelAccess): PanelFault {
  if (access.credentials.kind === 'token') {
    return new PanelFault(
      'auth',
      `${hostOf(access)}: the panel does not know this API token, or it may not read the panel’s state (HTTP 404)`,
    );
  }
  return new PanelFault(
    'unsupported',
    `${hostOf(access)}: it took the login, but has not the routes of a 3x-ui panel from 2.6 on (HTTP 404). ` +
      'Is it another panel, or another program behind the same address?',
  );
}
