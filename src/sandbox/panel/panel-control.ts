import { z } from 'zod';
import { linksOf } from './client-routes.ts';
import { pollDepletion } from './depletion.ts';
import type { Panel } from './panel-call.ts';
import { type CallLog, faultShape, type PanelFaults } from './panel-faults.ts';
import type { Client, Fields } from './panel-records.ts';
import { Refused } from './panel-reply.ts';

/** What the control routes may touch. */
export type Controls = {
  panel: Panel;
  faults: PanelFaults;
  log: CallLog;
  isRunning: () => boolean;
  start: () => Promise<void>;
  stop: () => Promise<void>;
};

/** The secrets of a client or of the panel; `owner` is the client's Telegram id, null where there is none. */
export type Secret = { value: string; owner: number | null };

type Control = (controls: Controls, request: Request) => unknown;

/**
 * The hand that reaches into the panel from outside, `/_panel/:n/<path>`; docs/SANDBOX.md lists the routes. A bad body
 * is answered 400, an unknown client or route 404.
 */
export async function answerControl(controls: Controls, request: Request, path: string): Promise<Response> {
  const control = ROUTES[`${request.method} ${path.replace(/^\/+|\/+$/g, '')}`];
  if (!control) return Response.json({ error: `no such route: ${request.method} ${path}` }, { status: 404 });
  try {
    return Response.json(await control(controls, request));
  } catch (fault) {
    if (fault instanceof z.ZodError) return Response.json({ error: z.prettifyError(fault) }, { status: 400 });
    if (fault instanceof SyntaxError)
      return Response.json({ error: 'the body is not JSON' }, { status: 400 });
    if (fault instanceof Refused) return Response.json({ error: fault.message.trimEnd() }, { status: 404 });
    throw fault;
  }
}

/** Everything that must never stand in a log or in another person's chat. */
export function secretsOf({ store }: Panel, linksFor: (client: Client) => string[]): Secret[] {
  const { identity } = store;
  const own = [identity.password, identity.token, ...store.tokens().map(({ token }) => token)];
  const ofClients = store.clients().flatMap((client) => {
    const values = [client.uuid, client.password, client.auth, client.subId, ...linksFor(client)];
    return values.filter(Boolean).map((value) => ({ value, owner: client.tgId || null }));
  });
  return [...own.map((value) => ({ value, owner: null })), ...ofClients];
}

const ROUTES: Record<string, Control> = {
  'GET clients': ({ panel }, request) => clients(panel, new URL(request.url).searchParams.get('host')),
  'GET calls': ({ log }) => log.calls,
  'GET state': state,
  'GET faults': ({ faults }) => faults.list(),
  'POST faults': async ({ faults }, request) => {
    faults.order(faultShape.parse(await request.json()));
    return { ok: true };
  },
  'POST stop': async ({ stop, isRunning }) => {
    await stop();
    return { running: isRunning() };
  },
  'POST start': async ({ start, isRunning }) => {
    await start();
    return { running: isRunning() };
  },
  'POST core': async ({ panel }, request) => {
    Object.assign(panel.core, { errorMsg: '', ...coreShape.parse(await request.json()) });
    return panel.core;
  },
  'POST traffic': async ({ panel }, request) => {
    const { email, up, down } = trafficShape.parse(await request.json());
    panel.desk.countTraffic(email, up, down);
    return { ok: true };
  },
  'POST remove': async ({ panel }, request) => {
    panel.desk.remove(removeShape.parse(await request.json()).email);
    return { ok: true };
  },
};

const coreShape = z.object({ state: z.enum(['running', 'stop', 'error']), errorMsg: z.string().optional() });
const trafficShape = z.object({ email: z.string().min(1), up: z.int().min(0), down: z.int().min(0) });
const removeShape = z.object({ email: z.string().min(1) });

/** `host` is the one that the links point at, localhost when it is not given. */
function clients(panel: Panel, host: string | null): Fields[] {
  pollDepletion(panel.store, panel.now());
  return panel.store.clients().map((client) => ({
    email: client.email,
    inboundIds: client.inboundIds,
    uuid: client.uuid,
    password: client.password,
    auth: client.auth,
    subId: client.subId,
    enable: client.enable,
    totalGB: client.totalGB,
    expiryTime: client.expiryTime,
    limitIp: client.limitIp,
    tgId: client.tgId,
    comment: client.comment,
    up: client.up,
    down: client.down,
    links: linksOf(panel, client, host ?? 'localhost'),
  }));
}

function state({ panel, isRunning }: Controls): Fields {
  const inbounds = panel.store.inbounds().map(({ id, remark, protocol, port, enable }) => ({
    id,
    remark,
    protocol,
    port,
    enable,
    clients: panel.store.clientsOf(id).length,
  }));
  return { running: isRunning(), core: panel.core, inbounds };
}
