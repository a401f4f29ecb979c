import type { LinkParts } from '../model/inbound-links.ts';
import { type Fields, fieldsOf, jsonOf, textOf } from '../model/link-fields.ts';
import { tlsParameters } from '../model/share-link-security.ts';
import { masksOf, transportParameters } from '../model/share-link-transport.ts';
import { shortDigest } from '../services/ports/short-digest.ts';
import { cipherOf, type InboundNature } from './sellable.ts';

/**
 * What stands in the share links of an inbound, told so short that two looks can be compared and no secret is kept.
 * null = its settings cannot be read. Clients and what only the panel's side knows are left out. Source: contract 3x-ui
 * section 6.
 */
export function linkPartsOf(inbound: InboundNature): LinkParts | null {
  const { protocol, network, security, port, listen, settings, stream } = inbound;
  if (settings === null || stream === null) return null;
  return {
    port: String(port),
    protocol,
    network,
    security,
    cipher: cipherOf(inbound),
    address: digestOf([listen, stream.externalProxy]),
    transport: digestOf([transportParameters(stream), masksOf(stream)]),
    tls: digestOf(security === 'tls' ? tlsParameters(stream) : null),
    ...realityParts(security === 'reality' ? fieldsOf(stream.realitySettings) : {}),
    keys: digestOf([settings.encryption, settings.password]),
  };
}

function realityParts({ serverNames, shortIds, privateKey, settings }: Fields) {
  const { publicKey, fingerprint, mldsa65Verify } = fieldsOf(settings);
  return {
    reality: digestOf([textOf(publicKey) || privateKey, fingerprint, mldsa65Verify]),
    sni: digestsOf(serverNames),
    sid: digestsOf(shortIds),
  };
}

const digestOf = (said: unknown): string => shortDigest(jsonOf(said ?? null));

/** Of each entry of a list, in an order that does not depend on the list's. */
const digestsOf = (list: unknown): string =>
  (Array.isArray(list) ? list : [])
    .map((each) => shortDigest(textOf(each)))
    .sort()
    .join(' ');
