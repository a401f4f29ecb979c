import { BlockList, isIPv4 } from 'node:net';

/** `private` may be opened by configuration, `never` by nothing (RELIABILITY D8). */
export type AddressClass = 'public' | 'private' | 'never';

const PRIVATE: readonly [string, number][] = [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['::1', 128],
  ['fc00::', 7],
];

/** Unspecified, link-local and metadata, multicast, broadcast, and spellings of IPv4 that nobody uses any more. */
const NEVER: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 96],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

/** IPv6 addresses that end in the IPv4 address that is really meant: mapped, and the NAT64 of IPv6-only hosts. */
const CARRIES_IPV4 = /^(?:::ffff:|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

const privateRanges = blockList(PRIVATE);
const neverRanges = blockList(NEVER);

/** Says what kind of network a literal address belongs to; `address` must be a valid IPv4 or IPv6 address. */
export function addressClass(address: string): AddressClass {
  const literal = meantAddress(address);
  const family = isIPv4(literal) ? 'ipv4' : 'ipv6';
  if (privateRanges.check(literal, family)) return 'private';
  return neverRanges.check(literal, family) ? 'never' : 'public';
}

function meantAddress(address: string): string {
  if (isIPv4(address)) return address;
  const scopeless = address.replace(/%.*$/, '');
  const canonical = new URL(`http://[${scopeless}]/`).hostname.slice(1, -1);
  const [, high, low] = CARRIES_IPV4.exec(canonical) ?? [];
  if (high === undefined || low === undefined) return canonical;
  return [...halves(high), ...halves(low)].join('.');
}

function halves(hex: string): [number, number] {
  const value = Number.parseInt(hex, 16);
  return [value >> 8, value & 0xff];
}

function blockList(ranges: readonly [string, number][]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of ranges) {
    list.addSubnet(network, prefix, isIPv4(network) ? 'ipv4' : 'ipv6');
  }
  return list;
}
