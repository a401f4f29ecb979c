const RELEASE = /^v?(\d+)\.(\d+)/;
/** `assets/js/util.js?2.8.11`: panels of 2.x let browsers load their files anew after an update. */
const ON_THE_PAGE = /\.(?:js|css)\?v?(\d+\.\d+(?:\.\d+)?)["']/;

/** false = a build between releases, which carries no number. */
export const isRelease = (version: string): boolean => RELEASE.test(version);

/** Whether a version is this one or later; a build between releases is not known to be. */
export function isFrom(version: string, [major, minor]: readonly [number, number]): boolean {
  const [, foundMajor, foundMinor] = RELEASE.exec(version) ?? [];
  if (foundMajor === undefined || foundMinor === undefined) return false;
  return Number(foundMajor) > major || (Number(foundMajor) === major && Number(foundMinor) >= minor);
}

/** The version that the login page of a panel of 2.x tells; null = it is not such a page. */
export const pageVersion = (html: string): string | null => ON_THE_PAGE.exec(html)?.[1] ?? null;
