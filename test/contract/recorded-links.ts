import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { LinkClient, LinkInbound } from '../../src/model/share-link-draft.ts';

const FOLDER = new URL('recordings/', import.meta.url);

const fields = z.record(z.string(), z.unknown());
const asObject = z.union([fields, z.string().transform((text) => fields.parse(JSON.parse(text || '{}')))]);

const inboundShape = z.object({
  id: z.number(),
  remark: z.string(),
  protocol: z.string(),
  port: z.number(),
  listen: z.string(),
  settings: asObject,
  streamSettings: asObject,
});

const clientShape = z
  .object({
    email: z.string(),
    subId: z.string(),
    flow: z.string().default(''),
    id: z.string().default(''),
    password: z.string().default(''),
    auth: z.string().default(''),
  })
  .transform(({ id, auth, password, ...rest }) => ({ ...rest, uuid: id, password: password || auth }));

/** The body of `addClient` (2.6 to 3.0) or of `clients/add` (3.1 and later). */
const addShape = z.union([
  z.object({ id: z.coerce.number(), settings: asObject }).transform(({ id, settings }) => ({
    inboundId: id,
    client: z.array(clientShape).parse(settings.clients)[0],
  })),
  z
    .object({ client: clientShape, inboundIds: z.array(z.number()) })
    .transform(({ client, inboundIds }) => ({ inboundId: inboundIds[0] ?? 0, client })),
]);

const sceneShape = z.object({
  exchanges: z.array(
    z.object({
      step: z.string(),
      request: z.object({ path: z.string(), json: z.unknown().optional(), form: z.unknown().optional() }),
      response: z.object({ json: z.unknown().optional(), text: z.string().optional() }),
    }),
  ),
});

export type Exchange = z.infer<typeof sceneShape>['exchanges'][number];
/** A link that a real panel gave, at which step, and whose it is. */
export type RecordedLink = { step: string; link: string; inbound: LinkInbound; client: LinkClient };

export function exchangesOf(version: string, scene: string): Exchange[] {
  const file = new URL(`${version}/${scene}.json`, FOLDER);
  return existsSync(file) ? sceneShape.parse(JSON.parse(readFileSync(file, 'utf8'))).exchanges : [];
}

const success = z.object({ success: z.literal(true), obj: z.unknown() });

const objOf = <Shape extends z.ZodType>({ response }: Exchange, shape: Shape): z.infer<Shape> | undefined =>
  shape.safeParse(success.safeParse(response.json).data?.obj).data;

const SCENES = ['10-inbounds', '20-one-client-per-kind', '22-subscription', '23-hosts-and-wireguard'];

/** Every link of one version, in the order in which the panel gave them. */
export function recordedLinks(version: string): RecordedLink[] {
  const { inbounds, clients, steps } = furniture(version);
  return steps.flatMap((exchange) =>
    linksIn(exchange).map((link) => {
      const client = clients.find(({ client: { subId, email } }) =>
        [subId, email].includes(exchange.request.path.split('/').at(-1) ?? ''),
      );
      const inbound = inbounds.get(client?.inboundId ?? 0);
      if (client === undefined || inbound === undefined) throw new Error(`${exchange.step}: whose link?`);
      return { step: exchange.step, link, inbound, client: client.client };
    }),
  );
}

/** What was made in the scenes before the links were asked for. */
export function furniture(version: string) {
  const steps = SCENES.flatMap((scene) => exchangesOf(version, scene));
  const inbounds = new Map<number, LinkInbound>();
  for (const step of steps.filter(({ step: name }) => name.startsWith('add '))) {
    const made = objOf(step, inboundShape);
    if (made !== undefined) inbounds.set(made.id, made);
  }
  const clients = steps
    .filter(({ request }) => /\/(addClient|clients\/add)$/.test(request.path))
    .flatMap(({ request }) => addShape.safeParse(request.json ?? request.form).data ?? [])
    .flatMap(({ client, inboundId }) => (client === undefined ? [] : [{ client, inboundId }]));
  return { steps, inbounds, clients };
}

function linksIn(exchange: Exchange): string[] {
  const { request, response } = exchange;
  if (/\/clients\/(subLinks|links)\/|\/get(SubLinks|ClientLinks)\//.test(request.path)) {
    return objOf(exchange, z.array(z.string()).nullable()) ?? [];
  }
  if (!request.path.startsWith('/sub/') || response.text === undefined) return [];
  const plain = Buffer.from(response.text, 'base64').toString('utf8');
  return plain.split('\n').filter((line) => line.includes('://'));
}
