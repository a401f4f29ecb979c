import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Fields, Inbound } from './panel-records.ts';

type FirstInbound = Pick<Inbound, 'remark' | 'port' | 'protocol' | 'settings' | 'streamSettings'>;

/**
 * What a furnished panel sells at first: one vless and one trojan inbound, keys drawn at random. One server name and
 * one short id each, so the link of a client is the same on every call.
 */
export function firstInbounds(): FirstInbound[] {
  return [
    {
      remark: 'vless-tcp-reality',
      port: 20001,
      protocol: 'vless',
      settings: { decryption: 'none', encryption: 'none', fallbacks: [] },
      streamSettings: { ...PLAIN_TCP, security: 'reality', realitySettings: realitySettings() },
    },
    {
      remark: 'trojan-tcp-tls',
      port: 20002,
      protocol: 'trojan',
      settings: { fallbacks: [] },
      streamSettings: { ...PLAIN_TCP, security: 'tls', tlsSettings: TLS_SETTINGS },
    },
  ];
}

/** A new X25519 pair in the panel's writing: 32 raw bytes, base64url. */
export function x25519Pair(): { privateKey: string; publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  return {
    privateKey: privateKey.export({ format: 'jwk' }).d ?? '',
    publicKey: publicKey.export({ format: 'jwk' }).x ?? '',
  };
}

const PLAIN_TCP: Fields = {
  network: 'tcp',
  tcpSettings: { acceptProxyProtocol: false, header: { type: 'none' } },
};

const TLS_SETTINGS: Fields = {
  serverName: 'sandbox.example.com',
  minVersion: '1.2',
  maxVersion: '1.3',
  cipherSuites: '',
  rejectUnknownSni: false,
  disableSystemRoot: false,
  enableSessionResumption: false,
  certificates: [
    {
      certificateFile: '/etc/ssl/sandbox/fullchain.pem',
      keyFile: '/etc/ssl/sandbox/privkey.pem',
      ocspStapling: 3600,
      oneTimeLoading: false,
      usage: 'encipherment',
      buildChain: false,
    },
  ],
  alpn: ['h2', 'http/1.1'],
  settings: { allowInsecure: false, fingerprint: 'chrome', echConfigList: '' },
};

function realitySettings(): Fields {
  const { privateKey, publicKey } = x25519Pair();
  return {
    show: false,
    xver: 0,
    target: 'www.example.org:443',
    serverNames: ['www.example.org'],
    privateKey,
    minClientVer: '',
    maxClientVer: '',
    maxTimediff: 0,
    shortIds: [randomBytes(8).toString('hex')],
    mldsa65Seed: '',
    settings: { publicKey, fingerprint: 'chrome', serverName: '', spiderX: '/', mldsa65Verify: '' },
  };
}
