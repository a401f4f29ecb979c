import type { Context } from 'grammy';
import type { PanelWay } from '../../services/fleet/change-address.ts';
import type { PanelAway } from '../../services/fleet/check-server.ts';
import type { NotSamePanel } from '../../services/fleet/same-panel.ts';
import { tidy } from '../views/fit-to.ts';
import { askAddress } from './address-question.ts';
import { askCredentials } from './credentials-question.ts';
import { notReachedWords } from './fault-words.ts';
import { actorOf } from './fleet-at.ts';
import { inTime, writeLimit } from './in-time.ts';
import { askPin } from './pin-question.ts';
import { askProxy } from './proxy-wizard.ts';
import { type CardNeeds, sayCard } from './say-card.ts';
import { type Choice, type Wizard, WizardTalk, type Words } from './wizard-talk.ts';

type At = { talk: WizardTalk; needs: CardNeeds; serverId: number };
type Standing = { name: string; panelAt: string; publicHost: string; isPinned: boolean; isProxied: boolean };
type Try = { way: PanelWay; sure: boolean };
type Refusal = PanelAway | NotSamePanel;

const RETRY: Choice = { id: 'retry', label: { id: 'addserver-button-retry' } };
const OTHER_ADDRESS: Choice = { id: 'other', label: { id: 'addserver-button-address' } };
const OTHER_LOGIN: Choice = { id: 'login', label: { id: 'addserver-button-login' } };
const PROXY: Choice = { id: 'proxy', label: { id: 'addserver-button-proxy' } };
const PIN: Choice = { id: 'pin', label: { id: 'address-button-pin' } };
const SURE: Choice = { id: 'sure', label: { id: 'address-button-sure' }, style: 'danger' };
const CANCEL: Choice = { id: 'cancel', label: { id: 'wizard-button-cancel' } };
const GONE: Words = { id: 'refusal-server-not-found' };
const LATE = { ok: false, refusal: { code: 'panel-unusable', kind: 'ambiguous', text: '' } } as const;

/** [New address] of a server: the old one holds until the same panel has let the shop in at the new one. */
export const addressWizard = (needs: CardNeeds) =>
  async function address(wizard: Wizard, _ctx: Context, serverId: number): Promise<void> {
    const at = { talk: await WizardTalk.begin(wizard, needs.ids), needs, serverId };
    const server = await at.talk.outside(() => standing(at));
    await end(at, server ? await untilStored(at, server) : [GONE]);
  };

async function standing({ needs, serverId }: At): Promise<Standing | null> {
  const found = await needs.services.fleet.serverDesk.server(serverId);
  if (!found) return null;
  const { name, panelAt, publicHost, isPinned, proxy } = found;
  return { name: tidy(name), panelAt, publicHost, isPinned, isProxied: proxy !== null };
}

/** Answers what there is to say in the end. */
async function untilStored(at: At, server: Standing): Promise<Words[]> {
  for (let next: Try = { way: await askWay(at, server), sure: false }; ; ) {
    const way = await tryWay(at, server, next);
    if (typeof way !== 'string') return way;
    next = await mend(at, server, { next, way });
  }
}

async function askWay({ talk, needs }: At, { name, panelAt }: Standing): Promise<PanelWay> {
  const ask: Words = { id: 'address-ask', args: { name, address: panelAt } };
  const { url, http } = await askAddress({ talk, fleet: needs.services.fleet }, ask);
  return { url, allowHttp: http };
}

