import type { Connection } from '../../model/parse-link.ts';

/** What an app is told of one connection, in the words of its format. */
export type Told = Readonly<Record<string, unknown>>;

/** Said by a link and not needed to connect: a path for visitors, a second check of the server, a name of the window. */
const MAY_BE_LEFT_OUT = ['spx', 'pqv', 'mode', 'x_padding_bytes', 'scy', 'aid', 'host'];

/**
 * Whether all that the link says is among what the format has words for. One that says more would connect otherwise
 * than it was sold, or not at all: it is left out.
 */
export const saysOnly = ({ parameters }: Connection, known: readonly string[]): boolean =>
  Object.keys(parameters).every((key) => known.includes(key) || MAY_BE_LEFT_OUT.includes(key));

/** Without what is not said. */
export const said = (fields: Told): Told =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));

/** A list of words; undefined = there is none. */
export const listed = (words: string | undefined): string[] | undefined =>
  words ? words.split(',').map((word) => word.trim()) : undefined;

/** A path of a web socket may ask for early data in the way of Xray, `?ed=2048`; other cores are told beside it. */
export function earlyData(path: string | undefined): { path: string; size: number | null } {
  const [plain = '', query = ''] = (path || '/').split('?');
  const size = new URLSearchParams(query).get('ed');
  return size === null || !/^\d{1,6}$/.test(size)
    ? { path: path || '/', size: null }
    : { path: plain || '/', size: Number(size) };
}

export const EARLY_HEADER = 'Sec-WebSocket-Protocol';

/** `xtls-rprx-vision-udp443` is the same flow, with a rule for the app of Xray alone. */
export const plainFlow = (flow: string | undefined): string | undefined => flow?.replace(/-udp443$/, '');
