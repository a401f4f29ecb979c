import { ok, type Result, refuse } from '../../model/result.ts';
import type { FleetService } from '../../services/fleet/fleet-service.ts';
import type { ForeignShop, PanelNotUsable, SelfTestFailed } from '../../services/fleet/test-panel.ts';
import type { PanelFinding } from '../../services/fleet/views.ts';
import type { Ids } from '../../services/ports/ids.ts';
import type { PanelAccess } from '../../services/ports/panel.ts';
import { tidy } from '../views/fit-to.ts';
import { askAddress } from './address-question.ts';
import { askCredentials } from './credentials-question.ts';
import { notReachedWords } from './fault-words.ts';
import { findingWords } from './finding-words.ts';
import { inTime } from './in-time.ts';
import { askProxy } from './proxy-wizard.ts';
import { selfTestFailedWords, selfTestWords, testLimit } from './self-test-words.ts';
import { isPrivateHost, readFingerprint, readPublicHost, readServerName } from './server-input.ts';
import { type Choice, type Field, type Wizard, WizardTalk, type Words } from './wizard-talk.ts';

type AddServerNeeds = { fleet: FleetService; ids: Ids };

/** `insistedOn` = marks of shops that an owner said in words are gone. */
type Draft = { name: string; access: PanelAccess; insistedOn: readonly string[] };
type Talk = { talk: WizardTalk; fleet: FleetService; ids: Ids };
type Tested = { draft: Draft; finding: PanelFinding; messageId: number; inbound: string | null };

const LATE = refuse({ code: 'panel-unusable', kind: 'ambiguous', text: '' });

const RETRY: Choice = { id: 'retry', label: { id: 'addserver-button-retry' } };
const OTHER_LOGIN: Choice = { id: 'login', label: { id: 'addserver-button-login' } };
const OTHER_ADDRESS: Choice = { id: 'address', label: { id: 'addserver-button-address' } };
const PROXY: Choice = { id: 'proxy', label: { id: 'addserver-button-proxy' } };
const PIN: Choice = { id: 'pin', label: { id: 'addserver-button-pin' } };
const INSIST: Choice = { id: 'insist', label: { id: 'addserver-button-insist' }, style: 'danger' };
const ADD: Choice = { id: 'add', label: { id: 'addserver-button-add' }, style: 'success' };

/** /addserver: from an address to a server that sells (SPEC 219). Nothing is stored before [Add server]. */
export const addServerWizard = ({ fleet, ids }: AddServerNeeds) =>
  async function addServer(wizard: Wizard): Promise<void> {
    const at: Talk = { talk: await WizardTalk.begin(wizard, ids), fleet, ids };
    const { draft, finding, messageId, inbound } = await testUntilGood(at, await askDraft(at));
    const words = [...findingWords(finding, draft.access.publicHost), selfTestWords(inbound)];
    await at.talk.rewrite(messageId, { words, choices: [ADD, CANCEL] });
    await at.talk.chosen([ADD]);
    await store(at, draft, finding);
  };

const CANCEL: Choice = { id: 'cancel', label: { id: 'wizard-button-cancel' } };

async function askDraft(at: Talk): Promise<Draft> {
  const address = await askAddress(at, { id: 'addserver-address' });
  const credentials = await askCredentials(at.talk, credentialsOf(address.host));
  const name = await at.talk.ask({ ask: { id: 'addserver-name' }, read: readServerName });
  const publicHost = await at.talk.ask(publicHostField(address.host));
  return {
    name,
    access: { url: address.url, publicHost, allowHttp: address.http, pinnedSha256: null, credentials },
    insistedOn: [],
  };
}

const credentialsOf = (host: string): Words => ({ id: 'addserver-credentials', args: { host } });

const publicHostField = (host: string): Field<string> => ({
  ask: { id: 'addserver-public-host', args: { host } },
  read: readPublicHost,
  choices: [
    {
      id: 'host',
      label: { id: 'addserver-button-host', args: { host } },
      value: host.replace(/^\[(.*)\]$/, '$1'),
    },
  ],
});

/** Tests until the panel is good for the shop; each failure is told with the ways on, and nothing is stored. */
async function testUntilGood(at: Talk, first: Draft): Promise<Tested> {
  for (let draft = first; ; ) {
    const messageId = await at.talk.say({ words: [{ id: 'addserver-connecting' }] });
    const tested = await testBoth(at, draft, messageId);
    if (tested.ok) return { draft, messageId, ...tested.value };
    draft = await mended(at, draft, { refusal: tested.refusal, messageId });
  }
}

type Refused<Code = Refusal> = { refusal: Code; messageId: number };

async function mended(at: Talk, draft: Draft, { refusal, messageId }: Refused): Promise<Draft> {
  if (refusal.code === 'foreign-shop' && (await isOwner(at)))
    return orInsist(at, draft, { refusal, messageId });
  const choices = waysOn(refusal);
  const words = refusalWords(refusal, Boolean(draft.access.proxyUrl));
  await at.talk.rewrite(messageId, { words, choices: [...choices, CANCEL] });
  return mend(at, draft, await at.talk.chosen(choices));
}

const isOwner = ({ talk }: Talk): Promise<boolean> => talk.outside(({ role }) => role === 'owner');

