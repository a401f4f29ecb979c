import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { statisticsCard } from '../../src/bot/admin/statistics-cards.ts';
import { barChart, roundUp } from '../../src/bot/charts/bar-chart.ts';
import { statisticsSvg } from '../../src/bot/charts/statistics-chart.ts';
import { decodePng } from '../../src/sandbox/telegram/png.ts';
import { STATISTICS_SPANS } from '../../src/services/figures/statistics-service.ts';
import { OLGA } from '../sandbox/telegram-world.ts';
import { AdminScene } from './admin-scene.ts';
import { t, texts } from './english.ts';
import { someFigures } from './some-figures.ts';

const CAPTION_LIMIT = 1024;

describe('/stats', () => {
  let scene: AdminScene;
  beforeEach(async () => {
    scene = await AdminScene.open();
  });
  afterEach(() => scene.close());

  type Picture = { kind: string; caption: string; photo: string };

  const pictures = async (): Promise<Picture[]> => {
    const { body } = await scene.world.get<Picture[]>(`/_emu/persons/${OLGA}/messages`);
    return body.filter(({ kind }) => kind === 'photo');
  };

  it('shows the shop in figures under a picture, and other spans in the same message', async () => {
    await scene.shop.deliveredOrder();
    await scene.says('/stats');
    const [month] = await pictures();
    await scene.taps('7 days');
    const [week, ...more] = await pictures();

    expect(month?.caption).toMatch(/1 access\n🟢 1 active, ⏸ 0 suspended, ⌛ 0 expired\n/);
    expect(month?.caption).toMatch(/Last 30 days\nAccesses begun: 1, ended: 0\n/);
    expect(month?.caption).toMatch(
      /Paid orders: 1\nRenewals: 0, of these by themselves: 0\nStars received: \d+ ⭐\nKeys ready within 2 minutes: 100 %$/,
    );
    expect(week?.caption).toContain('Last 7 days');
    expect(more).toEqual([]);
    expect(week?.photo).not.toBe(month?.photo);
    expect(decodePng(Buffer.from(week?.photo ?? '', 'base64'))).toMatchObject({ width: 960, height: 660 });
  });

  it('lists what the servers carry, and leads back', async () => {
    await scene.says('/stats');
    await scene.taps('🖥 1 server');

    expect(await scene.last()).toMatch(
      /^What the servers carry\nCounted .*\n\nAmsterdam 🇳🇱\n0 accesses, 0 active, 0 GB$/,
    );
    await scene.taps('« Back');
    expect((await pictures()).at(-1)?.caption).toContain('Last 30 days');
  });

  it('is opened from the menu of the staff, and leads back to it', async () => {
    await scene.says('/admin');
    await scene.taps('📊 Figures');
    expect(await pictures()).toHaveLength(1);
    await scene.taps('« Back');

    expect(await scene.last()).toMatch(/\/stats – the shop in figures/);
  });
});

describe('the words under the picture', () => {
  it.each(texts.languages)('fit there however large the shop is: %s', (language) => {
    for (const span of STATISTICS_SPANS) {
      const { text } = statisticsCard(texts.for(language), someFigures('x', { span, count: 1_234_567 }));
      expect([...text].length).toBeLessThanOrEqual(CAPTION_LIMIT);
    }
  });
});

describe('the picture of the days', () => {
  it('has a bar for each day and kind that is not zero, as high as its share', () => {
    const panel = {
      title: 'A & <B>',
      series: [
        { name: 'One', color: 'red', values: [0, 5, 10] },
        { name: 'Two', color: 'blue', values: [10, 0, 0] },
      ],
      write: String,
    };

    const svg = barChart({ labels: ['a', 'b', 'c'], every: 1, height: 330 }, [panel]);

    const heights = (color: string) =>
      [...svg.matchAll(new RegExp(`width="[\\d.]+" height="([\\d.]+)" rx="3" fill="${color}"`, 'g'))].map(
        ([, height]) => height,
      );
    expect(heights('red')).toEqual(['100', '200']);
    expect(heights('blue')).toEqual(['200']);
    expect(svg).toContain('A &amp; &lt;B&gt;');
  });

  it.each(STATISTICS_SPANS)('names the days of %s without crowding, today among them', (span) => {
    const svg = statisticsSvg(t, someFigures('x', { span, count: 9 }));

    const named = [...svg.matchAll(/text-anchor="middle">([^<]+)</g)].map(([, words]) => words);
    expect(named.length).toBeLessThanOrEqual(20);
    expect(named.at(-1)).toBe('Nov 23');
  });

  it.each([
    [0, 0.1],
    [3, 5],
    [4.5, 5],
    [37, 50],
    [51, 100],
    [100, 100],
    [101, 200],
  ])('ends its axis for %d at %d', (value, end) => {
    expect(roundUp(value)).toBe(end);
  });
});