/** Answers what there is to say, or the way on that was chosen where the address was not taken. */
async function tryWay(at: At, server: Standing, { way, sure }: Try): Promise<Words[] | string> {
  const { talk, needs, serverId } = at;
  const messageId = await talk.say({ words: [{ id: 'addserver-connecting' }] });
  const { serverDesk } = needs.services.fleet;
  const answer = await talk.outside((ctx) => {
    const act = { serverId, way, sure, actorId: actorOf(ctx), signal: writeLimit() };
    return inTime(serverDesk.changeAddress(act), LATE);
  });
  if (answer.ok) return doneWords(server, way);
  if (answer.refusal.code === 'server-not-found') return [GONE];
  const choices = waysOn(answer.refusal);
  const isProxied = way.proxyUrl ? true : server.isProxied;
  const words = [...refusalWords(answer.refusal, isProxied), { id: 'address-kept' }];
  await talk.rewrite(messageId, { words, choices: [...choices, CANCEL] });
  return talk.chosen(choices);
}

/** Customers' links hold the public host, not this address: it may have moved with the panel. */
function doneWords({ panelAt, publicHost }: Standing, { url }: PanelWay): Words[] {
  const [from, to] = [new URL(panelAt).hostname, new URL(url).hostname];
  const isLeft = from !== to && publicHost === from.replace(/^\[(.*)\]$/, '$1');
  return [{ id: 'address-done' }, ...(isLeft ? [{ id: 'address-links', args: { host: publicHost } }] : [])];
}

function waysOn(refusal: Refusal): Choice[] {
  if (refusal.code === 'panel-unsure') return [SURE, OTHER_ADDRESS];
  if (refusal.code !== 'panel-unusable') return [OTHER_ADDRESS];
  if (refusal.kind === 'auth') return [OTHER_LOGIN, RETRY, OTHER_ADDRESS];
  if (refusal.kind === 'not-sent') return [RETRY, PROXY, OTHER_ADDRESS];
  return refusal.kind === 'tls' ? [PIN, RETRY, OTHER_ADDRESS] : [RETRY, OTHER_ADDRESS];
}

function refusalWords(refusal: Refusal, isProxied: boolean): Words[] {
  switch (refusal.code) {
    case 'panel-unusable':
      return [notReachedWords(refusal, isProxied)];
    case 'panel-known':
      return [{ id: 'refusal-panel-known', args: { server: tidy(refusal.server) } }];
    case 'foreign-shop':
      return [{ id: 'refusal-foreign-shop', args: { shop4: refusal.shop4 } }];
    case 'other-panel':
      return [{ id: 'address-other-panel', args: { expected: refusal.expected } }];
    case 'panel-unsure': {
      const { named, found, expected } = refusal;
      const id = named ? 'address-unsure-named' : 'address-unsure';
      return [{ id, args: { found, expected } }, { id: 'address-stake' }];
    }
  }
}

async function mend(at: At, server: Standing, { next, way }: { next: Try; way: string }): Promise<Try> {
  const { talk, needs, serverId } = at;
  if (way === OTHER_ADDRESS.id) return { way: await askWay(at, server), sure: false };
  if (way === SURE.id) return { ...next, sure: true };
  if (way === RETRY.id) return next;
  const host = new URL(next.way.url).host;
  if (way === OTHER_LOGIN.id) {
    const credentials = await askCredentials(talk, { id: 'addserver-credentials', args: { host } });
    return { ...next, way: { ...next.way, credentials } };
  }
  if (way === PROXY.id) {
    const proxyUrl = await askProxy(talk, { id: 'addserver-proxy' });
    return { ...next, way: { ...next.way, proxyUrl } };
  }
  const ask: Words = { id: 'address-pin', args: { host } };
  const shown = () => needs.services.fleet.serverDesk.shownCertificate({ serverId, way: next.way });
  const mayDrop = next.way.pinnedSha256 === undefined ? server.isPinned : next.way.pinnedSha256 !== null;
  return { ...next, way: { ...next.way, pinnedSha256: await askPin(talk, { ask, mayDrop, shown }) } };
}

async function end({ talk, needs, serverId }: At, words: readonly Words[]): Promise<void> {
  await talk.outside(async (ctx) => {
    const note = words.map(({ id, args }) => ctx.t(id, args)).join('\n');
    await sayCard({ ctx, needs }, { kind: 'server', id: serverId }, note);
    return null;
  });
}
