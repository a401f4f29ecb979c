import { randomBytes, randomUUID } from 'node:crypto';
import { type Client, cipherOf, type Inbound, takesVision } from './panel-records.ts';
import { randomText } from './panel-store.ts';

/** Vision, where one of the inbounds takes it. */
export const flowOn = (flow: string, inbounds: Inbound[]): string => (inbounds.some(takesVision) ? flow : '');

/** Makes up what the protocol needs and the caller did not give; a 2022 key of the wrong length is replaced. */
export function fillCredential(client: Client, inbound: Inbound): Client {
  switch (inbound.protocol) {
    case 'vless':
    case 'vmess':
      return { ...client, uuid: client.uuid || randomUUID() };
    case 'trojan':
      return { ...client, password: client.password || randomText(10) };
    case 'hysteria':
      return { ...client, auth: client.auth || randomText(10) };
    case 'shadowsocks':
      return { ...client, password: shadowsocksKey(client.password, cipherOf(inbound)) };
    default:
      return client;
  }
}

function shadowsocksKey(given: string, cipher: string): string {
  if (!cipher.startsWith('2022-')) return given || randomText(10);
  const length = cipher.includes('aes-128') ? 16 : 32;
  const fits = Buffer.from(given, 'base64').length === length;
  return fits ? given : randomBytes(length).toString('base64');
}
