import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Panel, PanelAccess, PanelIdentity } from '../ports/panel.ts';
import type { Outcome } from './outcome.ts';

/** What the suite works with. */
export type SuiteNeeds = {
  readonly panel: Panel;
  readonly ids: Pick<Ids, 'uuid' | 'secret' | 'key' | 'unitId' | 'chance'>;
  readonly clock: Clock;
  /** Milliseconds that pass whatever becomes of the clock. */
  readonly monotonic: () => number;
  /** Resolves after `ms`, or as soon as `signal` ends it. */
  readonly pause: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** false = something on the panel's machine answers on that port already. */
  readonly isPortFree: (port: number) => Promise<boolean>;
  /** SHA-256 of the certificate that is shown at an address, in lower-case hex; null = there is none. */
  readonly fingerprintAt: (url: string) => Promise<string | null>;
};

/** What is to be done to which panel, and who hears of it. */
export type SuiteOrder = {
  readonly access: PanelAccess;
  /** Inbounds of its own are made and tried, besides those that are there. */
  readonly makeInbounds: boolean;
  /** Leftovers of every earlier run go, not only of those that are an hour old. */
  readonly clean: boolean;
  /** Kinds of inbounds are tried too whose new clients make this version restart its core under everybody. */
  readonly mayRestartCore: boolean;
  /** Ends the checks; what was made is still removed. */
  readonly signal: AbortSignal;
  readonly told: (event: SuiteEvent) => void;
};

export type CheckResult = { readonly name: string; readonly ms: number } & Outcome;

export type SuiteEvent =
  | { readonly kind: 'identified'; readonly identity: PanelIdentity }
  | { readonly kind: 'checked'; readonly result: CheckResult }
  | { readonly kind: 'note'; readonly text: string };

/** How long the calls of one port method took, in milliseconds. */
export type CallLatency = {
  readonly call: string;
  readonly n: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
};

export type SuiteReport = {
  /** null = the panel never told what it is. */
  readonly identity: PanelIdentity | null;
  readonly results: readonly CheckResult[];
  readonly latency: readonly CallLatency[];
  /** What was made and could not be removed, or may still appear: names, each with the reason. */
  readonly leftBehind: readonly string[];
  readonly interrupted: boolean;
};
