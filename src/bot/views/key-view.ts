import type { InlineKeyboardButton, LinkPreviewOptions } from 'grammy/types';
import { jsonUrlOf } from '../../model/client-config.ts';
import { guideUrl, PLATFORMS } from '../../model/platforms.ts';
import type { AccessView } from '../../services/delivery/views.ts';
import type { Translate } from '../texts.ts';
import { copyButtons, inRows, linkButtons, tapButton } from './buttons.ts';
import { tidy } from './fit-to.ts';
import { countryWords } from './places.ts';
import { bold, code, type Piece, richLines, withTime } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { gigabytesOf, trafficWords } from './words.ts';

type KeyText = Screen & { link_preview_options: LinkPreviewOptions };

/** Longer ones would push the rest of the message out. */
const LINK_LIMIT = 3000;
const GUIDES_PER_ROW = 3;

/** The delivery, first half: what was bought, and the link to copy; `changed` = the link that was given before is dead. */
export function keyView(access: AccessView, t: Translate, changed = false): KeyText {
  const { text, entities } = richLines(
    ...(changed ? changedLines(access, t) : [[bold(t('key-title'))]]),
    ...accessLines(access, t),
    [],
    ...linkLines(access, t),
  );
  return {
    text,
    entities,
    link_preview_options: { is_disabled: true },
    reply_markup: { inline_keyboard: keyButtons(access, t) },
  };
}

/** Whoever added the subscription has the new link already; the shop cannot see who did. */
const changedLines = ({ subscriptionUrl }: AccessView, t: Translate): Piece[][] => [
  [bold(t('key-changed'))],
  [t(subscriptionUrl === null ? 'key-changed-link' : 'key-changed-subscription')],
  [],
];

/** The delivery, second half: the words under the QR code. */
export function qrCaption(access: AccessView, t: Translate): { caption: string } {
  return { caption: t('key-qr-caption', { plan: tidy(access.planName), server: tidy(access.server) }) };
}

/** The link as something to tap, or why it is not there. */
export function linkLines({ links: [link] }: AccessView, t: Translate): Piece[][] {
  if (link === undefined) return [[t('key-link-later')]];
  if (link.length > LINK_LIMIT) return [[t('key-link-long')]];
  return [[t('key-link')], [code(link)]];
}

/** Plan, server, end and traffic, one a line; of a trial that it is one. */
export function accessLines(access: AccessView, t: Translate): Piece[][] {
  const gb = access.limit === null ? null : gigabytesOf(access.limit);
  return [
    [t('key-plan', { plan: tidy(access.planName) })],
    [t('key-server', { server: placeOf(access, t) })],
    untilWords(access, t),
    [t('key-traffic', { traffic: trafficWords(t, gb) })],
    ...(access.isTrial ? [[t('key-trial')]] : []),
  ];
}

function untilWords({ expiresAt }: AccessView, t: Translate): Piece[] {
  if (expiresAt === null) return [t('key-forever')];
  const date = t('date-long', { date: expiresAt });
  return withTime(expiresAt, date, t('key-until', { date }));
}

/** A country that has a name is told by it. */
const placeOf = ({ server, country }: AccessView, t: Translate): string => {
  const place = countryWords(t, country) ?? (country && tidy(country));
  return place === null ? tidy(server) : `${tidy(server)}, ${place}`;
};

function keyButtons({ subscriptionUrl }: AccessView, t: Translate): InlineKeyboardButton[][] {
  const copy = copyButtons(t('button-copy-subscription'), subscriptionUrl);
  const rows = [
    copy,
    ...guideRows(subscriptionUrl, t),
    [tapButton(t('button-accesses'), { screen: 'accesses-new' })],
  ];
  return rows.filter((row) => row.length > 0);
}

/** How to connect, and the configuration for apps that take one; none where Telegram would refuse the pages. */
export function guideRows(subscriptionUrl: string | null, t: Translate): InlineKeyboardButton[][] {
  const guides = guideButtons(subscriptionUrl);
  if (subscriptionUrl === null || guides.length === 0) return [];
  const json = copyButtons(t('button-copy-json'), jsonUrlOf(subscriptionUrl));
  return inRows([...guides, ...json], GUIDES_PER_ROW);
}

/** How to connect with each platform. Telegram opens no app's own address, but a page of the shop, which does. */
function guideButtons(subscriptionUrl: string | null): InlineKeyboardButton[] {
  if (subscriptionUrl === null) return [];
  return PLATFORMS.flatMap(({ slug, name }) => linkButtons(name, guideUrl(subscriptionUrl, slug)));
}
