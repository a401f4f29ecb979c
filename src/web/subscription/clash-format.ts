import { stringify } from 'yaml';
import { clashProxy } from './clash-proxy.ts';
import { FASTEST, GROUP, type NamedLink } from './named-links.ts';
import type { Rendered } from './rendered.ts';

const TEST_URL = 'https://www.gstatic.com/generate_204';
const TEST_EVERY_SECONDS = 300;
/** What stays at home: other people's private nets are no matter of the proxy. */
const HOME_NETS = ['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'];

/**
 * A whole profile for Clash and its kin (Mihomo): the proxies, a group to choose from, one that takes the fastest.
 * With no proxy the group refuses, so that nothing goes out in the open. Source: wiki.metacubex.one, config.
 */
export function clashProfile(links: readonly NamedLink[]): Rendered {
  const proxies = links
    .map(({ name, connection }) => connection && clashProxy(name, connection))
    .filter((proxy) => proxy !== null);
  const leftOut = links.length - proxies.length;
  const profile = {
    'mixed-port': 7890,
    'allow-lan': false,
    mode: 'rule',
    'log-level': 'warning',
    ipv6: true,
    proxies,
    'proxy-groups': groupsOf(proxies.map(({ name }) => String(name))),
    rules: [...HOME_NETS.map((net) => `IP-CIDR,${net},DIRECT,no-resolve`), `MATCH,${GROUP}`],
  };
  const remark = leftOut > 0 ? `# left out, this format has no words for them: ${leftOut}\n` : '';
  return { body: `${remark}${stringify(profile, { lineWidth: 0 })}`, leftOut };
}

function groupsOf(names: readonly string[]) {
  if (names.length === 0) return [{ name: GROUP, type: 'select', proxies: ['REJECT'] }];
  const tested = { url: TEST_URL, interval: TEST_EVERY_SECONDS };
  return [
    { name: GROUP, type: 'select', proxies: [FASTEST, ...names] },
    { name: FASTEST, type: 'url-test', proxies: names, ...tested },
  ];
}
