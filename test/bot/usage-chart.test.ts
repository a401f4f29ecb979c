import { describe, expect, it } from 'vitest';
import { usageChartPng, usageChartSvg } from '../../src/bot/charts/usage-chart.ts';
import { days, later } from '../../src/model/values/period.ts';
import { bytes, gigabytes } from '../../src/model/values/traffic.ts';
import { decodePng, pngSize } from '../../src/sandbox/telegram/png.ts';
import { texts } from './english.ts';
import { NOW } from './view-data.ts';

const month = Array.from({ length: 30 }, (_, place) => ({
  day: later(NOW, days(place - 29)),
  bytes: place % 3 === 0 ? bytes(0n) : gigabytes(BigInt(place % 5)),
}));
const t = texts.for('en');
const chart = (planName: string) => ({ planName, server: 'Frankfurt', days: month });
const inkOf = (png: Buffer) => {
  const { data } = decodePng(png);
  let dark = 0;
  for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 128) dark += 1;
  return dark;
};

describe('the chart of a month', () => {
  it('draws a bar for each day on which something flowed, and names every fifth', () => {
    const svg = usageChartSvg(chart('Starter'), t);

    expect(svg.match(/rx="3"/g)).toHaveLength(month.filter((day) => day.bytes > 0n).length);
    expect(svg).toContain('>Nov 22<');
    expect(svg).toContain('>Last 30 days: 40 GB<');
    expect(svg).toContain('>5 GB<');
  });

  it('speaks Russian', () => {
    const svg = usageChartSvg(chart('Старт'), texts.for('ru'));

    expect(svg).toContain('За последние 30 дней');
    expect(svg).toContain('>Старт · Frankfurt<');
  });

  it('leaves no markup of others in it', () => {
    expect(usageChartSvg(chart('<script>&'), t)).toContain('&lt;script&gt;&amp;');
  });

  it.each(['Starter', 'Старт', 'شروع', '\ud83d', 'a\u0000b'])(
    'is a picture with words, whatever is called %j',
    (name) => {
      const png = usageChartPng(chart(name), t);

      expect(pngSize(png)).toMatchObject({ width: 960, height: 480 });
      expect(inkOf(png)).toBeGreaterThan(5000);
    },
  );

  it.each(['Старт', 'شروع', 'Starter'])('has letters for %s: other words are another picture', (name) => {
    const [one, none] = [name, ' '].map((each) => inkOf(usageChartPng(chart(each), t)));

    expect(one).toBeGreaterThan((none ?? 0) + 100);
  });

  it('has an empty plot where nothing flowed', () => {
    const still = month.map(({ day }) => ({ day, bytes: bytes(0n) }));

    expect(usageChartSvg({ ...chart('Starter'), days: still }, t)).not.toContain('rx="3"');
  });
});
