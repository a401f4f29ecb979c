import type { InboundView, PlanView, ServerView } from '../../services/fleet/views.ts';
import type { Tap } from '../callback-data.ts';
import type { Translate } from '../texts.ts';
import { LABEL_LIMIT, tapButton } from '../views/buttons.ts';
import { fitTo, tidy } from '../views/fit-to.ts';
import { bold, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';

/** As many as fit under one message (A2). */
const MOST_CHOICES = 30;

/** Which inbound of its own server a plan asks first. */
export function preferredCard(t: Translate, plan: PlanView, inbounds: readonly InboundView[]): Screen {
  const { planId } = plan;
  const chosen = plan.preferred?.inboundId ?? 0;
  const choose = (label: string, inboundId: number) => [
    tapButton(`${inboundId === chosen ? '✓ ' : ''}${label}`, { screen: 'plan-prefer', planId, inboundId }),
  ];
  const rows = inbounds
    .slice(0, MOST_CHOICES)
    .map((each) => choose(`${tidy(each.protocol, 10)}:${each.port} ${tidy(each.remark)}`, each.inboundId));
  const more = Math.max(0, inbounds.length - MOST_CHOICES);
  const lines: Piece[][] = [
    [bold(t('plan-preferred-title', { plan: tidy(plan.name) }))],
    [t('plan-preferred-what', { server: tidy(plan.server) })],
    ...(more > 0 ? [[t('admin-more', { count: more })]] : []),
  ];
  const back = [tapButton(t('button-back'), { screen: 'plan', planId })];
  const none = choose(t('plan-button-no-preference'), 0);
  return { ...richLines(...lines), reply_markup: { inline_keyboard: [...rows, none, back] } };
}

/** Which further servers a plan may use, in their order, and which could be added. */
export function poolCard(t: Translate, plan: PlanView, servers: readonly ServerView[]): Screen {
  const { planId, pool } = plan;
  const inPool = new Set([plan.serverId, ...pool.map(({ serverId }) => serverId)]);
  const others = servers.filter(({ serverId }) => !inPool.has(serverId)).slice(0, MOST_CHOICES);
  const used = pool.slice(0, MOST_CHOICES);
  const act = (serverId: number, what: string): Tap => ({
    screen: 'plan-pool-change',
    planId,
    serverId,
    act: what,
  });
  const rows = [
    ...used.map(({ serverId, server }, place) => [
      ...(place === 0 ? [] : [tapButton(named(t, 'plan-button-pool-first', server), act(serverId, 'first'))]),
      tapButton(named(t, 'plan-button-pool-remove', server), act(serverId, 'remove')),
    ]),
    ...others.map(({ serverId, name }) => [
      tapButton(named(t, 'plan-button-pool-add', name), act(serverId, 'add')),
    ]),
    [tapButton(t('button-back'), { screen: 'plan', planId })],
  ];
  return { ...richLines(...poolLines(t, plan, others.length)), reply_markup: { inline_keyboard: rows } };
}

function poolLines(t: Translate, plan: PlanView, others: number): Piece[][] {
  const used = plan.pool.slice(0, MOST_CHOICES);
  return [
    [bold(t('plan-pool-title', { plan: tidy(plan.name) }))],
    [t('plan-pool-what', { server: tidy(plan.server) })],
    ...used.map(({ server }, place) => [
      t('plan-pool-line', { place: String(place + 1), server: tidy(server) }),
    ]),
    ...(used.length === 0 && others === 0 ? [[t('plan-pool-none')]] : []),
  ];
}

/** The name is cut to what is left of a label. */
function named(t: Translate, id: string, name: string): string {
  const room = LABEL_LIMIT - [...t(id, { name: '' })].length;
  return t(id, { name: fitTo(tidy(name), Math.max(1, room)) });
}
