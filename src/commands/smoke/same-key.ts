/** Parameters that a panel draws anew each time it makes a link (contracts/3x-ui.md section 0). */
const DRAWN = ['sid', 'sni', 'spx'];

/** Whether two links open the same door. */
export function sameKey(one: string, other: string): boolean {
  return one === other || withoutDrawn(one) === withoutDrawn(other);
}

function withoutDrawn(link: string): string {
  if (!URL.canParse(link)) return link;
  const url = new URL(link);
  for (const name of DRAWN) url.searchParams.delete(name);
  url.searchParams.delete('encryption', 'none'); // what is meant anyway, and 2.6 does not write it
  url.searchParams.sort();
  url.hash = ''; // the name: older panels write into it what is left
  return url.href;
}
