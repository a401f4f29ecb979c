import { FASTEST, GROUP, type NamedLink } from './named-links.ts';
import type { Rendered } from './rendered.ts';
import { singBoxOutbound } from './sing-box-outbound.ts';
import type { Told } from './told-words.ts';

/**
 * A whole configuration for sing-box 1.12 and later: one tunnel, the links to choose from, one entry that takes the
 * fastest. With no link everything is refused, so that nothing goes out in the open. Source: sing-box.sagernet.org.
 */
export function singBoxConfig(links: readonly NamedLink[]): Rendered {
  const made = links
    .map(({ name, connection }) => connection && singBoxOutbound(name, connection))
    .filter((each) => each !== null);
  const config = {
    log: { level: 'warn' },
    ...traffic(made.map(({ tag }) => String(tag))),
    endpoints: made.filter(isEndpoint),
  };
  const { outbounds, ...rest } = config;
  const all = { ...rest, outbounds: [...outbounds, ...made.filter((each) => !isEndpoint(each))] };
  return { body: `${JSON.stringify(all, null, 2)}\n`, leftOut: links.length - made.length };
}

const isEndpoint = ({ type }: Told): boolean => type === 'wireguard';

const TUNNEL = {
  type: 'tun',
  tag: 'tun-in',
  address: ['172.19.0.1/30', 'fdfe:dcba:9876::1/126'],
  auto_route: true,
  strict_route: true,
};

const HOME_RULES = [
  { action: 'sniff' },
  { protocol: 'dns', action: 'hijack-dns' },
  { ip_is_private: true, outbound: 'direct' },
];

function traffic(tags: readonly string[]) {
  const route = { auto_detect_interface: true, default_domain_resolver: 'local' };
  const direct = { type: 'direct', tag: 'direct' };
  const local = { type: 'local', tag: 'local' };
  if (tags.length === 0)
    return {
      dns: { servers: [local] },
      inbounds: [TUNNEL],
      outbounds: [direct],
      route: { ...route, rules: [...HOME_RULES, { action: 'reject' }] },
    };
  return {
    dns: {
      servers: [{ type: 'https', tag: 'remote', server: '1.1.1.1', detour: GROUP }, local],
      final: 'remote',
    },
    inbounds: [TUNNEL],
    outbounds: [
      { type: 'selector', tag: GROUP, outbounds: [FASTEST, ...tags], default: FASTEST },
      { type: 'urltest', tag: FASTEST, outbounds: tags },
      direct,
    ],
    route: { ...route, rules: HOME_RULES, final: GROUP },
  };
}
