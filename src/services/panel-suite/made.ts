import { type Panel, type PanelAccess, PanelFault } from '../ports/panel.ts';

/** How long the clean-up may take, and how much of that is given to calls that are still under way. */
const CLEAN_UP_MS = 30_000;
const SETTLE_MS = 10_000;
const RETRY_MS = 1_000;

export type CleanUpNeeds = {
  readonly panel: Panel;
  readonly access: PanelAccess;
  readonly monotonic: () => number;
  readonly pause: (ms: number, signal?: AbortSignal) => Promise<void>;
};

/** What is on the panel because of us, by name. It is noted before the call that makes it, so that nothing is lost. */
export class Made {
  private readonly clients = new Map<string, number | null>();
  private readonly inbounds = new Map<string, number | null>();
  private readonly unclear = new Set<string>();
  private readonly all = new Set<string>();

  noteClient(email: string, remoteId: number | null): void {
    this.clients.set(email, remoteId);
    this.all.add(email);
  }

  /** `remoteId` null = the panel has not told its number yet. */
  noteInbound(remark: string, remoteId: number | null): void {
    this.inbounds.set(remark, remoteId);
    this.all.add(remark);
  }

  /** The add of clients that were new failed: they may still come, or were certainly not made. */
  noteFault({ outcome }: PanelFault, emails: readonly string[]): void {
    for (const email of emails) {
      if (outcome === 'unknown') this.unclear.add(email);
      else this.clients.delete(email);
    }
  }

  /** Whether a name is that of something this run made, removed or not. */
  has(name: string): boolean {
    return this.all.has(name);
  }

  forgetClient(email: string): void {
    this.clients.delete(email);
  }

  forgetInbound(remark: string): void {
    this.inbounds.delete(remark);
  }

  /**
   * Takes away all that is left of it: first the clients, whose rows newer panels keep without their inbound. Tries
   * for 30 s at most and never throws; answers what it could not remove, each with the reason.
   */
  async cleanUp(needs: CleanUpNeeds, settled: Promise<void>): Promise<string[]> {
    const deadline = needs.monotonic() + CLEAN_UP_MS;
    await within(needs, SETTLE_MS, { wait: settled, late: undefined });
    const left: string[] = [];
    for (const [email, remoteId] of this.clients) {
      const remove = () => this.removeClient(needs, email, remoteId);
      left.push(...(await untilDone(needs, { what: `client ${email}`, deadline, remove })));
    }
    for (const [remark, remoteId] of this.inbounds) {
      const remove = () => removeInbound(needs, remark, remoteId);
      left.push(...(await untilDone(needs, { what: `inbound ${remark}`, deadline, remove })));
    }
    return left;
  }

  /** @throws {PanelFault} */
  private async removeClient(needs: CleanUpNeeds, email: string, remoteId: number | null): Promise<string[]> {
    const answer = await needs.panel.removeClient(needs.access, { remoteId, email });
    this.clients.delete(email);
    if (answer === 'removed' || !this.unclear.has(email)) return [];
    return ['not there now, but it may still appear: the answer to its add was lost'];
  }
}

async function removeInbound(
  { panel, access }: CleanUpNeeds,
  remark: string,
  remoteId: number | null,
): Promise<string[]> {
  const listed = remoteId === null ? await panel.listInbounds(access) : [];
  const id = remoteId ?? listed.find((inbound) => inbound.remark === remark)?.remoteId ?? null;
  if (id !== null) await panel.removeInbound(access, id);
  return [];
}

type Removal = { what: string; deadline: number; remove: () => Promise<string[]> };

/** Tries again where the fault may pass, until the deadline. Answers what is left, with the reason. */
async function untilDone(needs: CleanUpNeeds, { what, deadline, remove }: Removal): Promise<string[]> {
  for (;;) {
    const rest = deadline - needs.monotonic();
    if (rest <= 0) return [`${what}: no time was left for it`];
    const done = await within(needs, rest, { wait: attempt(remove), late: SLOW });
    if (!done.again) return done.left.map((why) => `${what}: ${why}`);
    await needs.pause(Math.min(RETRY_MS, rest));
  }
}

type Attempt = { again: boolean; left: readonly string[] };

const SLOW: Attempt = { again: false, left: ['the panel did not answer in time'] };

async function attempt(remove: () => Promise<string[]>): Promise<Attempt> {
  try {
    return { again: false, left: await remove() };
  } catch (fault) {
    const words = fault instanceof Error ? fault.message : String(fault);
    return { again: fault instanceof PanelFault && fault.retryable, left: [words] };
  }
}

/** What `wait` gives, or `late` after `ms`. */
async function within<Value>(
  { pause }: CleanUpNeeds,
  ms: number,
  { wait, late }: { wait: Promise<Value>; late: Value },
): Promise<Value> {
  const enough = new AbortController();
  try {
    return await Promise.race([wait, pause(ms, enough.signal).then(() => late)]);
  } finally {
    enough.abort();
  }
}
