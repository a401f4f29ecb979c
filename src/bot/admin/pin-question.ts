import type { Result } from '../../model/result.ts';
import type { PanelAway } from '../../services/fleet/check-server.ts';
import type { ServerNotFound } from '../../services/fleet/plan-places.ts';
import { faultWords } from './fault-words.ts';
import { inTime } from './in-time.ts';
import { readFingerprint } from './server-input.ts';
import type { Choice, WizardTalk, Words } from './wizard-talk.ts';

/** `shown` tells the fingerprint that the panel shows now; `mayDrop` = there is a pin that could go. */
export type PinQuestion = {
  ask: Words;
  mayDrop: boolean;
  shown: () => Promise<Result<string, ServerNotFound | PanelAway>>;
};

const LOOK: Choice = { id: 'look', label: { id: 'pin-button-look' } };
const TYPE: Choice = { id: 'type', label: { id: 'addserver-button-pin' } };
const DROP: Choice = { id: 'drop', label: { id: 'pin-button-drop' } };
const TAKE: Choice = { id: 'take', label: { id: 'pin-button-take' }, style: 'danger' };
const LATE = { ok: false, refusal: { code: 'panel-unusable', kind: 'ambiguous', text: '' } } as const;

/** Asks by which fingerprint a panel is to be known; null = by none, the system's authorities decide. */
export async function askPin(talk: WizardTalk, { ask, mayDrop, shown }: PinQuestion): Promise<string | null> {
  const choices = [LOOK, TYPE, ...(mayDrop ? [DROP] : [])];
  for (let problem: Words[] = []; ; ) {
    const way = await talk.choose({ words: [...problem, ask], choices });
    if (way === DROP.id) return null;
    const pin = way === LOOK.id ? await lookedUp(talk, shown) : await typed(talk);
    if (typeof pin === 'string') return pin;
    problem = [pin];
  }
}

/** Answers the words for what stood in the way where the panel shows nothing. */
async function lookedUp(talk: WizardTalk, shown: PinQuestion['shown']): Promise<string | Words> {
  const seen = await talk.outside(() => inTime(shown(), LATE));
  if (seen.ok) return (await agreesTo(talk, seen.value)) ? seen.value : typed(talk);
  const { refusal } = seen;
  return refusal.code === 'panel-unusable' ? faultWords(refusal) : { id: 'refusal-server-not-found' };
}

const typed = (talk: WizardTalk): Promise<string> =>
  talk.ask({ ask: { id: 'addserver-pin' }, read: readFingerprint });

async function agreesTo(talk: WizardTalk, sha256: string): Promise<boolean> {
  const fingerprint = sha256.toUpperCase().match(/../g)?.join(':') ?? '';
  const words = [{ id: 'pin-shown', args: { fingerprint } }];
  return (await talk.choose({ words, choices: [TAKE, TYPE] })) === TAKE.id;
}
