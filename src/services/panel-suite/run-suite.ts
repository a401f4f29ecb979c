import {
  type Panel,
  type PanelAccess,
  PanelFault,
  type PanelIdentity,
  type RemoteInbound,
} from '../ports/panel.ts';
import type { PanelScene } from './kind-scene.ts';
import { hasNeighbours, type Permission, pickKinds } from './kinds.ts';
import { leftoversIn, removeLeftovers } from './leftovers.ts';
import { Made } from './made.ts';
import { lookAtNeighbours, type Neighbours } from './neighbours.ts';
import { causeOf, failed, faultWords, type Outcome, passed } from './outcome.ts';
import { coreRuns, leftInPeace, leftNothing, PANEL_CHECKS } from './panel-checks.ts';
import type { CheckResult, SuiteNeeds, SuiteOrder, SuiteReport } from './suite-types.ts';
import { ThrowAways } from './throw-away.ts';
import { Interrupted, Stopwatch, timedPanel } from './timed-panel.ts';
import { tryKind, tryOwnInbounds } from './try-inbounds.ts';

/**
 * Tries on a panel all that the shop asks of one, with clients and inbounds of its own, and takes them away again,
 * also when `signal` ends it or the panel fails. Never throws a fault of the panel: it stands in the report.
 */
export function runPanelSuite(needs: SuiteNeeds, order: SuiteOrder): Promise<SuiteReport> {
  return new SuiteRun(needs, order).run();
}

/** Runs one check, tells of it and remembers how it ended. */
export type CheckRunner = (name: string, check: () => Promise<Outcome>) => Promise<Outcome['kind']>;

class SuiteRun {
  private readonly needs: SuiteNeeds;
  private readonly order: SuiteOrder;
  private readonly watch: Stopwatch;
  private readonly panel: Panel;
  private readonly made = new Made();
  private readonly throwAways: ThrowAways;
  private readonly results: CheckResult[] = [];
  private identity: PanelIdentity | null = null;
  private inbounds: readonly RemoteInbound[] | null = null;
  private before: Neighbours | null = null;
  /** A panel that answered does so no more: every further check would wait for it. */
  private isLost = false;

  constructor(needs: SuiteNeeds, order: SuiteOrder) {
    this.needs = needs;
    this.order = order;
    this.watch = new Stopwatch(needs.monotonic);
    this.panel = timedPanel(needs.panel, this.watch, order.signal);
    this.throwAways = new ThrowAways(needs);
  }

  async run(): Promise<SuiteReport> {
    const isThrough = await this.unlessInterrupted(() => this.tryPanel());
    const leftBehind = await this.cleanUp();
    this.isLost = false;
    const isDone = isThrough && (await this.unlessInterrupted(() => this.lookBack()));
    const { identity, results } = this;
    return { identity, results, latency: this.watch.latency(), leftBehind, interrupted: !isDone };
  }

  private async tryPanel(): Promise<void> {
    await this.enter();
    const { made, throwAways, panel, identity, inbounds } = this;
    if (identity === null || inbounds === null) return;
    const scene: PanelScene = { panel, access: this.access, identity, throwAways, made };
    const freeId = 1000 + Math.max(0, ...inbounds.map(({ remoteId }) => remoteId));
    for (const { name, run } of PANEL_CHECKS) await this.check(name, () => run({ ...scene, freeId }));
    await this.tryInbounds(scene, inbounds);
  }

  private async enter(): Promise<void> {
    await this.check('lets us in and says what it is', () => this.identify());
    if (this.identity === null) return;
    await this.check('its core runs', () => this.coreRuns());
    await this.check('lists its inbounds', async () => {
      this.inbounds = await this.withoutLeftovers(await this.panel.listInbounds(this.access));
      return passed(`${this.inbounds.length}`);
    });
    if (this.inbounds === null) return;
    await this.check('lets us read everybody else’s clients', async () => {
      this.before = await lookAtNeighbours(this.panel, this.access);
      return passed(this.before.unread.map((why) => `not read: ${why}`).join('; '));
    });
  }