/** An owner may say in words that the other shop is gone; its mark has to be typed. */
async function orInsist(
  at: Talk,
  draft: Draft,
  { refusal, messageId }: Refused<ForeignShop>,
): Promise<Draft> {
  const { shop4 } = refusal;
  const choices = [INSIST, OTHER_ADDRESS];
  const words = [...refusalWords(refusal, false), { id: 'addserver-foreign-owner' }];
  await at.talk.rewrite(messageId, { words, choices: [...choices, CANCEL] });
  const way = await at.talk.chosen(choices);
  if (way !== INSIST.id) return mend(at, draft, way);
  const read = (text: string) =>
    text.trim().toLowerCase() === shop4 ? ok(shop4) : refuse({ code: 'insist-form' });
  const mark = await at.talk.ask({ ask: { id: 'addserver-insist', args: { shop4 } }, read });
  return { ...draft, insistedOn: [...draft.insistedOn, mark] };
}

type Refusal = PanelNotUsable | SelfTestFailed;
type Found = Pick<Tested, 'finding' | 'inbound'>;

/** Enters and looks around, then a throw-away client; together below an update's lease, or they would begin anew. */
async function testBoth(
  { talk, fleet, ids }: Talk,
  { access, insistedOn }: Draft,
  messageId: number,
): Promise<Result<Found, Refusal>> {
  const { tested, ms } = await talk.outside(() => timed(inTime(fleet.testPanel(access, insistedOn), LATE)));
  if (!tested.ok) return tested;
  const finding = tested.value;
  const version = tidy(finding.identity.version);
  await talk.rewrite(messageId, { words: [{ id: 'addserver-trying', args: { version } }] });
  const tried = await talk.outside(() =>
    fleet.selfTest({ access, finding, ids, signal: AbortSignal.timeout(testLimit(ms)) }),
  );
  return tried.ok ? ok({ finding, inbound: tried.value.inbound }) : tried;
}

async function timed<Answer>(answer: Promise<Answer>): Promise<{ tested: Answer; ms: number }> {
  const began = performance.now();
  return { tested: await answer, ms: performance.now() - began };
}

function waysOn(refusal: Refusal): Choice[] {
  if (refusal.code === 'self-test-failed') return [RETRY, OTHER_ADDRESS];
  if (refusal.code !== 'panel-unusable') return [OTHER_ADDRESS];
  if (refusal.kind === 'auth') return [OTHER_LOGIN, RETRY, OTHER_ADDRESS];
  if (refusal.kind === 'not-sent') return [RETRY, PROXY, OTHER_ADDRESS];
  return refusal.kind === 'tls' ? [PIN, RETRY, OTHER_ADDRESS] : [RETRY, OTHER_ADDRESS];
}

function refusalWords(refusal: Refusal, proxied: boolean): Words[] {
  switch (refusal.code) {
    case 'panel-unusable':
      return [
        notReachedWords(refusal, proxied),
        ...(refusal.text ? [{ id: 'addserver-panel-says', args: { text: refusal.text } }] : []),
      ];
    case 'self-test-failed':
      return selfTestFailedWords(refusal);
    case 'panel-known':
      return [{ id: 'refusal-panel-known', args: { server: refusal.server } }];
    case 'foreign-shop':
      return [{ id: 'refusal-foreign-shop', args: { shop4: refusal.shop4 } }];
  }
}

async function mend(at: Talk, draft: Draft, way: string): Promise<Draft> {
  const { access } = draft;
  if (way === OTHER_ADDRESS.id) return askDraft(at);
  if (way === OTHER_LOGIN.id) {
    const credentials = await askCredentials(at.talk, credentialsOf(new URL(access.url).host));
    return { ...draft, access: { ...access, credentials } };
  }
  if (way === PROXY.id) {
    const proxyUrl = await askProxy(at.talk, { id: 'addserver-proxy' });
    return { ...draft, access: { ...access, proxyUrl } };
  }
  if (way !== PIN.id) return draft;
  const pinnedSha256 = await at.talk.ask({ ask: { id: 'addserver-pin' }, read: readFingerprint });
  return { ...draft, access: { ...access, pinnedSha256 } };
}

async function store(at: Talk, { name, access, insistedOn }: Draft, finding: PanelFinding) {
  const { talk, fleet } = at;
  if (insistedOn.length > 0 && !(await isOwner(at)))
    return talk.say({ words: [{ id: 'addserver-not-owner' }] });
  const draft = { name, country: null, access };
  const added = await talk.outside((ctx) =>
    fleet.addServer({ draft, finding, actorId: ctx.from?.id ?? 0, insistedOn }),
  );
  // It was not known when it was tested: one of this name was added by this press, whose answer was lost.
  if (!added.ok && added.refusal.server !== name)
    return talk.say({ words: refusalWords(added.refusal, false) });
  const hint = isPrivateHost(access.publicHost) ? [{ id: 'addserver-private-host' }] : [];
  const bind = insistedOn.length > 0 ? [{ id: 'addserver-foreign-next' }] : [];
  return talk.say({ words: [{ id: 'addserver-done', args: { name } }, ...bind, ...hint] });
}
