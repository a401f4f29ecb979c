import { describe, expect, it } from 'vitest';
import { pausedView, pauseSureView, wentOnView } from '../../src/bot/views/pause-views.ts';
import {
  locationSureView,
  locationsView,
  moveBegunView,
  movedView,
  newKeyView,
} from '../../src/bot/views/placement-views.ts';
import type { Screen } from '../../src/bot/views/screen.ts';
import { troubleView } from '../../src/bot/views/trouble-view.ts';
import type { PlacementView } from '../../src/services/provisioning/placement-service.ts';
import { t } from './english.ts';
import { anAccess, NOW } from './view-data.ts';
import { labels } from './view-limits.ts';

const access = anAccess();
const pause = { clientId: 7, planName: 'Starter', server: 'Frankfurt', isPaused: true, until: NOW };
const days = { daysLeft: 3, maxDays: 7, isReachable: true };
const placesOf = (count: number): PlacementView => ({
  clientId: 7,
  server: 'Frankfurt',
  country: 'DE',
  locations: Array.from({ length: count }, (_, place) => ({
    serverId: place + 2,
    server: `Oslo ${place + 1}`,
    country: null,
    state: 'open',
  })),
  movesLeft: 3,
  movesPerPeriod: 3,
  canMove: true,
  underWay: null,
  isReachable: true,
});
const placed = { access, places: placesOf(1) };

const screens: [string, Screen][] = [
  ['a new key', newKeyView(placed, t)],
  ['the locations', locationsView(placed, 0, t)],
  ['no other location', locationsView({ access, places: placesOf(0) }, 0, t)],
  ['another location', locationSureView(placed, 2, t)],
  ['a change that has begun', moveBegunView(placed, 'key', t)],
  ['the question before a pause', pauseSureView({ ...pause, ...days }, t)],
  ['a pause', pausedView({ ...pause, ...days }, t)],
  ['its end', wentOnView(access, t)],
  [
    'what was found',
    troubleView({ clientId: 7, server: 'x', checks: [], mend: 'fine', silentSince: null }, t),
  ],
];

describe('a screen of one access', () => {
  it.each(screens)('ends with the ways back and home: %s', (_, screen) => {
    expect(screen.reply_markup?.inline_keyboard.at(-1)?.map(({ text }) => text)).toEqual(['« Back', 'Home']);
  });
});

describe('a new key', () => {
  it.each([
    [access, /subscription address/],
    [anAccess({ subscriptionUrl: null }), /^(?!.*subscription)/s],
  ])('speaks of a subscription only where the shop offers one', (of, words) => {
    const moved = movedView(of, t, { clientId: 7, what: 'key', server: 'Oslo' });

    expect(newKeyView({ ...placed, access: of }, t).text).toMatch(words);
    expect(moved.text).toMatch(words);
  });
});

describe('the locations of a plan', () => {
  it('are all to be had, page by page', () => {
    const pages = [0, 1, 2].map((page) => locationsView({ access, places: placesOf(20) }, page, t));

    const offered = pages.flatMap(labels).filter((label) => label.startsWith('Oslo'));
    expect(offered).toEqual(Array.from({ length: 20 }, (_, place) => `Oslo ${place + 1}`));
    expect(pages.map((page) => labels(page).filter((label) => /[◀▶]/.test(label)))).toEqual([
      ['▶'],
      ['◀', '▶'],
      ['◀'],
    ]);
  });
});
