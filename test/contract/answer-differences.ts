/** Drawn or counted by the panel: only their type and whether they are empty is compared. */
const DRAWN = new Set([
  'createdAt',
  'updatedAt',
  'created_at',
  'updated_at',
  'token',
  'originNodeGuid',
  'groupId',
  'privateKey',
  'publicKey',
]);

/** What a reality inbound of the recordings may put into a link, drawn anew on every call. */
const DRAWN_OF_REALITY: Record<string, string[]> = {
  sni: ['www.example.org', 'example.org'],
  sid: ['6ba85179e30d4fc2', 'a1b2'],
};

/** How strictly a value is compared: exactly; by type and emptiness; or, with all below it, by type alone. */
type Strictness = 'exact' | 'drawn' | 'shape';

/** Where in the answer we are, and how strictly it is compared there. */
export type Spot = { at: string; strictness: Strictness };

/**
 * Where an answer is not what was recorded, one line each. "… n more" at the end of a recorded list stands for n
 * further entries, "…" for anything.
 */
export function differences(recorded: unknown, actual: unknown, spot: Spot): string[] {
  if (recorded === '…') return [];
  if (Array.isArray(recorded)) return listDifferences(recorded, actual, spot);
  if (isObject(recorded)) return objectDifferences(recorded, actual, spot);
  return isSame(recorded, actual, spot.strictness)
    ? []
    : [`${spot.at}: ${JSON.stringify(actual)} instead of ${JSON.stringify(recorded)}`];
}

function listDifferences(recorded: unknown[], actual: unknown, spot: Spot): string[] {
  if (!Array.isArray(actual)) return [`${spot.at}: not a list`];
  const more = /^… (\d+) more$/.exec(String(recorded.at(-1)));
  const kept = more ? recorded.slice(0, -1) : recorded;
  const expected = kept.length + Number(more?.[1] ?? 0);
  if (actual.length !== expected) return [`${spot.at}: ${actual.length} entries instead of ${expected}`];
  return kept.flatMap((item, i) => differences(item, actual[i], { ...spot, at: `${spot.at}[${i}]` }));
}

function objectDifferences(recorded: Fields, actual: unknown, spot: Spot): string[] {
  if (!isObject(actual)) return [`${spot.at}: ${JSON.stringify(actual)} instead of an object`];
  const extra = Object.keys(actual).filter((key) => !(key in recorded));
  const values = Object.entries(recorded).flatMap(([key, value]) => {
    const inside = { at: `${spot.at}.${key}`, strictness: strictnessOf(key, recorded, spot) };
    return key in actual ? differences(value, actual[key], inside) : [`${inside.at}: missing`];
  });
  return [...extra.map((key) => `${spot.at}.${key}: not recorded`), ...values];
}

/** The row ids of clients depend on steps that are left out. */
function strictnessOf(key: string, parent: Fields, { strictness }: Spot): Strictness {
  if (strictness === 'shape') return 'shape';
  const isRowId = key === 'id' && 'email' in parent && typeof parent.id === 'number';
  return isRowId || DRAWN.has(key) ? 'drawn' : 'exact';
}

function isSame(recorded: unknown, actual: unknown, strictness: Strictness): boolean {
  if (typeof recorded !== typeof actual || (recorded === null) !== (actual === null)) return false;
  if (strictness === 'shape') return true;
  if (strictness === 'drawn') return (recorded === '') === (actual === '');
  return isLink(recorded) && isLink(actual) ? partsOf(recorded) === partsOf(actual) : recorded === actual;
}

/** A link as a set of parameters, in one writing; those that reality draws are reduced to "one of its own". */
function partsOf(link: string): string {
  if (link.startsWith('vmess://')) return Buffer.from(link.slice('vmess://'.length), 'base64').toString();
  const { protocol, username, password, host, searchParams, hash } = new URL(link);
  const isReality = searchParams.get('security') === 'reality';
  const parameters = [...searchParams].map(([key, value]) =>
    isReality && (DRAWN_OF_REALITY[key]?.includes(value) || isDrawnPath(key, value)) ? [key] : [key, value],
  );
  return JSON.stringify([protocol, username, password, host, decodeURIComponent(hash), parameters.sort()]);
}

/** Up to 3.4 drawn from all letters; later worked out, as hexadecimal digits, and compared exactly. */
const isDrawnPath = (key: string, value: string): boolean =>
  key === 'spx' && /^\/[0-9A-Za-z]{15}$/.test(value) && /[^0-9a-f/]/.test(value);

type Fields = Record<string, unknown>;

const isLink = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z0-9]+:\/\//.test(value);

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
