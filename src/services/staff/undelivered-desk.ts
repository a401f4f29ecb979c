import type { SqlEntityManager } from '@mikro-orm/sql';
import { OrderServerClient } from '../../model/order-server-client.ts';
import { later, minutes, type Period } from '../../model/values/period.ts';
import { isParked } from '../lanes/maintenance.ts';
import { giveBackAfterOf } from '../ports/shop.ts';
import type { StaffNeeds } from './needs.ts';
import { remindStaffOfHeld, tellHeldCustomers } from './tell-held.ts';
import { tellCustomers, tellStaff } from './tell-late.ts';
import {
  countUndelivered,
  type UndeliveredRow,
  undeliveredUnit,
  undeliveredUnits,
} from './undelivered-statements.ts';
import type { Listed, NextStep, UndeliveredView, UnitHistory } from './views.ts';

/** Below this nobody need look: the shop is at it. */
const LATE = minutes(2);
const PAGE = 5;

/** The paid keys that are not delivered, what becomes of them (SPEC 221), and who is told. */
export class UndeliveredDesk {
  private readonly needs: StaffNeeds;

  constructor(needs: StaffNeeds) {
    this.needs = needs;
  }

  /** A page of those paid longer than two minutes ago, the oldest first. */
  async list(page: number): Promise<Listed<UndeliveredView>> {
    const em = this.needs.work.read();
    const rows = await undeliveredUnits(em, this.late(), { limit: PAGE + 1, offset: page * PAGE });
    const items = await this.views(em, rows.slice(0, PAGE));
    return { items, page, more: rows.length > PAGE };
  }

  /** How many there are on all pages. */
  count(): Promise<number> {
    return countUndelivered(this.needs.work.read(), this.late());
  }

  /** One unit, whatever has become of it; null = there is none, or it was never paid. */
  async unit(unitId: string): Promise<UndeliveredView | null> {
    const em = this.needs.work.read();
    const row = await undeliveredUnit(em, unitId);
    return row ? ((await this.views(em, [row]))[0] ?? null) : null;
  }

  /** What the shop has tried for it and how long that took; null = there is no such unit. */
  async history(unitId: string): Promise<UnitHistory | null> {
    const unit = await this.needs.work.read().findOne(OrderServerClient, { id: unitId });
    return unit && { unitId, qaNotes: unit.qaNotes, lines: unit.provisionLog };
  }

  /** Sweep: tells staff and customers of what is late, each once, and daily of what waits for a yes of the staff. */
  async tellLate(): Promise<void> {
    const told = [
      await tellStaff(this.needs),
      (await tellCustomers(this.needs)) > 0,
      await remindStaffOfHeld(this.needs),
      await tellHeldCustomers(this.needs),
    ];
    if (told.includes(true)) this.needs.wakes.sender();
  }

  private late(): Date {
    return later(this.needs.clock.now(), -LATE as Period);
  }

  private async views(em: SqlEntityManager, rows: readonly UndeliveredRow[]): Promise<UndeliveredView[]> {
    const now = this.needs.clock.now();
    const at = { now, parked: rows.length > 0 && (await isParked(em)), enabled: this.needs.enabled ?? true };
    const after = giveBackAfterOf(this.needs.shop);
    return rows.map(({ sells, begunAt, isDelivering, ...row }) => ({
      ...row,
      now,
      next: nextOf({ ...row, sells, isDelivering }, at),
      givesBackAt: isDelivering && row.heldAt === null && !at.parked ? later(begunAt, after) : null,
    }));
  }
}

type Where = Pick<UndeliveredRow, 'status' | 'heldAt' | 'dueAt' | 'sells' | 'isDelivering'>;

type At = { now: Date; parked: boolean; enabled: boolean };

/** What happens to it if nobody does anything. */
const nextOf = (row: Where, at: At): NextStep => settledStep(row) ?? waitingStep(row, at);

/** null = it is on its way. */
function settledStep({ status, heldAt, isDelivering }: Where): NextStep | null {
  if (status === 'completed') return 'delivered';
  if (status === 'cancelled' || !isDelivering) return 'ended';
  if (heldAt !== null) return 'approval';
  return status === 'failed' ? 'decision' : null;
}

function waitingStep({ sells, dueAt }: Where, { now, parked, enabled }: At): NextStep {
  if (parked) return 'maintenance';
  if (!enabled) return 'switched-off';
  if (!sells) return 'server';
  return dueAt !== null && dueAt > now ? 'later' : 'now';
}
