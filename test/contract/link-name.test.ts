import { describe, expect, it } from 'vitest';
import { withoutFigures } from '../../src/panel/link-name.ts';

const link = (name: string) => `vless://00000001@de.example.com:443?type=tcp#${encodeURIComponent(name)}`;
const vmess = (ps: string) =>
  `vmess://${Buffer.from(JSON.stringify({ add: 'de.example.com', ps }, null, 2)).toString('base64')}`;

describe('the name of a link that a panel gives', () => {
  it.each([
    ['DE-ann-50.00GB📊-1135D,10H⏳', 'DE-ann'],
    ['DE-ann-1000.00B📊', 'DE-ann'],
    ['DE-ann-30D⏳', 'DE-ann'],
    ['DE-ann-59M⏳', 'DE-ann'],
    ['DE ann 1.50TB📊 5H⏳', 'DE ann'],
    ['DE,ann-2,7.25MB📊,1D,2H⏳', 'DE,ann-2'],
    ['⛔️N/A-DE-ann', 'DE-ann'],
    ['⏳ 30D 50.00GB 📊', '⏳ 30D 50.00GB 📊'],
  ])('says without traffic and time what "%s" says', (told, kept) => {
    expect(withoutFigures(link(told))).toBe(link(kept));
    expect(withoutFigures(vmess(told))).toBe(vmess(kept));
  });

  it.each(['vless://1@de.example.com:443', 'vless://1@de.example.com:443#50%', 'vmess://none', 'none'])(
    'is left alone where it cannot be read: %s',
    (told) => {
      expect(withoutFigures(told)).toBe(told);
    },
  );
});
