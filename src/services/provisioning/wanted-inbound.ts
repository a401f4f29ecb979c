import type { DedicatedInbound } from '../../model/dedicated-inbound.ts';
import { keyPlace } from '../lanes/own-inbound.ts';
import type { WantedClient, WantedInbound } from '../ports/panel.ts';
import type { Vault } from '../ports/vault.ts';

/**
 * What the panel is asked to make: vless over tcp with REALITY, the customer's client inside. Fields as real panels write
 * them (recordings 10-inbounds, the same from 2.6.7 to 3.6.0).
 */
export function wantedInbound(own: DedicatedInbound, vault: Vault, client: WantedClient): WantedInbound {
  const { remark, port, protocol, id } = own.inbound;
  return {
    remark,
    port,
    protocol,
    settings: { decryption: 'none', encryption: 'none', fallbacks: [] },
    streamSettings: {
      network: 'tcp',
      tcpSettings: { acceptProxyProtocol: false, header: { type: 'none' } },
      security: 'reality',
      realitySettings: realityOf(own, vault.open(own.privateKey, keyPlace(id))),
    },
    clients: [client],
  };
}

const realityOf = ({ serverName, shortId, publicKey }: DedicatedInbound, privateKey: string) => ({
  show: false,
  xver: 0,
  target: `${serverName}:443`,
  serverNames: [serverName],
  privateKey,
  minClientVer: '',
  maxClientVer: '',
  maxTimediff: 0,
  shortIds: [shortId],
  mldsa65Seed: '',
  settings: { publicKey, fingerprint: 'chrome', serverName: '', spiderX: '/', mldsa65Verify: '' },
});
