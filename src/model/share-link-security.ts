import { type Fields, fieldsOf, type LinkParameters, textOf, textsOf } from './link-fields.ts';

/** What makes a visit to the borrowed site look different for each client. */
export type Visitor = { readonly subId: string; readonly email: string };

/** SHA-256 of a text, in lower-case hex. */
export type Digest = (text: string) => string;

/** `tls`, `reality` or `none`. */
export const securityOf = (stream: Fields): string => textOf(stream.security) || 'none';

/** How a link names the cover of the connection: `security` and what belongs to it (contract 3x-ui section 6). */
export function securityParameters(stream: Fields, visitor: Visitor, digest: Digest): LinkParameters {
  const security = securityOf(stream);
  if (security === 'tls') return { security, ...tlsParameters(stream) };
  if (security === 'reality') return { security, ...realityParameters(stream, visitor, digest) };
  return { security: 'none' };
}

/** Never `allowInsecure`: cores from 26.2 on stop at it; `pcs` pins the certificate instead. */
export function tlsParameters(stream: Fields): LinkParameters {
  const tls = fieldsOf(stream.tlsSettings);
  const told = fieldsOf(tls.settings);
  return {
    alpn: textsOf(tls.alpn).join(','),
    sni: textOf(tls.serverName),
    fp: textOf(told.fingerprint),
    pcs: pinsOf(stream).join(','),
    ech: textOf(told.echConfigList),
    vcn: textsOf(told.verifyPeerCertByName).join(','),
  };
}

/** SHA-256 of the certificates that an app shall accept, in the panel's writing. */
export const pinsOf = (stream: Fields): readonly string[] =>
  textsOf(fieldsOf(fieldsOf(stream.tlsSettings).settings).pinnedPeerCertSha256);

/** The panel draws name and short id by lot; here it is the first of each, so that a link stays the same. */
function realityParameters(stream: Fields, visitor: Visitor, digest: Digest): LinkParameters {
  const reality = fieldsOf(stream.realitySettings);
  const told = fieldsOf(reality.settings);
  return {
    pbk: textOf(told.publicKey),
    sni: textsOf(reality.serverNames)[0] ?? '',
    sid: firstShortId(reality.shortIds),
    fp: textOf(told.fingerprint),
    pqv: textOf(told.mldsa65Verify),
    spx: spiderPath(textOf(told.spiderX), visitor, digest),
  };
}

/** An empty one is allowed where the list holds it. */
const firstShortId = (ids: unknown): string => (Array.isArray(ids) ? textOf(ids[0]) : textOf(ids));

/** As panels from 3.5 on write it: different for each client, the same on every call. */
const spiderPath = (spiderX: string, { subId, email }: Visitor, digest: Digest): string =>
  `/${digest(`${spiderX}|${subId || email}`).slice(0, 15)}`;
