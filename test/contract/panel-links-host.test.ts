import { describe, expect, it } from 'vitest';
import { BASE, byToken, door, driver, ok, type Seen, StandIn } from './panel-driver-stand-in.ts';

/** What a panel from 3.0.1 on takes for its own name: the forwarded host, else the caller's address, else the host. */
function hostOf({ headers }: Seen, told: Record<string, string>): string {
  const forwarded = headers['x-forwarded-host'] ?? told['X-Real-IP'] ?? told.Host ?? headers.host ?? '';
  return String(forwarded).replace(/:\d+$/, '');
}

/** A panel 3.6 behind a proxy that tells it so much. */
const behind = (told: Record<string, string>) =>
  new StandIn((request) => {
    if (request.path.startsWith(`${BASE}panel/api/clients/subLinks/`)) {
      const host = hostOf(request, told);
      const vmess = Buffer.from(JSON.stringify({ v: '2', add: host, port: 443 })).toString('base64');
      return ok([`vless://id@${host}:443?type=tcp#name`, `vmess://${vmess}`]);
    }
    return door(request) ?? ok(null);
  }).start();

describe('the address in a key', () => {
  it.each([
    ['the address of whoever asks', { 'X-Real-IP': '198.51.100.9' }],
    ['its own loopback', { Host: '127.0.0.1:2053' }],
    ['its own loopback by name', { Host: 'localhost:2053' }],
    ['nothing at all', {}],
  ])('is the server’s public host where a proxy tells the panel %s', async (_name, told) => {
    await using panel = await behind(told);
    const place = { remoteId: 1, email: 'a', subId: 'sub1' };
    const [vless, vmess = ''] = await driver().clientLinks(byToken(panel.url), place);
    expect(vless).toBe('vless://id@key.example.com:443?type=tcp#name');
    const fields = JSON.parse(Buffer.from(vmess.slice('vmess://'.length), 'base64').toString('utf8'));
    expect(fields).toMatchObject({ add: 'key.example.com' });
  });
});
