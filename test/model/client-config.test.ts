import { describe, expect, it } from 'vitest';
import { bytes } from '../../src/model/values/traffic.ts';
import { aClient, NOON } from '../support/builders.ts';

describe('what a customer needs to use an access', () => {
  const LINK = 'vless://u@de.example.com:443?type=ws&security=tls&sni=a#x';

  it('is its links, what they say, the subscription, what the QR holds, and the usage', () => {
    const client = aClient({
      links: [LINK, 'hysteria2://other'],
      trafficLimit: bytes(100n),
      trafficUsed: bytes(25n),
      trafficPercentageUsed: 25,
      expiresAt: NOON,
    });

    expect(client.getDownloadableConfig('https://shop.example.com/s/t')).toMatchObject({
      links: [LINK, 'hysteria2://other'],
      subscriptionUrl: 'https://shop.example.com/s/t',
      jsonUrl: 'https://shop.example.com/s/t?format=sing-box',
      qrText: LINK,
      connections: [{ protocol: 'vless', host: 'de.example.com', port: 443, network: 'ws', security: 'tls' }],
      usage: { used: 25n, limit: 100n, percent: 25 },
      expiresAt: NOON,
    });
  });

  it('is the subscription in the QR where a camera could not read the link', () => {
    const long = `${LINK}${'x'.repeat(700)}`;

    expect(aClient({ links: [long] }).getDownloadableConfig('https://s/t').qrText).toBe('https://s/t');
    expect(aClient({ links: [long] }).getDownloadableConfig(null).qrText).toBe(long);
    expect(aClient().getDownloadableConfig(null)).toMatchObject({ qrText: '', jsonUrl: null });
  });
});
