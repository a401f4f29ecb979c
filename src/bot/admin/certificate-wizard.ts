import type { Context } from 'grammy';
import { tidy } from '../views/fit-to.ts';
import { faultWords } from './fault-words.ts';
import { actorOf } from './fleet-at.ts';
import { inTime, writeLimit } from './in-time.ts';
import { askPin } from './pin-question.ts';
import { type CardNeeds, sayCard } from './say-card.ts';
import { type Choice, type Wizard, WizardTalk, type Words } from './wizard-talk.ts';

type At = { talk: WizardTalk; needs: CardNeeds; serverId: number };
type Standing = { name: string; isPinned: boolean; isHttps: boolean };

const RETRY: Choice = { id: 'retry', label: { id: 'addserver-button-retry' } };
const OTHER: Choice = { id: 'other', label: { id: 'pin-button-other' } };
const CANCEL: Choice = { id: 'cancel', label: { id: 'wizard-button-cancel' } };
const GONE: Words = { id: 'refusal-server-not-found' };
const LATE = { ok: false, refusal: { code: 'panel-unusable', kind: 'ambiguous', text: '' } } as const;

/** [New certificate] of a server: what its panel is known by stays until the panel was entered by the new one. */
export const certificateWizard = (needs: CardNeeds) =>
  async function certificate(wizard: Wizard, _ctx: Context, serverId: number): Promise<void> {
    const at = { talk: await WizardTalk.begin(wizard, needs.ids), needs, serverId };
    const server = await at.talk.outside(() => standing(at));
    await end(at, server ? await untilStored(at, server) : GONE);
  };

async function standing({ needs, serverId }: At): Promise<Standing | null> {
  const found = await needs.services.fleet.serverDesk.server(serverId);
  if (!found) return null;
  return { name: tidy(found.name), isPinned: found.isPinned, isHttps: found.panelAt.startsWith('https:') };
}

/** Answers what there is to say in the end. */
async function untilStored(at: At, server: Standing): Promise<Words> {
  if (!server.isHttps) return { id: 'certificate-http' };
  for (let pin = await askAnew(at, server); ; ) {
    const way = await tryPin(at, pin);
    if (typeof way !== 'string') return way;
    if (way === OTHER.id) pin = await askAnew(at, server);
  }
}

function askAnew({ talk, needs, serverId }: At, { name, isPinned }: Standing): Promise<string | null> {
  const ask: Words = { id: isPinned ? 'certificate-ask-pinned' : 'certificate-ask', args: { name } };
  const { serverDesk } = needs.services.fleet;
  const shown = () => serverDesk.shownCertificate({ serverId, way: null });
  return askPin(talk, { ask, mayDrop: isPinned, shown });
}

/** Answers what there is to say, or the way on that was chosen where the panel was not entered. */
async function tryPin({ talk, needs, serverId }: At, pinnedSha256: string | null): Promise<Words | string> {
  const messageId = await talk.say({ words: [{ id: 'addserver-connecting' }] });
  const { serverDesk } = needs.services.fleet;
  const answer = await talk.outside((ctx) => {
    const act = { serverId, pinnedSha256, actorId: actorOf(ctx), signal: writeLimit() };
    return inTime(serverDesk.changeCertificate(act), LATE);
  });
  if (answer.ok) return { id: pinnedSha256 === null ? 'certificate-dropped' : 'certificate-done' };
  if (answer.refusal.code === 'server-not-found') return GONE;
  const choices = [OTHER, RETRY];
  const words = [faultWords(answer.refusal), { id: 'certificate-kept' }];
  await talk.rewrite(messageId, { words, choices: [...choices, CANCEL] });
  return talk.chosen(choices);
}

async function end({ talk, needs, serverId }: At, words: Words): Promise<void> {
  await talk.outside(async (ctx) => {
    await sayCard({ ctx, needs }, { kind: 'server', id: serverId }, ctx.t(words.id));
    return null;
  });
}
