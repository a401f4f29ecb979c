import type { Context } from 'grammy';
import type { PanelCredentials } from '../../services/ports/panel.ts';
import { tidy } from '../views/fit-to.ts';
import { askCredentials } from './credentials-question.ts';
import { faultWords } from './fault-words.ts';
import { actorOf } from './fleet-at.ts';
import { inTime, writeLimit } from './in-time.ts';
import { type CardNeeds, sayCard } from './say-card.ts';
import { type Choice, type Wizard, WizardTalk, type Words } from './wizard-talk.ts';

type At = { talk: WizardTalk; needs: CardNeeds; serverId: number };

const RETRY: Choice = { id: 'retry', label: { id: 'addserver-button-retry' } };
const OTHER_LOGIN: Choice = { id: 'login', label: { id: 'addserver-button-login' } };
const GONE: Words = { id: 'refusal-server-not-found' };
const LATE = { ok: false, refusal: { code: 'panel-unusable', kind: 'ambiguous', text: '' } } as const;

/** [New login] of a server: the old one holds until the panel has let the shop in with the new one. */
export const loginWizard = (needs: CardNeeds) =>
  async function login(wizard: Wizard, _ctx: Context, serverId: number): Promise<void> {
    const at = { talk: await WizardTalk.begin(wizard, needs.ids), needs, serverId };
    const server = await at.talk.outside(async () => {
      const found = await needs.services.fleet.serverDesk.server(serverId);
      return found && { name: tidy(found.name) };
    });
    await end(at, server ? await untilStored(at, server.name) : GONE);
  };

/** Answers what there is to say in the end. */
async function untilStored(at: At, name: string): Promise<Words> {
  const ask: Words = { id: 'login-ask', args: { name } };
  for (let credentials = await askCredentials(at.talk, ask); ; ) {
    const way = await tryLogin(at, credentials);
    if (typeof way !== 'string') return way;
    if (way === OTHER_LOGIN.id) credentials = await askCredentials(at.talk, ask);
  }
}

/** Answers what there is to say, or the way on that was chosen where the panel did not let the shop in. */
async function tryLogin(
  { talk, needs, serverId }: At,
  credentials: PanelCredentials,
): Promise<Words | string> {
  const messageId = await talk.say({ words: [{ id: 'addserver-connecting' }] });
  const { serverDesk } = needs.services.fleet;
  const answer = await talk.outside((ctx) =>
    inTime(
      serverDesk.changeLogin({ serverId, credentials, actorId: actorOf(ctx), signal: writeLimit() }),
      LATE,
    ),
  );
  if (answer.ok) return { id: 'login-done' };
  if (answer.refusal.code === 'server-not-found') return GONE;
  const choices = [OTHER_LOGIN, RETRY];
  const words = [faultWords(answer.refusal), { id: 'login-kept' }];
  await talk.rewrite(messageId, { words, choices: [...choices, CANCEL] });
  return talk.chosen(choices);
}

const CANCEL: Choice = { id: 'cancel', label: { id: 'wizard-button-cancel' } };

async function end({ talk, needs, serverId }: At, words: Words): Promise<void> {
  await talk.outside(async (ctx) => {
    await sayCard({ ctx, needs }, { kind: 'server', id: serverId }, ctx.t(words.id));
    return null;
  });
}
