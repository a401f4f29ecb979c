import { generateKeyPairSync } from 'node:crypto';
import type { Ids } from '../ports/ids.ts';
import type { WantedInbound } from '../ports/panel.ts';
import type { ThrowAways } from './throw-away.ts';

type Blueprint = {
  /** As results name it; `own` tells it from an inbound that was there. */
  readonly kind: string;
  readonly protocol: string;
  readonly cipher: string;
  readonly flowCapable: boolean;
  readonly settings: (throwAways: ThrowAways) => Record<string, unknown>;
  readonly streamSettings: (throwAways: ThrowAways) => Record<string, unknown>;
};

const TCP = { network: 'tcp', tcpSettings: { acceptProxyProtocol: false, header: { type: 'none' } } };
const WS = {
  network: 'ws',
  wsSettings: { acceptProxyProtocol: false, path: '/panel-suite', host: '', headers: {}, heartbeatPeriod: 0 },
};
const plain = (transport: object) => (): Record<string, unknown> => ({ ...transport, security: 'none' });

/** Kinds that need no certificate of the panel's machine. Source: recordings 10-inbounds. */
export const BLUEPRINTS: readonly Blueprint[] = [
  { ...vless(), kind: 'own vless tcp reality', flowCapable: true, streamSettings: reality },
  { ...vless(), kind: 'own vless ws none', streamSettings: plain(WS) },
  { ...vless(), kind: 'own vless tcp none', streamSettings: plain(TCP) },
  { ...basic('vmess', {}), kind: 'own vmess ws none', streamSettings: plain(WS) },
  { ...basic('trojan', { fallbacks: [] }), kind: 'own trojan tcp none', streamSettings: plain(TCP) },
  shadowsocks('chacha20-ietf-poly1305'),
  shadowsocks('2022-blake3-aes-256-gcm'),
];

/** An inbound of the suite's own on `port`, with one client inside from the start. */
export function ownInbound(blueprint: Blueprint, throwAways: ThrowAways, port: number): WantedInbound {
  return {
    remark: throwAways.name(),
    port,
    protocol: blueprint.protocol,
    settings: blueprint.settings(throwAways),
    streamSettings: blueprint.streamSettings(throwAways),
    clients: [throwAways.client(blueprint)],
  };
}

const FIRST_PORT = 20_000;
/** Above begin the ports that Linux gives to connections of its own. */
const LAST_PORT = 32_000;
const TRIES = 50;

/** A port that no inbound has and on which nothing answers; null = none was found. */
export async function freePort(
  taken: ReadonlySet<number>,
  needs: { ids: Pick<Ids, 'chance'>; isPortFree: (port: number) => Promise<boolean> },
): Promise<number | null> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = FIRST_PORT + Math.floor(needs.ids.chance() * (LAST_PORT - FIRST_PORT));
    if (!taken.has(port) && (await needs.isPortFree(port))) return port;
  }
  return null;
}

function basic(protocol: string, settings: Record<string, unknown>) {
  return { protocol, cipher: '', flowCapable: false, settings: () => settings };
}

function vless() {
  return basic('vless', { decryption: 'none', encryption: 'none', fallbacks: [] });
}

function shadowsocks(cipher: string): Blueprint {
  return {
    kind: `own shadowsocks ${cipher}`,
    protocol: 'shadowsocks',
    cipher,
    flowCapable: false,
    settings: (throwAways) => ({
      method: cipher,
      password: throwAways.password(cipher),
      network: 'tcp,udp',
      ivCheck: false,
    }),
    streamSettings: plain(TCP),
  };
}

/** Nobody connects, so the site that it hides behind is never asked. */
function reality(throwAways: ThrowAways): Record<string, unknown> {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  return {
    ...TCP,
    security: 'reality',
    realitySettings: {
      show: false,
      xver: 0,
      target: 'www.example.org:443',
      serverNames: ['www.example.org'],
      privateKey: privateKey.export({ format: 'jwk' }).d ?? '',
      minClientVer: '',
      maxClientVer: '',
      maxTimediff: 0,
      shortIds: [throwAways.shortId()],
      mldsa65Seed: '',
      settings: {
        publicKey: publicKey.export({ format: 'jwk' }).x ?? '',
        fingerprint: 'chrome',
        serverName: '',
        spiderX: '/',
        mldsa65Verify: '',
      },
    },
  };
}
