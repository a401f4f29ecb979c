import type { DriftView, Orphan } from '../../services/upkeep/orphans.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from '../views/buttons.ts';
import { tidy } from '../views/fit-to.ts';
import { bold, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import { sureCard } from '../views/sure-card.ts';
import { dangerButton } from './admin-buttons.ts';
import { noteLines } from './server-cards.ts';

const MOST_NAMED = 12;

/** [Differences] of a server: what its panel has otherwise than the shop, and what is done; `note` = just now. */
export function driftCard(t: Translate, view: DriftView, note: string | null = null): Screen {
  const { server, policy, missing, orphans } = view;
  const isEven = missing === 0 && orphans.length === 0;
  const young = orphans.filter(({ isOld }) => !isOld).length;
  const lines: Piece[][] = [
    ...noteLines(note),
    [bold(t('drift-title', { server: tidy(server) }))],
    [t(`drift-edits-${policy}`)],
    ...(missing > 0 ? [[t('drift-missing', { count: missing })]] : []),
    ...(orphans.length > 0 ? [[], [t('drift-orphans', { count: orphans.length })]] : []),
    ...named(t, orphans).map((line) => [line]),
    ...(young > 0 ? [[t('drift-young', { count: young })]] : []),
    ...(isEven ? [[t('drift-none')]] : []),
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: driftButtons(t, view) } };
}

/** Asked before clients that nobody knows are deleted: which, and what that means. null = none may be deleted now. */
export function orphansSureCard(t: Translate, { serverId, server, orphans }: DriftView): Screen | null {
  const old = orphans.filter(({ isOld }) => isOld);
  if (old.length === 0) return null;
  return sureCard({
    title: t('orphans-sure', { count: old.length, server: tidy(server) }),
    lines: [...named(t, old), t('orphans-sure-what')],
    yes: tapButton(t('button-orphans-remove'), { screen: 'server-orphans-yes', serverId }),
    back: tapButton(t('button-back'), { screen: 'server-drift', serverId }),
  });
}

const named = (t: Translate, orphans: readonly Orphan[]): string[] => [
  ...orphans
    .slice(0, MOST_NAMED)
    .map(({ email, firstSeenAt }) => t('drift-orphan', { name: tidy(email), at: firstSeenAt })),
  ...(orphans.length > MOST_NAMED ? [t('admin-more', { count: orphans.length - MOST_NAMED })] : []),
];

function driftButtons(t: Translate, { serverId, policy, missing, orphans }: DriftView) {
  const other = policy === 'ours' ? 'report' : 'ours';
  const putBack = tapButton(t('button-put-back'), { screen: 'server-put-back', serverId });
  const remove = dangerButton(t('button-orphans-remove'), { screen: 'server-orphans', serverId });
  return [
    ...(missing > 0 ? [[putBack]] : []),
    ...(orphans.some(({ isOld }) => isOld) ? [[remove]] : []),
    [
      tapButton(t(`drift-button-${other}`), {
        screen: 'server-edits',
        serverId,
        on: other === 'ours' ? 1 : 0,
      }),
    ],
    [tapButton(t('button-back'), { screen: 'server', serverId })],
  ];
}
