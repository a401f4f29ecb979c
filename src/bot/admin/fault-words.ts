import type { Words } from './wizard-talk.ts';

/** What a panel did instead of answering; `waitMs` = it was not asked, because it refused this login a moment ago. */
export type PanelTrouble = { kind: string; waitMs?: number };

/** Why the shop did not get into a panel; never that it was refused where it was not asked. */
export const faultWords = ({ kind, waitMs }: PanelTrouble): Words =>
  waitMs === undefined
    ? { id: `panel-fault-${kind}` }
    : { id: 'panel-fault-not-asked', args: { seconds: Math.max(1, Math.ceil(waitMs / 1_000)) } };

/** The same of a panel that may be behind a proxy, which is then the first to be looked at. */
export const notReachedWords = (trouble: PanelTrouble, proxied: boolean): Words =>
  proxied && trouble.kind === 'not-sent' ? { id: 'proxy-not-through' } : faultWords(trouble);
