import { usageChartSvg } from '../../src/bot/charts/usage-chart.ts';
import type { Translate } from '../../src/bot/texts.ts';
import { accessView } from '../../src/bot/views/access-views.ts';
import { addressRenewedView, addressView, newAddressView } from '../../src/bot/views/address-views.ts';
import { tidy } from '../../src/bot/views/fit-to.ts';
import { pausedView, pauseEndedView, pauseSureView, wentOnView } from '../../src/bot/views/pause-views.ts';
import {
  locationSureView,
  locationsView,
  moveBegunView,
  movedView,
  moveFailedView,
  newKeyView,
} from '../../src/bot/views/placement-views.ts';
import type { Screen } from '../../src/bot/views/screen.ts';
import { troubleSummary, troubleView } from '../../src/bot/views/trouble-view.ts';
import { gigabytes } from '../../src/model/values/traffic.ts';
import { CHECKS, type Mend } from '../../src/services/delivery/diagnosis.ts';
import type { PlacementView } from '../../src/services/provisioning/placement-service.ts';
import { subscriptionPage } from '../../src/web/subscription/subscription-page.ts';
import { anAccess, NOW } from './view-data.ts';

/** What a customer does about a running access by himself, in every state. */
export function careScreens(t: Translate, name: string): Screen[] {
  pages(t, name);
  charts(t, name);
  const access = anAccess({ planName: name, server: name });
  const locations = (['open', 'full', 'away'] as const).flatMap((state) =>
    ['DE', null].map((country, place) => ({ serverId: place + 2, server: name, country, state })),
  );
  const some: PlacementView = {
    clientId: 7,
    server: name,
    country: 'NL',
    locations,
    movesLeft: 3,
    movesPerPeriod: 3,
    canMove: true,
    underWay: null,
    isReachable: true,
  };
  const many = Array.from({ length: 60 }, (_, place) => ({
    serverId: place,
    server: name,
    country: 'DE',
    state: 'open' as const,
  }));
  const all = [
    some,
    { ...some, isReachable: false },
    { ...some, locations: [] },
    { ...some, locations: locations.filter(({ state }) => state === 'full') },
    { ...some, movesLeft: 0, movesPerPeriod: 0 },
    { ...some, locations: many, movesLeft: 0 },
    { ...some, locations: many },
  ];
  const codes = [
    'access-not-running',
    'move-under-way',
    'too-many-keys',
    'move-not-offered',
    'no-moves-left',
    'no-such-location',
    'location-full',
    'moves-parked',
  ];
  return [
    ...all.flatMap((places) => [
      newKeyView({ access, places }, t),
      ...[0, 1].map((page) => locationsView({ access, places }, page, t)),
      locationSureView({ access, places }, 2, t),
      moveBegunView({ access, places }, 'key', t),
      moveBegunView({ access, places }, 'location', t),
    ]),
    movedView({ ...access, subscriptionUrl: null }, t, { clientId: 7, what: 'key', server: name }),
    newKeyView({ access: { ...access, subscriptionUrl: null }, places: some }, t),
    movedView(access, t, { clientId: 7, what: 'location', server: name }),
    ...[newAddressView, addressView, addressRenewedView].map((view) =>
      view({ url: `https://shop.example/s/${'x'.repeat(43)}`, mark: 'a1b2c3d4' }, t),
    ),
    ...['no-address', 'address-replaced', 'too-many-addresses'].map((code) => ({
      text: t(`refusal-${code}`),
    })),
    moveFailedView(access, t, { clientId: 7, server: name }),
    accessView({ ...access, runsOutAt: NOW }, t, NOW),
    { text: t('chart-no-data') },
    { text: t('chart-caption', { plan: tidy(name) }) },
    ...troubles(t, name),
    ...pauses(t, name),
    ...codes.map((code) => ({ text: t(`refusal-${code}`) })),
  ];
}

/** The page behind a subscription address is no screen of Telegram; it is drawn for its words. */
function pages(t: Translate, name: string): void {
  const access = { planName: name, server: name, expiresAt: NOW, used: gigabytes(1n), limit: gigabytes(2n) };
  const view = {
    links: ['vless://x'],
    ...access,
    language: 'en',
    url: 'https://shop.example/s/x',
    accesses: [access],
  };
  const shop = { shopName: name, botLink: 'https://t.me/shop' };
  const parts = { ...shop, now: NOW, platform: null, qrPng: () => Buffer.from('x'), t };
  subscriptionPage({ ...parts, view });
  subscriptionPage({ ...parts, view, platform: 'android' });
  subscriptionPage({ ...parts, view: { ...view, links: [], accesses: [] } });
}

/** A picture has no limits of text; it is drawn for its words. */
function charts(t: Translate, name: string): void {
  const days = [1n, 0n, 99_999n].map((size) => ({ day: NOW, bytes: gigabytes(size) }));
  usageChartSvg({ planName: name, server: name, days }, t);
}

function troubles(t: Translate, name: string): Screen[] {
  const results = ['yes', 'no', 'no-answer'] as const;
  const mends: Mend[] = [
    'link',
    'renew',
    'go-on',
    'support',
    'wait',
    'door',
    'location',
    'resync',
    'clear-ips',
    'new-key',
    'look-again',
    'fine',
  ];
  const found = results.flatMap((result) =>
    mends.flatMap((mend) =>
      [NOW, null].map((silentSince) => ({
        clientId: 7,
        server: name,
        checks: CHECKS.map((check) => ({ name: check, result })),
        mend,
        silentSince,
      })),
    ),
  );
  const words = ['trouble-looking', 'trouble-resynced', 'trouble-cleared', 'refusal-panel-silent'];
  return [
    ...found.map((each) => troubleView(each, t)),
    ...found.map((each) => ({ text: troubleSummary(each, t) })),
    ...words.map((id) => ({ text: t(id) })),
  ];
}

function pauses(t: Translate, name: string): Screen[] {
  const access = anAccess({ planName: name, server: name });
  const off = { ...access, status: 'suspended' as const, statusReason: 'customer' };
  const until = NOW.toISOString();
  const pause = { clientId: 7, planName: name, server: name, until: NOW, maxDays: 365 };
  const all = [true, false].flatMap((isReachable) =>
    [1, 2, 5, 365].map((daysLeft) => ({ ...pause, isPaused: false, isReachable, daysLeft })),
  );
  const codes = ['pause-not-offered', 'no-pause-left', 'not-paused', 'buyer-stopped'];
  return [
    ...all.flatMap((each) => [pauseSureView(each, t), pausedView({ ...each, isPaused: true }, t)]),
    ...[access, off, { ...access, expiresAt: null }].map((each) => wentOnView(each, t)),
    ...[true, false].flatMap((isOn) => [
      pauseEndedView(access, t, { clientId: 7, isOn, until }),
      pauseEndedView(access, t, { clientId: 7, isOn, until: null }),
    ]),
    accessView({ ...access, canPause: true, hasPlaces: true, canNewKey: true }, t, NOW),
    accessView({ ...off, pausedUntil: NOW }, t, NOW),
    ...codes.map((code) => ({ text: t(`refusal-${code}`) })),
  ];
}
