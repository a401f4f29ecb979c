import type { ConversationContextStorage, ConversationData, VersionedState } from '@grammyjs/conversations';
import { WizardState } from '../../model/telegram.ts';
import { between, minutes } from '../../model/values/period.ts';
import type { Clock } from '../../services/ports/clock.ts';
import type { Logger } from '../../services/ports/logger.ts';
import type { UnitOfWork } from '../../services/ports/unit-of-work.ts';
import type { Vault } from '../../services/ports/vault.ts';
import type { ShopContext } from '../shop-context.ts';
import { parseState, writeState } from './wizard-state-json.ts';

/** Raise it with every change of a wizard's questions: answers of an old row would be taken for other questions. */
export const WIZARD_VERSION = '7';

/** A wizard that waits longer for an answer is over. */
export const WIZARD_LIFE = minutes(15);

/** Why a wizard that was under way is there no more; each has a text `wizard-<end>`. */
export type WizardEnd = 'expired' | 'updated';

export type WizardStorageNeeds = { work: UnitOfWork; vault: Vault; clock: Clock; log: Logger };

type Adapter = ConversationContextStorage<ShopContext, ConversationData>['adapter'];
type State = VersionedState<ConversationData>;
/** What one update found, and what is to become of it. */
type Visit = { rev: number; json: string; lastUpdate: number; end: WizardEnd | null; fate: Fate };
type Fate = 'consumed' | 'passed-on' | 'failed';

/** Another run has gone on with this wizard meanwhile; the inbox hands the update in again. */
export class WizardRaceLost extends Error {
  override readonly name = 'WizardRaceLost';
}

/**
 * Where admins are in their wizards: one row per person and chat, sealed, because its log holds what was typed.
 * Every write requires the revision that was read. An update that failed leaves the row as it was, so the inbox can
 * hand it in again (the plugin by itself would forget the wizard). contracts/telegram.md B1.
 */
export class WizardStorage {
  readonly adapter: Adapter = {
    read: (ctx) => this.read(ctx),
    write: (ctx, state) => this.write(ctx, state),
    delete: (ctx) => this.remove(ctx),
  };
  private readonly needs: WizardStorageNeeds;
  private readonly visits = new WeakMap<ShopContext, Visit>();

  constructor(needs: WizardStorageNeeds) {
    this.needs = needs;
  }

  /** Why the wizard of this person has just ended without an answer; null = it has not. */
  endOf(ctx: ShopContext): WizardEnd | null {
    return this.visits.get(ctx)?.end ?? null;
  }

  /** True when this very update has moved the wizard before: the process ended before the inbox could note it. */
  hasConsumed(ctx: ShopContext): boolean {
    const visit = this.visits.get(ctx);
    return visit !== undefined && visit.rev > 0 && visit.lastUpdate === ctx.update.update_id;
  }

  /** Told before the state is stored: what became of the update. 'consumed' is what holds unless told otherwise. */
  settle(ctx: ShopContext, fate: Fate): void {
    const visit = this.visits.get(ctx);
    if (visit) visit.fate = fate;
  }

  private async read(ctx: ShopContext): Promise<State | undefined> {
    const visit: Visit = { rev: 0, json: '', lastUpdate: 0, end: null, fate: 'consumed' };
    this.visits.set(ctx, visit);
    const row = await this.needs.work.read().findOne(WizardState, keyOf(ctx));
    if (!row) return undefined;
    visit.rev = row.rev;
    visit.end = this.endOfRow(row);
    const opened = visit.end ? null : this.open(row);
    if (opened) {
      visit.json = opened.json;
      visit.lastUpdate = opened.lastUpdate;
      return parseState(opened.json);
    }
    visit.end ??= 'updated';
    await this.remove(ctx);
    visit.rev = 0;
    return undefined;
  }

  private endOfRow(row: WizardState): WizardEnd | null {
    if (row.version !== WIZARD_VERSION) return 'updated';
    return between(row.updatedAt, this.needs.clock.now()) > WIZARD_LIFE ? 'expired' : null;
  }

  private open(row: WizardState): { lastUpdate: number; json: string } | null {
    try {
      const [, lastUpdate, json = ''] =
        /^(\d+) (.*)$/s.exec(this.needs.vault.open(row.state, placeOf(row.key))) ?? [];
      return { lastUpdate: Number(lastUpdate), json };
    } catch {
      this.needs.log.warn('wizard.unreadable', { key: row.key });
      return null;
    }
  }

  private async write(ctx: ShopContext, state: State): Promise<void> {
    const visit = this.visits.get(ctx);
    const json = writeState(state);
    if (!visit || visit.fate === 'failed' || json === visit.json) return;
    const key = keyOf(ctx);
    const lastUpdate = visit.fate === 'consumed' ? ctx.update.update_id : visit.lastUpdate;
    const sealed = this.needs.vault.seal(`${lastUpdate} ${json}`, placeOf(key));
    const written = visit.rev === 0 ? await this.insert(key, sealed) : await this.update(key, sealed, visit);
    if (!written) throw new WizardRaceLost(`the wizard ${key} was moved by another run`);
  }

  private async insert(key: string, sealed: string): Promise<boolean> {
    const now = this.needs.clock.now();
    const rows = await this.needs.work.do((em) =>
      em.execute<unknown[]>(
        `insert into wizard_states (key, version, state, rev, updated_at) values (?, ?, ?, 1, ?)
         on conflict (key) do nothing returning key`,
        [key, WIZARD_VERSION, sealed, now],
      ),
    );
    return rows.length === 1;
  }

  private async update(key: string, sealed: string, { rev }: Visit): Promise<boolean> {
    const row = { version: WIZARD_VERSION, state: sealed, rev: rev + 1, updatedAt: this.needs.clock.now() };
    return (await this.needs.work.do((em) => em.nativeUpdate(WizardState, { key, rev }, row))) === 1;
  }

  private async remove(ctx: ShopContext): Promise<void> {
    const visit = this.visits.get(ctx);
    if (!visit || visit.fate === 'failed') return;
    const where = { key: keyOf(ctx), rev: visit.rev };
    await this.needs.work.do((em) => em.nativeDelete(WizardState, where));
  }
}

const placeOf = (key: string): string => `wizard_states:${key}:state`;

/** Never the plugin's own key: it is the text "undefined" for all updates without a chat (B1, E3). */
const keyOf = (ctx: ShopContext): string =>
  ctx.chatId && ctx.from ? `${ctx.chatId}:${ctx.from.id}` : `none:${ctx.update.update_id}`;
