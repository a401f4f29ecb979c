import { z } from 'zod';
import { costsShape, type PanelCosts } from './panel-costs.ts';
import { type CallLog, faultShape, type PanelFaults } from './panel-faults.ts';
import type { PanelInside, Secret } from './panel-inside.ts';
import type { Fields } from './panel-records.ts';
import { Refused } from './panel-reply.ts';
import { type PanelStorm, stormShape } from './panel-storm.ts';

/** What the control routes may touch. */
export type Controls = {
  inside: PanelInside;
  faults: PanelFaults;
  storm: PanelStorm;
  costs: PanelCosts;
  log: CallLog;
  isRunning: () => boolean;
  start: () => Promise<void>;
  stop: () => Promise<void>;
};

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
export function secretsOf({ identity: store, secrets }: PanelInside): Secret[] {
  const { identity } = store;
  const own = [identity.password, identity.token, ...store.tokens().map(({ token }) => token)];
  const factor = identity.totpSecret ? [identity.totpSecret] : [];
  return [...[...own, ...factor].map((value) => ({ value, owner: null })), ...secrets()];
}

const ROUTES: Record<string, Control> = {
  'GET clients': ({ inside }, request) => {
    inside.poll();
    return inside.clients(new URL(request.url).searchParams.get('host') ?? 'localhost');
  },
  'GET calls': ({ log }) => log.calls,
  'GET state': state,
  'GET faults': ({ faults }) => faults.list(),
  'POST faults': async ({ faults }, request) => {
    faults.order(faultShape.parse(await request.json()));
    return { ok: true };
  },
  'GET chaos': ({ storm }) => storm.state(),
  'POST chaos': async ({ storm }, request) => {
    storm.set(stormShape.parse(await request.json()));
    return storm.state();
  },
  'POST costs': async ({ costs }, request) => {
    costs.set(costsShape.parse(await request.json()));
    return { ok: true };
  },
  'POST seed': async ({ inside }, request) => {
    const { inbound, clients: count, prefix } = seedShape.parse(await request.json());
    return { clients: inside.seed(inbound, { count, prefix }) };
  },
  'POST stop': async ({ stop, isRunning }) => {
    await stop();
    return { running: isRunning() };
  },
  'POST start': async ({ start, isRunning }) => {
    await start();
    return { running: isRunning() };
  },
  'POST core': async ({ inside }, request) => {
    Object.assign(inside.core, { errorMsg: '', ...coreShape.parse(await request.json()) });
    return inside.core;
  },
  'POST traffic': async ({ inside }, request) => {
    const { email, up, down } = trafficShape.parse(await request.json());
    inside.countTraffic(email, up, down);
    return { ok: true };
  },
  'POST ips': async ({ inside }, request) => {
    const { email, ips } = ipsShape.parse(await request.json());
    inside.identity.keepIps(email, ips);
    return { ok: true };
  },
  'POST remove': async ({ inside }, request) => {
    inside.remove(removeShape.parse(await request.json()).email);
    return { ok: true };
  },
  'POST edit': async ({ inside }, request) => {
    const { email, ...changes } = editShape.parse(await request.json());
    inside.edit(email, changes);
    return { ok: true };
  },
  'POST two-factor': async ({ inside }, request) => {
    inside.setTwoFactor(twoFactorShape.parse(await request.json()).secret);
    return { ok: true };
  },
};

const coreShape = z.object({ state: z.enum(['running', 'stop', 'error']), errorMsg: z.string().optional() });
const trafficShape = z.object({ email: z.string().min(1), up: z.int().min(0), down: z.int().min(0) });
const ipsShape = z.object({ email: z.string().min(1), ips: z.array(z.string()).max(100) });
const seedShape = z.object({
  inbound: z.int(),
  clients: z.int().min(1).max(100_000),
  prefix: z.string().default('resident'),
});
const removeShape = z.object({ email: z.string().min(1) });
const editShape = z.strictObject({
  email: z.string().min(1),
  enable: z.boolean().optional(),
  totalGB: z.int().min(0).optional(),
  expiryTime: z.int().optional(),
  limitIp: z.int().min(0).optional(),
  tgId: z.int().optional(),
  comment: z.string().optional(),
  subId: z.string().optional(),
  uuid: z.string().optional(),
  password: z.string().optional(),
  auth: z.string().optional(),
});
const twoFactorShape = z.object({ secret: z.string().min(16).nullable() });

function state({ inside, isRunning }: Controls): Fields {
  inside.poll();
  return { running: isRunning(), core: inside.core, ...inside.figures(), inbounds: inside.inbounds() };
}
