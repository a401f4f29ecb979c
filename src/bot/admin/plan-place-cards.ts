import type { InboundView, PlanView, ServerView } from '../../services/fleet/views.ts';
import type { Tap } from '../callback-data.ts';
import type { Translate } from '../texts.ts';
import { LABEL_LIMIT, tapButton } from '../views/buttons.ts';
import { fitTo, tidy } from '../views/fit-to.ts';
import { pageButtons, pageOf } from '../views/page-of.ts';
import { bold, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';

const PER_PAGE = 10;

/** A plan, what there is to choose for it, and which page of that is shown, counted from 0. */
export type Choices<Choice> = { plan: PlanView; choices: readonly Choice[]; page: number };

/** Which inbound of its own server a plan asks first. */
export function preferredCard(t: Translate, { plan, choices, page: asked }: Choices<InboundView>): Screen {
  const { planId } = plan;
  const page = pageOf(choices, { page: asked, size: PER_PAGE });
  const chosen = plan.preferred?.inboundId ?? 0;
  const choose = (label: string, inboundId: number) => [
    tapButton(`${inboundId === chosen ? '✓ ' : ''}${label}`, { screen: 'plan-prefer', planId, inboundId }),
  ];
  const rows = [
    ...page.items.map((each) =>
      choose(`${tidy(each.protocol, 10)}:${each.port} ${tidy(each.remark)}`, each.inboundId),
    ),
    ...pageButtons(page, t, (there) => ({ screen: 'plan-preferred', planId, page: there })),
    choose(t('plan-button-no-preference'), 0),
    [tapButton(t('button-back'), { screen: 'plan', planId })],
  ];
  const lines: Piece[][] = [
    [bold(t('plan-preferred-title', { plan: tidy(plan.name) }))],
    [t('plan-preferred-what', { server: tidy(plan.server) })],
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: rows } };
}

/** `place` null = the plan does not use it; else where it stands in its order, from 0. */
type Listed = { serverId: number; name: string; place: number | null };

/** Which further servers a plan may use, in their order, and behind them which could be added. */
export function poolCard(t: Translate, { plan, choices, page: asked }: Choices<ServerView>): Screen {
  const { planId } = plan;
  const page = pageOf(listed(plan, choices), { page: asked, size: PER_PAGE });
  const act = (serverId: number, what: string): Tap => ({
    screen: 'plan-pool-change',
    planId,
    serverId,
    act: what,
  });
  const rows = [
    ...page.items.map(({ serverId, name, place }) => [
      ...(place ? [tapButton(named(t, 'plan-button-pool-first', name), act(serverId, 'first'))] : []),
      place === null
        ? tapButton(named(t, 'plan-button-pool-add', name), act(serverId, 'add'))
        : tapButton(named(t, 'plan-button-pool-remove', name), act(serverId, 'remove')),
    ]),
    ...pageButtons(page, t, (there) => ({ screen: 'plan-pool', planId, page: there })),
    [tapButton(t('button-back'), { screen: 'plan', planId })],
  ];
  return { ...richLines(...poolLines(t, plan, page.items)), reply_markup: { inline_keyboard: rows } };
}

function listed({ serverId: own, pool }: PlanView, servers: readonly ServerView[]): Listed[] {
  const inPool = new Set([own, ...pool.map(({ serverId }) => serverId)]);
  const others = servers.filter(({ serverId }) => !inPool.has(serverId));
  return [
    ...pool.map(({ serverId, server: name }, place) => ({ serverId, name, place })),
    ...others.map(({ serverId, name }) => ({ serverId, name, place: null })),
  ];
}

const poolLines = (t: Translate, plan: PlanView, shown: readonly Listed[]): Piece[][] => [
  [bold(t('plan-pool-title', { plan: tidy(plan.name) }))],
  [t('plan-pool-what', { server: tidy(plan.server) })],
  ...shown.flatMap(({ name, place }) =>
    place === null ? [] : [[t('plan-pool-line', { place: String(place + 1), server: tidy(name) })]],
  ),
  ...(shown.length === 0 ? [[t('plan-pool-none')]] : []),
];

/** The name is cut to what is left of a label. */
function named(t: Translate, id: string, name: string): string {
  const room = LABEL_LIMIT - [...t(id, { name: '' })].length;
  return t(id, { name: fitTo(tidy(name), Math.max(1, room)) });
}
