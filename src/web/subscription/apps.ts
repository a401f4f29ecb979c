import type { Platform } from '../../model/platforms.ts';

/** An app of a platform: where it comes from, and how it is told to take a subscription; null = by hand only. */
export type ProxyApp = {
  readonly name: string;
  readonly home: string;
  readonly open: ((url: string, shop: string) => string) | null;
};

const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

// Addresses that the apps themselves document; UX.md, rule 6, tells where each was seen.
const HIDDIFY: ProxyApp = {
  name: 'Hiddify',
  home: 'https://github.com/hiddify/hiddify-app/releases',
  open: (url, shop) => `hiddify://import/${url}#${encoded(shop)}`,
};
const V2RAYNG: ProxyApp = {
  name: 'v2rayNG',
  home: 'https://github.com/2dust/v2rayNG/releases',
  open: (url, shop) => `v2rayng://install-config?name=${encoded(shop)}&url=${encoded(url)}`,
};
const CLASH_META: ProxyApp = {
  name: 'Clash Meta',
  home: 'https://github.com/MetaCubeX/ClashMetaForAndroid/releases',
  open: (url, shop) => `clashmeta://install-config?name=${encoded(shop)}&url=${encoded(url)}`,
};
const STREISAND: ProxyApp = {
  name: 'Streisand',
  home: 'https://apps.apple.com/app/streisand/id6450534064',
  open: (url) => `streisand://import/${url}`,
};
const SHADOWROCKET: ProxyApp = {
  name: 'Shadowrocket',
  home: 'https://apps.apple.com/app/shadowrocket/id932747118',
  open: (url) => `sub://${Buffer.from(url).toString('base64')}`,
};
const HAPP: ProxyApp = {
  name: 'Happ',
  home: 'https://www.happ.su/main',
  open: (url) => `happ://add/${url}`,
};
const CLASH_VERGE: ProxyApp = {
  name: 'Clash Verge Rev',
  home: 'https://github.com/clash-verge-rev/clash-verge-rev/releases',
  open: (url, shop) => `clash://install-config?url=${encoded(url)}&name=${encoded(shop)}`,
};
const V2RAYN: ProxyApp = { name: 'v2rayN', home: 'https://github.com/2dust/v2rayN/releases', open: null };

/** By platform, the one to take first. */
export const APPS: Readonly<Record<Platform, readonly ProxyApp[]>> = {
  android: [V2RAYNG, HIDDIFY, HAPP, CLASH_META],
  iphone: [STREISAND, HAPP, SHADOWROCKET, HIDDIFY],
  windows: [HIDDIFY, CLASH_VERGE, V2RAYN],
  macos: [HIDDIFY, STREISAND, CLASH_VERGE],
  linux: [HIDDIFY, CLASH_VERGE, V2RAYN],
};
