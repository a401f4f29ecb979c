import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accessListView, accessView } from '../../src/bot/views/access-views.ts';
import { keyView, qrCaption } from '../../src/bot/views/key-view.ts';
import { gigabytes } from '../../src/model/values/traffic.ts';
import { t } from './english.ts';
import { accesses, anAccess, HOSTILE_NAMES, LINK, NOW, SUBSCRIPTION } from './view-data.ts';
import { expectWithinLimits, labels, stretches } from './view-limits.ts';

describe('the key, as it is delivered', () => {
  it('stands in the text, ready to be copied by a tap', () => {
    const key = keyView(anAccess(), t);

    expect(key.text).toMatch(/^🔑 Your access is ready\n/);
    expect(stretches(key, 'code')).toEqual([LINK]);
  });

  it('comes with plan, place, end and traffic', () => {
    const { text } = keyView(anAccess(), t);

    expect(text).toContain('Plan: Starter\nServer: Frankfurt, 🇩🇪 Germany\nValid until: December 22, 2026');
    expect(text).toContain('Traffic: 50 GB');
  });

  it('tells the end as a moment, which apps show in the reader’s own time', () => {
    const key = keyView(anAccess(), t);

    expect(stretches(key, 'date_time')).toEqual([t('date-long', { date: new Date('2026-12-22T12:00:00Z') })]);
    expect(key.entities).toContainEqual(
      expect.objectContaining({ type: 'date_time', unix_time: Date.UTC(2026, 11, 22, 12) / 1000 }),
    );
  });

  it('offers the subscription address to be copied, and the guide of each platform', () => {
    const buttons = keyView(anAccess(), t).reply_markup;

    expect(buttons).toMatchObject({
      inline_keyboard: [
        [{ text: 'Copy subscription', copy_text: { text: SUBSCRIPTION } }],
        [
          { text: 'Android', url: `${SUBSCRIPTION}?for=android` },
          { text: 'iPhone, iPad', url: `${SUBSCRIPTION}?for=iphone` },
          { text: 'Windows', url: `${SUBSCRIPTION}?for=windows` },
        ],
        [
          { text: 'macOS', url: `${SUBSCRIPTION}?for=macos` },
          { text: 'Linux', url: `${SUBSCRIPTION}?for=linux` },
          { text: 'Copy JSON (sing-box)', copy_text: { text: `${SUBSCRIPTION}?format=sing-box` } },
        ],
        [{ text: 'My access' }],
      ],
    });
  });

  it('offers the same under My access, for a device that comes later, and not where the access is over', () => {
    const guides = ['Android', 'iPhone, iPad', 'Windows', 'macOS', 'Linux', 'Copy JSON (sing-box)'];

    expect(labels(accessView(anAccess(), t, NOW))).toEqual(expect.arrayContaining(guides));
    const over = labels(accessView(anAccess({ status: 'terminated' }), t, NOW));
    expect(over.filter((label) => guides.includes(label))).toEqual([]);
    const noPage = labels(accessView(anAccess({ subscriptionUrl: null }), t, NOW));
    expect(noPage.filter((label) => guides.includes(label))).toEqual([]);
  });

  it('has no platform buttons where Telegram would refuse their address, and with them the key', () => {
    const subscriptionUrl = 'http://localhost:8081/s/abcdefghijklmnopqrstuvwxyz0';

    expect(labels(keyView(anAccess({ subscriptionUrl }), t))).toEqual(['Copy subscription', 'My access']);
  });

  it.each([
    ['a shop without a public address', null],
    ['an address that no button can copy', `https://${'a'.repeat(260)}`],
  ])('has no such button in %s', (_, subscriptionUrl) => {
    expect(labels(keyView(anAccess({ subscriptionUrl }), t))).toEqual(['My access']);
  });

  it('says so when it never ends and has no limit', () => {
    const { text } = keyView(anAccess({ expiresAt: null, limit: null }), t);

    expect(text).toContain('Valid: without an end');
    expect(text).toContain('Traffic: unlimited');
  });

  it('never shows half a link: one that is too long is left to the QR code', () => {
    const key = keyView(anAccess({ links: [`vless://${'a'.repeat(5000)}`] }), t);

    expect(key.text).toContain('too long for a message');
    expect(stretches(key, 'code')).toEqual([]);
  });

  it('has a short caption under its QR code', () => {
    for (const planName of HOSTILE_NAMES) {
      const { caption = '' } = qrCaption(anAccess({ planName, server: planName }), t);
      expect([...caption].length).toBeLessThanOrEqual(1024);
    }
  });

  it('fits Telegram’s limits for any access', () => {
    fc.assert(
      fc.property(accesses, (access) => expectWithinLimits(keyView(access, t))),
      { numRuns: 100 },
    );
  });
});

describe('an access that is paused', () => {
  it.each([
    ['traffic', 'Paused because its traffic is used up.'],
    ['admin', 'Paused by the shop. Questions: /support'],
  ])('says why: %s', (statusReason, words) => {
    const { text } = accessView(anAccess({ status: 'suspended', statusReason }), t, NOW);

    expect(text).toContain(`Status: ⏸ paused\n${words}`);
  });

  it.each([null, 'toString', 'a reason of a later version'])(
    'says only that, where no words are known: %s',
    (reason) => {
      const { text } = accessView(anAccess({ status: 'suspended', statusReason: reason }), t, NOW);

      expect(text).toContain('Status: ⏸ paused\nServer: Frankfurt');
    },
  );
});

