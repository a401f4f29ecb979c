/** What customers connect with, as guides and buttons name it; the slug stands in addresses. */
export const PLATFORMS = [
  { slug: 'android', name: 'Android' },
  { slug: 'iphone', name: 'iPhone, iPad' },
  { slug: 'windows', name: 'Windows' },
  { slug: 'macos', name: 'macOS' },
  { slug: 'linux', name: 'Linux' },
] as const;

export type Platform = (typeof PLATFORMS)[number]['slug'];

/** What an address named; null = nothing that is known. */
export const platformOf = (slug: string | undefined): Platform | null =>
  PLATFORMS.find((each) => each.slug === slug)?.slug ?? null;

/** Where a subscription address shows the guide of one platform first. */
export const guideUrl = (subscriptionUrl: string, platform: Platform): string =>
  `${subscriptionUrl}?for=${platform}`;
