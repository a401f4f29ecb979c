import type { LinkParts } from '../../model/inbound-links.ts';
import { type Connection, parseLink } from '../../model/parse-link.ts';
import { shortDigest } from '../ports/short-digest.ts';

/** What a panel draws by lot for each link of REALITY. */
const DRAWN = ['sni', 'sid'] as const;
/** They open the door whatever they say. */
const OF_NO_WEIGHT = ['spx', 'fp'];
/** It is meant anyway, and panels up to 2.6.7 do not write it. */
const PLAIN = 'encryption=none';

/**
 * Whether a link that a customer has opens what the panel's links of today open; names do not count. `parts` = of the
 * inbound behind them, by the last look; null = there was none: then what panels draw by lot is not compared.
 */
export function isStillGood(link: string, today: readonly string[], parts: LinkParts | null): boolean {
  const had = parseLink(link);
  if (had === null) return today.includes(link);
  return today.some((each) => {
    const now = parseLink(each);
    return now !== null && wordsOf(had) === wordsOf(now) && isDrawnFrom(had, parts);
  });
}

function wordsOf({ parameters, ...place }: Connection): string {
  const ignored = place.security === 'reality' ? [...OF_NO_WEIGHT, ...DRAWN] : OF_NO_WEIGHT;
  const said = Object.entries(parameters).filter(
    ([key, word]) => !ignored.includes(key) && `${key}=${word}` !== PLAIN,
  );
  return JSON.stringify([Object.entries(place).sort(), said.sort()]);
}

/** What was drawn for it then may still be drawn today. */
function isDrawnFrom({ security, parameters }: Connection, parts: LinkParts | null): boolean {
  if (security !== 'reality') return true;
  return DRAWN.every((part) => {
    const offered = parts?.[part];
    return !offered || offered.split(' ').includes(shortDigest(parameters[part] ?? ''));
  });
}
