const RELEASE = /^v?(\d+)\.(\d+)/;

/** false = a build between releases, which carries no number. */
export const isRelease = (version: string): boolean => RELEASE.test(version);

/** Whether a version is this one or later; a build between releases is not known to be. */
export function isFrom(version: string, [major, minor]: readonly [number, number]): boolean {
  const [, foundMajor, foundMinor] = RELEASE.exec(version) ?? [];
  if (foundMajor === undefined || foundMinor === undefined) return false;
  return Number(foundMajor) > major || (Number(foundMajor) === major && Number(foundMinor) >= minor);
}
