import { BlockList, isIP } from 'node:net';
import { ok, refuse } from '../../model/result.ts';
import type { PanelCredentials } from '../../services/ports/panel.ts';
import type { Read } from './plan-input.ts';

const MOST_NAME = 60;

/** Addresses that customers outside the owner's network cannot reach. */
const PRIVATE = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  PRIVATE.addSubnet(net, bits, 'ipv4');
}
for (const [net, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  PRIVATE.addSubnet(net, bits, 'ipv6');
}

/** Base32 of at least ten octets, which is what panels and authenticator apps make. */
const SECOND_FACTOR = /^[A-Z2-7]{16,128}$/;

/**
 * One word is an API token, two words are a user and a password; a third one is the base32 secret of a second factor,
 * which is taken as people copy it: in small letters, in groups with a hyphen, or filled up with `=`.
 */
export function readCredentials(text: string): Read<PanelCredentials> {
  const [first = '', second, third, ...more] = text.trim().split(/\s+/);
  if (first === '' || more.length > 0) return refuse({ code: 'credentials-form' });
  if (second === undefined) return ok({ kind: 'token', token: first });
  if (third === undefined) return ok({ kind: 'password', username: first, password: second });
  const totpSecret = third.replace(/-/g, '').replace(/=+$/, '').toUpperCase();
  if (!SECOND_FACTOR.test(totpSecret)) return refuse({ code: 'second-factor-form' });
  return ok({ kind: 'password', username: first, password: second, totpSecret });
}

/** What the admin calls a server: one line. */
export function readServerName(text: string): Read<string> {
  const name = text.trim().replace(/\s+/g, ' ');
  if (name === '') return refuse({ code: 'server-name-empty' });
  return [...name].length > MOST_NAME ? refuse({ code: 'server-name-long' }) : ok(name);
}

/** A name or an address customers connect to, without scheme, port or path; in lower case. */
export function readPublicHost(text: string): Read<string> {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 || isHostName(host)) return ok(host);
  return refuse({ code: 'public-host-form' });
}

/** The name of a site that a certificate can be for: with a dot, and no address. */
export function readSiteName(text: string): Read<string> {
  const name = text.trim().toLowerCase();
  const isSite = isIP(name) === 0 && name.includes('.') && isHostName(name);
  return isSite ? ok(name) : refuse({ code: 'site-name-form' });
}

/** SHA-256 of a certificate as browsers and openssl show it, with or without colons; in lower-case hex. */
export function readFingerprint(text: string): Read<string> {
  const hex = text
    .trim()
    .toLowerCase()
    .replace(/^sha256\s*(fingerprint)?\s*[=:]\s*/, '')
    .replace(/[:\s]/g, '');
  return /^[0-9a-f]{64}$/.test(hex) ? ok(hex) : refuse({ code: 'fingerprint-form' });
}

/** True when only the owner's own network can reach it. */
export function isPrivateHost(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(bare);
  if (family !== 0) return PRIVATE.check(bare, family === 4 ? 'ipv4' : 'ipv6');
  return !bare.includes('.') || /(^|\.)(localhost|local|internal|lan|home\.arpa)$/.test(bare);
}

function isHostName(host: string): boolean {
  const labels = host.split('.');
  const last = labels.at(-1) ?? '';
  if (host.length > 253 || /^[0-9]*$/.test(last)) return false;
  return labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
}
