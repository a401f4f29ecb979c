import { describe, expect, it } from 'vitest';
import { poolCard, preferredCard } from '../../src/bot/admin/plan-place-cards.ts';
import { anInbound, aPlan, aServer } from './admin-view-data.ts';
import { t } from './english.ts';
import { labels } from './view-limits.ts';

const PAGES = [0, 1, 2, 3];

describe('where a plan is sold', () => {
  it('may be any inbound of its server, page by page', () => {
    const choices = Array.from({ length: 35 }, (_, no) => anInbound('in', 'active', { port: 1000 + no }));

    const pages = PAGES.map((page) => labels(preferredCard(t, { plan: aPlan('Plus'), choices, page })));

    const offered = pages.flat().filter((label) => label.startsWith('vless'));
    expect(offered).toEqual(choices.map(({ port }) => `vless:${port} in`));
  });

  it('may be any further server, those that are used first', () => {
    const choices = Array.from({ length: 36 }, (_, no) => aServer(`S${no}`, { serverId: no + 1 }));
    const pool = choices.slice(1, 13).map(({ serverId, name: server }) => ({ serverId, server }));
    const plan = aPlan('Plus', { serverId: 1, pool });

    const pages = PAGES.map((page) => labels(poolCard(t, { plan, choices, page })));

    const named = (word: RegExp) => pages.flat().filter((label) => word.test(label)).length;
    expect([named(/^✖/), named(/^▲/), named(/^➕/)]).toEqual([12, 11, 23]);
    expect(pages[0]).toContain('▶');
    expect(poolCard(t, { plan, choices, page: 1 }).text).toContain('11. S11\n12. S12');
  });
});
