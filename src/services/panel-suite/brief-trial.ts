import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import {
  type Panel,
  type PanelAccess,
  PanelFault,
  type PanelFaultKind,
  type PanelIdentity,
  type RemoteClient,
  type RemoteInbound,
  type WantedClient,
} from '../ports/panel.ts';
import { differences, judgeLinks } from './compare.ts';
import { obstacleTo } from './kinds.ts';
import { ThrowAways } from './throw-away.ts';
import { Interrupted, Stopwatch, timedPanel } from './timed-panel.ts';

/** What one sale needs of a panel, in its order. */
export type TrialStep = 'add' | 'read-back' | 'link' | 'remove';

/** `inbound` null = none of the panel can be tried without harm, so nothing was done. */
export type TrialPassed = { readonly outcome: 'passed'; readonly inbound: string | null };

export type TrialFailed = {
  readonly outcome: 'failed';
  readonly step: TrialStep;
  /** null = the panel answered, and what it did was wrong. */
  readonly kind: PanelFaultKind | null;
  /** In English, for admins, without a secret; empty = it took too long. */
  readonly text: string;
  /** The name of the client that may still be on the panel; null = it certainly is not. */
  readonly leftBehind: string | null;
};

export type TrialNeeds = {
  readonly panel: Panel;
  readonly ids: Pick<Ids, 'uuid' | 'secret' | 'key' | 'unitId'>;
  readonly clock: Clock;
  readonly monotonic: () => number;
};

export type TrialOrder = {
  readonly access: PanelAccess;
  readonly identity: PanelIdentity;
  readonly inbounds: readonly RemoteInbound[];
  /** Ends it, whatever the panel is doing. */
  readonly signal: AbortSignal;
};

/** Does on a panel what one sale does, with a throw-away client that is removed in every case, if the panel lets us. */
export async function briefTrial(needs: TrialNeeds, order: TrialOrder): Promise<TrialPassed | TrialFailed> {
  const inbound = inboundToTry(order);
  if (inbound === null) return { outcome: 'passed', inbound: null };
  const trial = new Trial(needs, order, inbound);
  return (await trial.run()) ?? { outcome: 'passed', inbound: inbound.remark || `${inbound.remoteId}` };
}

/** One that has clients already comes first: the last client of an inbound is hard to remove from old panels. */
function inboundToTry({ inbounds, identity }: TrialOrder): RemoteInbound | null {
  const permission = { ...identity, mayRestartCore: false };
  const fit = inbounds.filter((inbound) => obstacleTo(inbound, permission) === null);
  return fit.find(({ emails }) => emails.length > 0) ?? fit[0] ?? null;
}

class Trial {
  private readonly panel: Panel;
  private readonly access: PanelAccess;
  private readonly inbound: RemoteInbound;
  private readonly client: WantedClient;
  private readonly signal: AbortSignal;
  private leftBehind: string | null = null;
  private remote: RemoteClient | undefined;

  constructor(needs: TrialNeeds, { access, signal }: TrialOrder, inbound: RemoteInbound) {
    this.panel = timedPanel(needs.panel, new Stopwatch(needs.monotonic), signal);
    this.client = new ThrowAways(needs).client(inbound);
    this.access = access;
    this.inbound = inbound;
    this.signal = signal;
  }

  /** null = all went well. */
  async run(): Promise<TrialFailed | null> {
    const failure =
      (await this.step('add', () => this.add())) ??
      (await this.step('read-back', () => this.readBack())) ??
      (await this.step('link', () => this.link())) ??
      (await this.step('remove', () => this.remove()));
    if (failure === null) return null;
    if (this.leftBehind !== null && !this.signal.aborted) await this.step('remove', () => this.remove());
    return { ...failure, leftBehind: this.leftBehind };
  }

  /** Answers what is wrong, '' = nothing. */
  private async add(): Promise<string> {
    const { email } = this.client;
    this.leftBehind = email;
    const { refused } = await this.panel.addClients(this.access, this.inbound.remoteId, [this.client]);
    const fault = refused.get(email);
    if (fault) throw fault;
    return '';
  }

  private async readBack(): Promise<string> {
    const { email } = this.client;
    const found = await this.panel.readClients(this.access, this.inbound.remoteId, [email]);
    this.remote = found.get(email);
    return differences(this.client, this.remote, this.inbound).join('; ');
  }

  private async link(): Promise<string> {
    const { client, inbound, access } = this;
    const links = await this.panel.clientLinks(access, { remoteId: inbound.remoteId, ...client });
    const { publicHost: host } = access;
    return judgeLinks(links, { inbound, client, host, listener: this.remote?.listener }).problems.join('; ');
  }

  private async remove(): Promise<string> {
    const place = { remoteId: this.inbound.remoteId, email: this.client.email };
    const answer = await this.panel.removeClient(this.access, place);
    if (answer === 'removed') this.leftBehind = null;
    return answer === 'removed' ? '' : 'the panel says that the client was not there';
  }

  private async step(step: TrialStep, act: () => Promise<string>): Promise<TrialFailed | null> {
    try {
      return this.judged(step, await act());
    } catch (fault) {
      if (fault instanceof Interrupted) return this.failed(step, 'ambiguous', '');
      if (!(fault instanceof PanelFault)) throw fault;
      const wasNotAdded = step === 'add' && fault.outcome === 'failed';
      if (wasNotAdded) this.leftBehind = null;
      return this.failed(step, fault.kind, fault.message);
    }
  }

  private judged(step: TrialStep, problem: string): TrialFailed | null {
    return problem === '' ? null : this.failed(step, null, problem);
  }

  private failed(step: TrialStep, kind: PanelFaultKind | null, text: string): TrialFailed {
    return { outcome: 'failed', step, kind, text, leftBehind: this.leftBehind };
  }
}
