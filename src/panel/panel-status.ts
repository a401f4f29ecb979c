import { setTimeout as wait } from 'node:timers/promises';
import { type CoreState, type PanelAccess, PanelFault } from '../services/ports/panel.ts';
import { statusAnswer } from './answers.ts';
import type { PanelCalls } from './panel-calls.ts';
import type { StatusRoute } from './panel-finding.ts';
import type { PanelRequest } from './transport.ts';

/** A panel's status is null for its first two seconds; milliseconds, three seconds in all. */
const STARTING_WAITS = [200, 400, 800, 1_600];

/** The panel's state, waited for while it starts. @throws {PanelFault} `busy` when it takes longer. */
export async function settledStatus(calls: PanelCalls, access: PanelAccess, route: StatusRoute) {
  for (const pause of [...STARTING_WAITS, 0]) {
    const status = await statusNow(calls, access, route);
    if (status !== null) return status;
    await wait(pause);
  }
  throw new PanelFault(
    'busy',
    `${new URL(access.url).host}: the panel has just started and does not know its state`,
  );
}

/** The core's state in the shop's words. */
export async function coreStateOf(
  calls: PanelCalls,
  access: PanelAccess,
  route: StatusRoute,
): Promise<CoreState> {
  const status = await statusNow(calls, access, route);
  if (!status?.xray) return { state: 'starting', message: '' };
  const { state, errorMsg } = status.xray;
  if (state === 'running') return { state: 'running', message: '' };
  if (state === 'error') return { state: 'error', message: errorMsg.trim().slice(0, 500) };
  return { state: 'stopped', message: '' };
}

const statusNow = (calls: PanelCalls, access: PanelAccess, route: StatusRoute) => {
  const [method, path] = route.split(' ', 2) as [PanelRequest['method'], string];
  return calls.read(access, { method, path, deadline: calls.deadline('GET') }, statusAnswer);
};
