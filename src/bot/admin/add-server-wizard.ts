import { ok, type Result, refuse } from '../../model/result.ts';
import type { FleetService } from '../../services/fleet/fleet-service.ts';
import type { PanelNotUsable, SelfTestFailed } from '../../services/fleet/test-panel.ts';
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

type Draft = { name: string; access: PanelAccess };
type Talk = { talk: WizardTalk; fleet: FleetService; ids: Ids };
type Tested = { draft: Draft; finding: PanelFinding; messageId: number; inbound: string | null };

const LATE = refuse({ code: 'panel-unusable', kind: 'ambiguous', text: '' });

const RETRY: Choice = { id: 'retry', label: { id: 'addserver-button-retry' } };
const OTHER_LOGIN: Choice = { id: 'login', label: { id: 'addserver-button-login' } };
const OTHER_ADDRESS: Choice = { id: 'address', label: { id: 'addserver-button-address' } };
const PROXY: Choice = { id: 'proxy', label: { id: 'addserver-button-proxy' } };
const PIN: Choice = { id: 'pin', label: { id: 'addserver-button-pin' } };
const ADD: Choice = { id: 'add', label: { id: 'addserver-button-add' }, style: 'success' };

/** /addserver: from an address to a server that sells (SPEC 219). Nothing is stored before [Add server]. */
export const addServerWizard = ({ fleet, ids }: AddServerNeeds) =>
  async function addServer(wizard: Wizard): Promise<void> {
    const at: Talk = { talk: await WizardTalk.begin(wizard, ids), fleet, ids };
    const { draft, finding, messageId, inbound } = await testUntilGood(at, await askDraft(at));
    const words = [...findingWords(finding, draft.access.publicHost), selfTestWords(inbound)];
    await at.talk.rewrite(messageId, { words, choices: [ADD, CANCEL] });
    await at.talk.chosen([ADD]);
    await store(at, { name: draft.name, country: null, access: draft.access }, finding);
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
    const tested = await testBoth(at, draft.access, messageId);
    if (tested.ok) return { draft, messageId, ...tested.value };
    const choices = waysOn(tested.refusal);
    const words = refusalWords(tested.refusal, Boolean(draft.access.proxyUrl));
    await at.talk.rewrite(messageId, { words, choices: [...choices, CANCEL] });
    draft = await mend(at, draft, await at.talk.chosen(choices));
  }
}

type Refusal = PanelNotUsable | SelfTestFailed;
type Found = Pick<Tested, 'finding' | 'inbound'>;

/** Enters and looks around, then a throw-away client; together below an update's lease, or they would begin anew. */
async function testBoth(
  { talk, fleet, ids }: Talk,
  access: PanelAccess,
  messageId: number,
): Promise<Result<Found, Refusal>> {
  const { tested, ms } = await talk.outside(() => timed(inTime(fleet.testPanel(access), LATE)));
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

async function store({ talk, fleet }: Talk, draft: Draft & { country: null }, finding: PanelFinding) {
  const added = await talk.outside((ctx) => fleet.addServer({ draft, finding, actorId: ctx.from?.id ?? 0 }));
  const { name } = draft;
  // It was not known when it was tested: one of this name was added by this press, whose answer was lost.
  if (!added.ok && added.refusal.server !== name)
    return talk.say({ words: refusalWords(added.refusal, false) });
  const hint = isPrivateHost(draft.access.publicHost) ? [{ id: 'addserver-private-host' }] : [];
  return talk.say({ words: [{ id: 'addserver-done', args: { name } }, ...hint] });
}
