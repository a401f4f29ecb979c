import type { Context } from 'grammy';
import { tidy } from '../views/fit-to.ts';
import { notReachedWords } from './fault-words.ts';
import { actorOf } from './fleet-at.ts';
import { inTime, writeLimit } from './in-time.ts';
import { readProxy } from './proxy-input.ts';
import { type CardNeeds, sayCard } from './say-card.ts';
import { type Choice, type Wizard, WizardTalk, type Words } from './wizard-talk.ts';

type At = { talk: WizardTalk; needs: CardNeeds; serverId: number };
type Standing = { name: string; proxy: string | null };

const RETRY: Choice = { id: 'retry', label: { id: 'addserver-button-retry' } };
const OTHER_PROXY: Choice = { id: 'other', label: { id: 'proxy-button-other' } };
const NO_PROXY: Choice = { id: 'none', label: { id: 'proxy-button-none' } };
const CANCEL: Choice = { id: 'cancel', label: { id: 'wizard-button-cancel' } };
const GONE: Words = { id: 'refusal-server-not-found' };
const LATE = { ok: false, refusal: { code: 'panel-unusable', kind: 'ambiguous', text: '' } } as const;

/** [Proxy] of a server: the way to its panel stays as it is until the panel was reached by the new one. */
export const proxyWizard = (needs: CardNeeds) =>
  async function proxy(wizard: Wizard, _ctx: Context, serverId: number): Promise<void> {
    const at = { talk: await WizardTalk.begin(wizard, needs.ids), needs, serverId };
    const server = await at.talk.outside(async () => {
      const found = await needs.services.fleet.serverDesk.server(serverId);
      return found && { name: tidy(found.name), proxy: found.proxy };
    });
    await end(at, server ? await untilStored(at, server) : GONE);
  };

/** Asks until an address of a proxy was typed; the message is deleted, it may hold a password. */
export async function askProxy(talk: WizardTalk, ask: Words): Promise<string> {
  for (let problem: Words[] = []; ; ) {
    const read = readProxy(await talk.askSecret({ words: [...problem, ask] }));
    if (read.ok) return read.value;
    problem = [{ id: `input-${read.refusal.code}` }];
  }
}

/** Answers what there is to say in the end. */
async function untilStored(at: At, server: Standing): Promise<Words> {
  const question: Words = { id: 'proxy-ask', args: { name: server.name } };
  for (let proxyUrl = await askWay(at, server, question); ; ) {
    const way = await tryWay(at, proxyUrl);
    if (typeof way !== 'string') return way;
    if (way === OTHER_PROXY.id) proxyUrl = await askProxy(at.talk, question);
  }
}

/** null = none, straight to the panel. */
async function askWay({ talk }: At, { name, proxy }: Standing, question: Words): Promise<string | null> {
  if (proxy === null) return askProxy(talk, question);
  const now: Words = { id: 'proxy-now', args: { name, proxy } };
  const way = await talk.choose({ words: [now], choices: [OTHER_PROXY, NO_PROXY] });
  return way === NO_PROXY.id ? null : askProxy(talk, question);
}

/** Answers what there is to say, or the way on that was chosen where the panel was not reached. */
async function tryWay({ talk, needs, serverId }: At, proxyUrl: string | null): Promise<Words | string> {
  const messageId = await talk.say({ words: [{ id: 'addserver-connecting' }] });
  const { serverDesk } = needs.services.fleet;
  const answer = await talk.outside((ctx) =>
    inTime(serverDesk.changeProxy({ serverId, proxyUrl, actorId: actorOf(ctx), signal: writeLimit() }), LATE),
  );
  if (answer.ok) return { id: proxyUrl === null ? 'proxy-removed' : 'proxy-done' };
  if (answer.refusal.code === 'server-not-found') return GONE;
  const choices = [OTHER_PROXY, RETRY];
  const words = [notReachedWords(answer.refusal, proxyUrl !== null), { id: 'proxy-kept' }];
  await talk.rewrite(messageId, { words, choices: [...choices, CANCEL] });
  return talk.chosen(choices);
}

async function end({ talk, needs, serverId }: At, words: Words): Promise<void> {
  await talk.outside(async (ctx) => {
    await sayCard({ ctx, needs }, { kind: 'server', id: serverId }, ctx.t(words.id));
    return null;
  });
}
