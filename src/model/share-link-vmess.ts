import { type Fields, filled, type LinkParameters } from './link-fields.ts';
import type { LinkDraft } from './share-link-draft.ts';
import { securityOf, tlsParameters } from './share-link-security.ts';
import { masksOf, transportParameters } from './share-link-transport.ts';
import { linkName } from './share-link-url.ts';

/** vmess hides all in JSON. null = REALITY, for which it has no words. */
export function vmessLink(draft: LinkDraft): string | null {
  const { client, stream, front } = draft;
  const tls = securityOf(stream);
  if (tls === 'reality') return null;
  const fields: Record<string, string | number> = {
    ...filled(Object.entries({ ...vmessTransport(stream), fm: masksOf(stream) })),
    ...(tls === 'tls' ? filled(Object.entries(tlsParameters(stream))) : {}),
    v: '2',
    ps: linkName(draft),
    add: front.host,
    port: front.port,
    id: client.uuid,
    scy: 'auto',
    tls,
  };
  const sorted = Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `vmess://${Buffer.from(JSON.stringify(sorted, null, 2)).toString('base64')}`;
}

/** vmess puts other things than the url forms into `type` and `path`. */
function vmessTransport(stream: Fields): LinkParameters {
  const { type: net = 'tcp', headerType = '', ...rest } = transportParameters(stream);
  if (net === 'grpc') {
    const { serviceName = '', mode = '', ...others } = rest;
    return { net, ...others, path: serviceName, type: mode || 'none' };
  }
  const { seed = '', ...others } = rest;
  return { net, path: seed, ...others, type: headerType || 'none' };
}
