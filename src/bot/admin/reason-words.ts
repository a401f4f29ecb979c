import type { Translate } from '../texts.ts';
import { tidy } from '../views/fit-to.ts';

/** What the shop itself stores as a reason, word for word, and the text that says it in the admin's language. */
const KNOWN: readonly [RegExp, string][] = [
  [/^switched off on the panel$/, 'reason-switched-off'],
  [/^missing on the panel$/, 'reason-missing'],
  [/^the proxy core is \w+$/, 'reason-core'],
  [/^refuses every new client: /, 'reason-refuses'],
  [/: has no keys for customers$/, 'reason-no-keys'],
  [/^its settings are not readable JSON/, 'reason-settings'],
  [/^its transport settings are not readable JSON$/, 'reason-transport'],
  [/^mKCP with header or seed/, 'reason-mkcp'],
  [/^WireGuard: the panel draws keys/, 'reason-wireguard'],
  [/^the cipher "[^"]*" has one key/, 'reason-cipher'],
  [/^the key of the inbound itself does not fit/, 'reason-inbound-key'],
  [/^the first hysteria is served by no core/, 'reason-hysteria-one'],
  [/^hysteria2 opens for nobody without TLS$/, 'reason-hysteria-tls'],
  [/^the network "[^"]*" is not known/, 'reason-network'],
  [/^vmess links cannot carry REALITY$/, 'reason-vmess-reality'],
  [/^shadowsocks links cannot carry REALITY$/, 'reason-shadowsocks-reality'],
  [/^it listens on a socket file/, 'reason-socket'],
];

/** A stored reason in the admin's language where it is the shop's own; a panel's words stay as they are. */
export function reasonWords(t: Translate, reason: string, limit: number): string {
  const known = KNOWN.find(([form]) => form.test(reason));
  return known === undefined
    ? tidy(reason, limit)
    : t(known[1], { words: tidy(reason.replace(known[0], ''), limit) });
}
