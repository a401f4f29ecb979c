/** Traffic that can be bought for a running access: so many whole gigabytes for so many minor units. */
export type TrafficPack = { gb: number; minor: bigint };

const MOST_PACKS = 6;
const PACK = /^(\d{1,5}) *(?:gb|гб)? *= *(\d{1,6})(?:\.(\d{1,2}))?$/i;

/** What a seller writes, `10 GB = 1.50, 50 GB = 5`, each size once, the smallest first. null = it is no such list. */
export function parseTrafficPacks(text: string): TrafficPack[] | null {
  const parts = text.split(/[,;\n]/).map((part) => part.trim());
  const packs = parts.flatMap((part) => packOf(part) ?? []);
  const sizes = new Set(packs.map(({ gb }) => gb));
  if (packs.length < parts.length || sizes.size < packs.length || packs.length > MOST_PACKS) return null;
  return packs.sort((one, other) => one.gb - other.gb);
}

function packOf(part: string): TrafficPack | null {
  const [, size = '', whole = '', cents = ''] = PACK.exec(part) ?? [];
  const minor = BigInt(whole || 0) * 100n + BigInt(cents.padEnd(2, '0'));
  return Number(size) > 0 && minor > 0n ? { gb: Number(size), minor } : null;
}

/** As it is kept with the plan; `parseTrafficPacks` reads it. */
export const trafficPacksText = (packs: readonly TrafficPack[]): string =>
  packs
    .map(({ gb, minor }) => `${gb} GB = ${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`)
    .join(', ');