  private async identify(): Promise<Outcome> {
    this.identity = await this.panel.identify(this.access);
    this.order.told({ kind: 'identified', identity: this.identity });
    return passed(`by ${this.access.credentials.kind}`);
  }

  private async withoutLeftovers(inbounds: RemoteInbound[]): Promise<RemoteInbound[]> {
    const left = leftoversIn(inbounds, this.needs.clock.now(), this.order.clean);
    const names = [...left.clients.map(({ email }) => email), ...left.inbounds.map(({ remark }) => remark)];
    if (names.length === 0) return inbounds;
    await removeLeftovers(this.panel, this.access, left);
    this.order.told({ kind: 'note', text: `removed what an earlier run had left: ${names.join(', ')}` });
    return this.panel.listInbounds(this.access);
  }

  private async tryInbounds(scene: PanelScene, inbounds: readonly RemoteInbound[]): Promise<void> {
    const mayRestartCore = this.order.mayRestartCore || !hasNeighbours(inbounds);
    const permission: Permission = { ...scene.identity, mayRestartCore };
    const runner = { check: this.check, scene, permission };
    const picks = pickKinds(inbounds, permission);
    for (const pick of picks) await tryKind(runner, pick);
    if (this.order.makeInbounds) return tryOwnInbounds(runner, inbounds, this.needs);
    if (picks.every(({ obstacle }) => obstacle !== null))
      await this.check('has an inbound to try', nothingToTry);
  }

  /** What has to be as before, now that everything of ours is gone. */
  private async lookBack(): Promise<void> {
    const { panel, access, before, made } = this;
    if (this.identity === null) return;
    const now = this.needs.clock.now();
    await this.check('has nothing of ours left', () => leftNothing({ panel, access }, made));
    await this.check('left everybody else in peace', () => leftInPeace({ panel, access }, before, now));
    await this.check('its core still runs', () => this.coreRuns());
  }

  private cleanUp(): Promise<string[]> {
    const { monotonic, pause } = this.needs;
    const panel = timedPanel(this.needs.panel, this.watch, null);
    return this.made.cleanUp({ panel, access: this.access, monotonic, pause }, this.watch.settled());
  }

  private coreRuns(): Promise<Outcome> {
    return coreRuns(this.panel, this.access, this.needs.pause);
  }

  private readonly check: CheckRunner = async (name, run) => {
    const began = this.needs.monotonic();
    const outcome = await this.outcomeOf(run);
    const ms = Math.round(this.needs.monotonic() - began);
    const result = { name, ms, ...outcome };
    this.results.push(result);
    this.order.told({ kind: 'checked', result });
    if (this.isLost) throw new Interrupted();
    return outcome.kind;
  };

  /** @throws {Interrupted} and nothing else: a fault of this program must not keep the clean-up from its work. */
  private async outcomeOf(run: () => Promise<Outcome>): Promise<Outcome> {
    try {
      return await run();
    } catch (fault) {
      if (fault instanceof Interrupted) throw fault;
      if (fault instanceof PanelFault) return failed(await this.causeOf(fault));
      return failed(`a fault of this program: ${fault instanceof Error ? fault.message : String(fault)}`);
    }
  }

  private async causeOf(fault: PanelFault): Promise<string> {
    this.isLost = fault.kind === 'not-sent' && this.identity !== null;
    if (fault.kind !== 'tls') return causeOf(fault, this.panel, this.access);
    const found = await this.needs.fingerprintAt(this.access.url);
    const hint =
      found === null ? '' : `; the one that is shown there fits --pin ${found}, if it is your panel’s`;
    return faultWords(fault) + hint;
  }

  /** false = the checks were told to end. */
  private async unlessInterrupted(run: () => Promise<void>): Promise<boolean> {
    try {
      await run();
      return true;
    } catch (fault) {
      if (fault instanceof Interrupted) return false;
      throw fault;
    }
  }

  private get access(): PanelAccess {
    return this.order.access;
  }
}

const nothingToTry = async (): Promise<Outcome> =>
  failed(
    'no inbound of this panel can be tried (the reasons stand above); --make-inbounds makes some for the test',
  );
