import type { InlineKeyboardButton } from 'grammy/types';
import type { AccessView } from '../../services/delivery/views.ts';
import type { MessageData } from '../../services/messages/message-kinds.ts';
import type { PlacementView } from '../../services/provisioning/placement-service.ts';
import type { Translate } from '../texts.ts';
import { notice } from './access-notice-views.ts';
import { addressButtons } from './address-views.ts';
import { tapButton } from './buttons.ts';
import { tidy } from './fit-to.ts';
import { pageButtons, pageOf } from './page-of.ts';
import { countryWords } from './places.ts';
import { bold, type Piece, richLines } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { waysBack } from './ways.ts';

/** An access with what can be changed of where it stands. */
export type Placed = { access: AccessView; places: PlacementView };

const PLACES_PER_PAGE = 8;
const NAME_LIMIT = 20;

/** Asked before the old key dies, which cannot be taken back. */
export function newKeyView({ access, places }: Placed, t: Translate): Screen {
  const { clientId } = access;
  const away = places.isReachable ? [] : [[t('new-key-away', { server: tidy(access.server) })]];
  const { text, entities } = richLines(
    [bold(t('new-key-sure', { plan: tidy(access.planName) }))],
    [t('new-key-what')],
    ...away,
    [keepsWords(access, t)],
    ...(access.subscriptionUrl === null ? [] : [[t('new-key-address')]]),
  );
  const yes: InlineKeyboardButton = {
    ...tapButton(t('new-key-button-yes'), { screen: 'new-key-yes', clientId }),
    style: 'danger',
  };
  return {
    text,
    entities,
    reply_markup: {
      inline_keyboard: [[yes], ...addressButtons(access.subscriptionUrl, t), back(clientId, t)],
    },
  };
}

/** Where an access may go, and how often; pages count from 0. */
export function locationsView(placed: Placed, asked: number, t: Translate): Screen {
  const { access, places } = placed;
  if (places.movesPerPeriod === 0 || places.locations.length === 0) return nowhereView(placed, t);
  const { clientId } = access;
  const { movesLeft: left, movesPerPeriod: of, locations } = places;
  const page = pageOf(locations, { page: asked, size: PLACES_PER_PAGE });
  const { text, entities } = richLines(
    [bold(t('locations-title', { plan: tidy(access.planName) }))],
    [t('locations-now', { server: placeWords(places, t) })],
    [t('locations-left', { left: String(left), of: String(of) })],
    [t(locations.some(isOpen) ? 'locations-what' : 'locations-none')],
    ...page.items.map((each): Piece[] => [
      `${isOpen(each) ? '🟢' : '⚪️'} ${placeWords(each, t)}`,
      isOpen(each) ? '' : ` · ${t(`location-${each.state}`)}`,
    ]),
  );
  const open = left === 0 ? [] : page.items.filter(isOpen);
  const rows = [
    ...open.map((each) => [
      tapButton(placeWords(each, t), { screen: 'location', clientId, serverId: each.serverId }),
    ]),
    ...pageButtons(page, t, (there) => ({ screen: 'locations', clientId, page: there })),
    back(clientId, t),
  ];
  return { text, entities, reply_markup: { inline_keyboard: rows } };
}

const isOpen = ({ state }: PlacementView['locations'][number]): boolean => state === 'open';

/** Its plan has no other place; the button of an old screen asks all the same. */
function nowhereView({ access, places }: Placed, t: Translate): Screen {
  const { text, entities } = richLines(
    [bold(t('locations-title', { plan: tidy(access.planName) }))],
    [t('locations-nowhere', { server: placeWords(places, t) })],
  );
  const { clientId } = access;
  const newKey = tapButton(t('button-new-key'), { screen: 'new-key', clientId });
  return { text, entities, reply_markup: { inline_keyboard: [[newKey], back(clientId, t)] } };
}

/** Asked before an access is moved. */
export function locationSureView({ access, places }: Placed, serverId: number, t: Translate): Screen {
  const { clientId } = access;
  const to = places.locations.find((each) => each.serverId === serverId);
  const { text, entities } = richLines(
    [bold(t('location-sure', { server: to ? placeWords(to, t) : '' }))],
    [t('location-what')],
    [keepsWords(access, t)],
  );
  const yes = tapButton(t('location-button-yes'), { screen: 'location-yes', clientId, serverId });
  const away = waysBack(t, { screen: 'locations', clientId, page: 0 });
  return { text, entities, reply_markup: { inline_keyboard: [[yes], away] } };
}

/** It has begun; the key comes by itself. */
export function moveBegunView({ access, places }: Placed, what: 'key' | 'location', t: Translate): Screen {
  const isWaiting = what === 'key' && !places.isReachable;
  const { text, entities } = richLines(
    [bold(t(`move-begun-${what}`))],
    [t(isWaiting ? 'new-key-away' : 'move-begun-wait', { server: tidy(access.server) })],
  );
  const rows = what === 'key' ? addressButtons(access.subscriptionUrl, t) : [];
  return { text, entities, reply_markup: { inline_keyboard: [...rows, back(access.clientId, t)] } };
}

/** The key that follows in the next message is the one that counts. */
export function movedView(
  access: AccessView,
  t: Translate,
  { what, server }: MessageData['access-moved'],
): Screen {
  const address = access.subscriptionUrl === null ? [] : [t('move-subscription')];
  return notice(access, t, [t(`access-moved-${what}`, { server: tidy(server) }), ...address]);
}

/** Nothing is lost. */
export function moveFailedView(
  access: AccessView,
  t: Translate,
  { server }: MessageData['move-failed'],
): Screen {
  return notice(access, t, [t('move-failed', { server: tidy(server) })]);
}

/** Without a public address of the shop there is none of a subscription. */
const keepsWords = ({ subscriptionUrl }: AccessView, t: Translate): string =>
  t(subscriptionUrl === null ? 'move-keeps' : 'move-keeps-address');

const placeWords = ({ server, country }: { server: string; country: string | null }, t: Translate): string =>
  [countryWords(t, country), tidy(server, NAME_LIMIT)].filter((each) => each !== null).join(' · ');

const back = (clientId: number, t: Translate): InlineKeyboardButton[] =>
  waysBack(t, { screen: 'access', clientId });
