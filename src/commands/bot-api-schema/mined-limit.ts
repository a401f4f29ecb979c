import type { Field } from '../../sandbox/telegram/schema.ts';

type Limit = Pick<Field, 'min' | 'max' | 'of'>;

const LENGTH = /(\d+)-(\d+) (characters|bytes|items|identifiers)/;
const VALUE = /[Vv]alues between (\d+)-(\d+)|[Mm]ust be between (\d+) and (\d+)|[,;] (\d+)-(\d+)(?:\.|$)/;
const COUNT = /must include (\d+)-(\d+) items/;
const AT_MOST = /at most (\d+) (?:commands|suggested tip amounts)/i;

/** The limit that a description names in words; nothing where there is none, or where it holds after parsing mark-up only. */
export function minedLimit(description: string): Limit {
  if (/after entit(y|ies) pars/.test(description)) return {};
  const length = LENGTH.exec(description) ?? COUNT.exec(description);
  if (length) return { min: Number(length[1]), max: Number(length[2]), of: unitOf(length[3]) };
  const value = VALUE.exec(description);
  if (value) {
    const [min, max] = value.slice(1).filter((number) => number !== undefined);
    return { min: Number(min), max: Number(max), of: 'value' };
  }
  const most = AT_MOST.exec(description);
  return most ? { max: Number(most[1]), of: 'items' } : {};
}

function unitOf(word: string | undefined): Limit['of'] {
  return word === 'characters' || word === 'bytes' ? word : 'items';
}
