import type { NoticeChoiceView } from '../../services/delivery/notice-choice.ts';
import type { Shop } from '../../services/ports/shop.ts';
import type { Translate } from '../texts.ts';
import { inRows, tapButton } from './buttons.ts';
import { bold, richLines } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { waysBack } from './ways.ts';

/** Parts of the day that are offered; buttons name them by their place, so new ones are put last. */
export const NOTICE_HOURS = [
  { from: 9, to: 21 },
  { from: 8, to: 23 },
  { from: 12, to: 24 },
  { from: 0, to: 24 },
] as const;

/** Minutes east of UTC at which people live. */
export const NOTICE_OFFSETS: readonly number[] = [
  ...[-660, -600, -540, -480, -420, -360, -300, -240, -210, -180, -120, -60, 0],
  ...[60, 120, 180, 210, 240, 270, 300, 330, 345, 360, 390, 420, 480, 540, 570, 600, 660, 720, 780],
];

const CHOSEN = '✓ ';
const OFFSETS_IN_A_ROW = 4;

export type Notices = {
  choice: NoticeChoiceView;
  shop: Pick<Shop, 'wakingHours' | 'timeZone' | 'autoLifecycle'>;
};

/** What this person is told of, and when. */
export function noticesView({ choice, shop }: Notices, t: Translate): Screen {
  const { muted, hours, utcOffset } = choice;
  const { from, to } = hours ?? shop.wakingHours ?? { from: 0, to: 24 };
  const zone = utcOffset === null ? (shop.timeZone ?? 'UTC') : offsetWords(utcOffset);
  const set = (field: string, value: number) => ({ screen: 'notices-set', field, value }) as const;
  const presets = NOTICE_HOURS.map((each, place) => {
    const isChosen = each.from === from && each.to === to;
    return tapButton((isChosen ? CHOSEN : '') + hoursWords(t, each), set('hours', place));
  });
  const rows = [
    [tapButton(t(muted ? 'notices-unmute' : 'notices-mute'), set('muted', muted ? 0 : 1))],
    presets.slice(0, 2),
    presets.slice(2),
    [tapButton(t('notices-zone-button'), { screen: 'notices-zone' })],
    waysBack(t, { screen: 'more' }),
  ];
  return {
    ...richLines(
      [bold(t('notices-title'))],
      [t(tellsOf({ choice, shop }))],
      [t('notices-when', { hours: hoursWords(t, { from, to }), zone })],
      ...(shop.autoLifecycle === false ? [] : [[t('notices-essential')]]),
    ),
    reply_markup: { inline_keyboard: rows },
  };
}

function tellsOf({ choice, shop }: Notices): string {
  if (shop.autoLifecycle === false) return 'notices-off';
  return choice.muted ? 'notices-muted' : 'notices-all';
}

/** Which clock the hours are read on; every zone is named by what its clock is ahead of UTC. */
export function noticesZoneView({ choice }: Notices, t: Translate): Screen {
  const buttons = NOTICE_OFFSETS.map((offset, place) => {
    const mark = offset === choice.utcOffset ? CHOSEN : '';
    return tapButton(mark + offsetWords(offset), { screen: 'notices-set', field: 'zone', value: place });
  });
  const rows = inRows(buttons, OFFSETS_IN_A_ROW);
  return {
    ...richLines([bold(t('notices-zone-title'))], [t('notices-zone-line')]),
    reply_markup: { inline_keyboard: [...rows, waysBack(t, { screen: 'notices' })] },
  };
}

const hoursWords = (t: Translate, { from, to }: { from: number; to: number }): string =>
  from === 0 && to === 24 ? t('notices-any-time') : `${from}:00–${to}:00`;

/** `UTC+3:30` */
function offsetWords(offset: number): string {
  const minutes = Math.abs(offset) % 60;
  const hours = Math.floor(Math.abs(offset) / 60);
  const part = minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`;
  return offset === 0 ? 'UTC' : `UTC${offset < 0 ? '−' : '+'}${hours}${part}`;
}
