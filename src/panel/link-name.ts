import { jsonObject } from './answers.ts';

const VMESS = 'vmess://';
/** `⛔️N/A-` before a name, `-50.00GB📊-29D,10H⏳` behind it; the owner of a panel chooses the mark between. */
const FIGURES = /^⛔️N\/A.|(?:.\d+\.\d\d[KMGTPE]?B📊)?(?:.(?:\d+[DHM],?)+⏳)?$/gu;

/**
 * The same link without what was left when it was read: panels from 3.0.1 to 3.3 write that into its name, and in an app
 * it would stand still. Source: contract 3x-ui section 6, `subShowInfo`.
 */
export function withoutFigures(link: string): string {
  if (link.startsWith(VMESS)) return vmessLink(link);
  const [way = '', name = ''] = link.split(/#(.*)/s);
  const bare = bareName(decoded(name));
  return bare === decoded(name) ? link : `${way}#${encodeURIComponent(bare)}`;
}

function vmessLink(link: string): string {
  const fields = jsonObject(Buffer.from(link.slice(VMESS.length), 'base64').toString('utf8'));
  if (typeof fields?.ps !== 'string' || bareName(fields.ps) === fields.ps) return link;
  const text = JSON.stringify({ ...fields, ps: bareName(fields.ps) }, null, 2);
  return VMESS + Buffer.from(text, 'utf8').toString('base64');
}

const bareName = (name: string): string => name.replace(FIGURES, '');

/** A name whose escapes are broken stays as it is. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
