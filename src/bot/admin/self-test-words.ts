import type { SelfTestFailed } from '../../services/fleet/test-panel.ts';
import { tidy } from '../views/fit-to.ts';
import type { Words } from './wizard-talk.ts';

const REMARK_LIMIT = 40;
const TEXT_LIMIT = 300;
const WHOLE_MS = 20_000;
const LEAST_MS = 3_000;

/** Ms left for the throw-away client when entering the panel took `ms`; together less than calls of Telegram have. */
export const testLimit = (ms: number): number => Math.max(LEAST_MS, Math.round(WHOLE_MS - ms));

/** What the test with a throw-away client says; `inbound` null = there was none to try it on. */
export const selfTestWords = (inbound: string | null): Words =>
  inbound === null
    ? { id: 'addserver-not-tried' }
    : { id: 'addserver-tried', args: { inbound: tidy(inbound, REMARK_LIMIT) } };

const STEP_WORDS: Record<SelfTestFailed['step'], Words> = {
  add: { id: 'addserver-step-add' },
  'read-back': { id: 'addserver-step-read-back' },
  link: { id: 'addserver-step-link' },
  remove: { id: 'addserver-step-remove' },
};

/** Why it failed, what to mend, and which client to look for on the panel. */
export function selfTestFailedWords({ step, kind, text, leftBehind }: SelfTestFailed): Words[] {
  const detail = { id: 'addserver-panel-says', args: { text: tidy(text, TEXT_LIMIT) } };
  return [
    STEP_WORDS[step],
    ...(kind === null || text === '' ? [] : [{ id: `panel-fault-${kind}` }]),
    text === '' ? { id: 'addserver-step-late' } : detail,
    { id: 'addserver-nothing-stored' },
    ...(leftBehind === null ? [] : [{ id: 'addserver-left-behind', args: { name: leftBehind } }]),
  ];
}
