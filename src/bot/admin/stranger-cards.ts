import type { StrangerLine, StrangerList, StrangerView } from '../../services/fleet/import-desk.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from '../views/buttons.ts';
import { tidy } from '../views/fit-to.ts';
import { pageButtons, pageOf } from '../views/page-of.ts';
import { bold, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import { gigabytesOf } from '../views/words.ts';
import { strangerWords } from './stranger-words.ts';

const PAGE = 8;

/** [Clients not ours] of a server: whoever is on its panel without the shop. */
export function strangersCard(t: Translate, list: StrangerList, asked: number): Screen {
  const { serverId, strangers } = list;
  const page = pageOf(strangers, { page: asked, size: PAGE });
  const lines: Piece[][] = [
    [bold(t('strangers-title', { server: tidy(list.server), count: strangers.length }))],
    [t(strangers.length === 0 ? 'strangers-none' : 'strangers-what')],
    ...page.items.map((line) => [lineWords(t, line)]),
  ];
  const rows = [
    ...page.items.map(({ key, email }) => [
      tapButton(tidy(email, 25), { screen: 'stranger', serverId, key }),
    ]),
    ...pageButtons(page, t, (there) => ({ screen: 'strangers', serverId, page: there })),
    [tapButton(t('button-back'), { screen: 'server', serverId })],
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: rows } };
}

/** One of them, and whose it may become. */
export function strangerCard(t: Translate, view: StrangerView): Screen {
  const { serverId, key } = view;
  const [name, ...facts] = strangerWords(t, view).map(({ id, args }) => t(id, args));
  const lines: Piece[][] = [[bold(name ?? '')], ...facts.map((fact) => [fact]), [t('stranger-untouched')]];
  const rows = [
    [tapButton(t('stranger-button-bind'), { screen: 'stranger-bind', serverId, key })],
    [tapButton(t('button-back'), { screen: 'strangers', serverId, page: 0 })],
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: rows } };
}

const lineWords = (t: Translate, { email, inbound, used }: StrangerLine): string =>
  t('strangers-line', { name: tidy(email, 50), inbound: tidy(inbound, 30), used: gigabytesOf(used) });