describe('My access', () => {
  const list = (some: Parameters<typeof anAccess>[0][], more = false) =>
    accessListView({ accesses: some.map((each) => anAccess(each)), page: 0, more, now: NOW }, t);

  it('shows status, plan, place, days and traffic left, and the link', () => {
    const screen = list([{}]);

    expect(screen.text).toContain('Starter: 🟢 active, Frankfurt, 30 days left, 34 GB left');
    expect(stretches(screen, 'code')).toEqual([LINK]);
    expect(labels(screen)).toEqual(['Starter · 30 days left', '« Back', 'Home']);
  });

  it('says so when there is nothing yet', () => {
    expect(list([]).text).toContain('You have no access yet');
  });

  it('turns pages, and keeps every link whole', () => {
    const links = [`vless://${'a'.repeat(590)}`];
    const screen = list(
      Array.from({ length: 5 }, () => ({ links, planName: 'x'.repeat(4096) })),
      true,
    );

    expect(stretches(screen, 'code')).toEqual(Array(5).fill(links[0]));
    expect(labels(screen)).toContain('▶');
    expectWithinLimits(screen);
  });

  it.each([
    ['expired', { expiresAt: new Date('2026-11-22T11:59:59Z') }, /⚪ expired.*time is over/],
    ['used up', { used: gigabytes(50n) }, /🟠 traffic used up.*0 GB left/],
    ['used over the limit', { used: gigabytes(51n) }, /🟠 traffic used up.*0 GB left/],
    ['paused', { status: 'suspended' as const }, /paused/],
    ['without end or limit', { expiresAt: null, limit: null }, /no end, unlimited traffic/],
    ['in its last hour', { expiresAt: new Date('2026-11-22T12:30:00Z') }, /1 day left/],
  ])('tells from the numbers that an access is %s', (_, access, words) => {
    expect(list([access]).text).toMatch(words);
  });

  it('fits Telegram’s limits for any accesses', () => {
    fc.assert(
      fc.property(fc.array(accesses, { maxLength: 5 }), fc.nat(5), fc.boolean(), (some, page, more) => {
        expectWithinLimits(accessListView({ accesses: some, page, more, now: NOW }, t));
      }),
      { numRuns: 60 },
    );
  });
});

describe('one access', () => {
  it('shows how far it is used up, and its link', () => {
    const screen = accessView(anAccess({ canNewKey: true }), t, NOW);

    expect(screen.text).toContain('▰▰▰▱▱▱▱▱▱▱ 16 of 50 GB used');
    expect(screen.text).toContain('30 days left');
    expect(stretches(screen, 'code')).toEqual([LINK]);
    expect(labels(screen)).toEqual([
      'QR',
      'Copy subscription',
      'Android',
      'iPhone, iPad',
      'Windows',
      'macOS',
      'Linux',
      'Copy JSON (sing-box)',
      '🔁 Renew',
      '📊 Traffic by day',
      '🛠 It does not work',
      '🔑 New key',
      '« Back',
      'Home',
    ]);
  });

  it('offers a change of the location only where its plan has another one', () => {
    expect(labels(accessView(anAccess({ hasPlaces: true }), t, NOW))).toContain('🌍 Change location');
    expect(labels(accessView(anAccess({ hasPlaces: false }), t, NOW))).not.toContain('🌍 Change location');
  });

  it('has a full bar, and no fuller one, when more was used than sold', () => {
    expect(accessView(anAccess({ used: gigabytes(80n) }), t, NOW).text).toContain('▰▰▰▰▰▰▰▰▰▰ 80 of 50 GB');
  });

  it('says where it leads, for apps that ask for it in parts', () => {
    const connection = { protocol: 'vless', host: 'de.example.com', port: 20_443 };

    expect(accessView(anAccess({ connection }), t, NOW).text).toContain(
      'Connection: vless, de.example.com:20443',
    );
    expect(accessView(anAccess({ connection: null }), t, NOW).text).not.toContain('Connection');
  });

  it('says that it ends soon while it works', () => {
    expect(accessView(anAccess({ endsSoon: true }), t, NOW).text).toContain('🟡 active, ends soon');
    expect(accessView(anAccess({ endsSoon: true, status: 'suspended' }), t, NOW).text).toContain('⏸ paused');
  });

  it('says that its traffic is used up also when it was switched off for that', () => {
    const usedUp = { status: 'suspended', used: gigabytes(50n), limit: gigabytes(50n) } as const;

    expect(accessView(anAccess(usedUp), t, NOW).text).toContain('🟠 traffic used up');
    expect(accessView(anAccess({ status: 'suspended' }), t, NOW).text).toContain('⏸ paused');
  });

  it('offers no QR code before there is a link', () => {
    expect(labels(accessView(anAccess({ links: [] }), t, NOW))).not.toContain('QR');
  });

  it('fits Telegram’s limits for any access', () => {
    fc.assert(
      fc.property(accesses, (access) => expectWithinLimits(accessView(access, t, NOW))),
      { numRuns: 100 },
    );
  });
});
