import type { LinkCount } from '../../services/fleet/links-anew.ts';
import type { ServerView } from '../../services/fleet/views.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from '../views/buttons.ts';
import { tidy } from '../views/fit-to.ts';
import { bold, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import { sureCard } from '../views/sure-card.ts';

type Named = Pick<ServerView, 'serverId' | 'name'>;

/** Asked before the links of all accesses of a server are read anew: whom it concerns, and what they may get. */
export function linksSureCard(t: Translate, { serverId, name }: Named, { running }: LinkCount): Screen {
  return sureCard({
    title: t('links-sure', { server: tidy(name), accesses: running }),
    lines: [t('links-sure-what')],
    yes: tapButton(t('links-button-yes'), { screen: 'server-links-yes', serverId }),
    back: tapButton(t('button-back'), { screen: 'server', serverId }),
  });
}

/** How far the reading is. */
export function linksCard(t: Translate, { serverId, name }: Named, links: LinkCount): Screen {
  const lines: Piece[][] = [
    [bold(t('links-title', { server: tidy(name) }))],
    [t('links-running', { accesses: links.running })],
    ...stateLines(t, links),
  ];
  const again = tapButton(t('links-button-look'), { screen: 'server-links-look', serverId });
  const back = tapButton(t('button-back'), { screen: 'server', serverId });
  return {
    ...richLines(...lines),
    reply_markup: { inline_keyboard: [...(links.behind > 0 ? [[again]] : []), [back]] },
  };
}

function stateLines(t: Translate, { running, behind, tried }: LinkCount): Piece[][] {
  if (running === 0) return [[t('links-none')]];
  if (behind === 0) return [[t('links-read')]];
  return [
    [t('links-behind', { accesses: behind })],
    ...(tried > 0 ? [[t('links-tried', { accesses: tried })]] : []),
  ];
}
