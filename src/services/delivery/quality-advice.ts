import { LockMode } from '@mikro-orm/core';
import { OrderServerClient } from '../../model/order-server-client.ts';
import type { ServerClient } from '../../model/server-client.ts';
import { later, milliseconds, minutes } from '../../model/values/period.ts';
import { alertStaff } from '../messages/queue-message.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import { count } from '../ports/meter.ts';
import type { Probe } from '../ports/probe.ts';
import type { Shop } from '../ports/shop.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Vault } from '../ports/vault.ts';
import type { Wakes } from '../ports/wakes.ts';
import { subscriptionPlace } from './customer-service.ts';
import { doorOf } from './door-of.ts';
import { claimDoor, lastOutcome, recordDoor } from './door-statements.ts';
import type { SubscriptionView } from './views.ts';

type Needs = {
  work: UnitOfWork;
  clock: Clock;
  log: Logger;
  shop: Shop;
  vault: Vault;
  wakes: Wakes;
  /** What the customer's subscription address gives; null = there is none. */
  subscription: (token: string) => Promise<SubscriptionView | null>;
  /** null = doors lead nowhere here: in the sandbox nothing leaves this machine. */
  probe: Probe | null;
};

/** The door of an inbound is tried once in so long, however many keys are made on it. */
const DOOR_PAUSE = minutes(1);

/**
 * A second look at keys that are delivered: is the link in the customer's subscription, and does its door answer? What
 * it finds is advice: it stands in the unit's notes, and no key waits for it or is taken back (SPEC 57, 140).
 */
export class QualityAdvice {
  private readonly needs: Needs;
  private readonly running = new Set<Promise<void>>();

  constructor(needs: Needs) {
    this.needs = needs;
  }

  /** Begins to look at units that have just been completed; nobody waits for it. */
  follow(unitIds: readonly string[]): void {
    const looking = this.lookAt(unitIds)
      .catch((error: unknown) => this.needs.log.warn('advice.failed', { error }))
      .finally(() => this.running.delete(looking));
    this.running.add(looking);
  }

  /** Adds to the notes of each of these units what was found. A unit that has ended meanwhile is left out. */
  async lookAt(unitIds: readonly string[]): Promise<void> {
    const units = await this.needs.work
      .read()
      .find(
        OrderServerClient,
        { id: { $in: [...unitIds] }, provisionStatus: 'completed' },
        { populate: ['serverClient.inbound.server', 'serverClient.customer'], orderBy: { id: 'asc' } },
      );
    for (const { id, serverClient } of units) if (serverClient) await this.look(id, serverClient);
  }

  /** Waits for what is under way: a few seconds at most. */
  async stop(): Promise<void> {
    await Promise.all(this.running);
  }

  private async look(unitId: string, client: ServerClient): Promise<void> {
    const subscription = await this.subscriptionNote(client);
    const door = await this.doorNote(client);
    const { work, clock, shop, wakes } = this.needs;
    const isLost = subscription === LOST;
    await work.do(async (em) => {
      const unit = await em.findOne(OrderServerClient, unitId, { lockMode: LockMode.PESSIMISTIC_WRITE });
      unit?.addQANotes([subscription, door]);
      await em.flush();
      if (!isLost) return;
      const data = { orderId: client.order.id, unitId, server: client.inbound.server.name };
      const from = { shop, now: clock.now() };
      await alertStaff(em, from, {
        key: `subscription:${unitId}`,
        data: { code: 'subscription-lacks-link', ...data },
      });
    });
    if (isLost) wakes.sender();
  }

  /** The very document that a proxy app of this customer gets now. */
  private async subscriptionNote({ customer, status, links }: ServerClient): Promise<string> {
    if (status !== 'active') return 'subscription: the access is off';
    const view = await this.subscriptionOf(customer.id, customer.subscriptionToken);
    return links.length > 0 && links.every((link) => view?.links.includes(link)) ? HELD : LOST;
  }

  private async subscriptionOf(customerId: number, sealed: string): Promise<SubscriptionView | null> {
    const { vault, subscription, log } = this.needs;
    try {
      return await subscription(vault.open(sealed, subscriptionPlace(customerId)));
    } catch (error) {
      log.warn('advice.no-subscription', { customerId, error });
      return null;
    }
  }

  private async doorNote({ inbound, links: [link = ''] }: ServerClient): Promise<string> {
    const { probe, work, clock } = this.needs;
    const door = doorOf(link);
    if (door === 'udp') return 'udp: not probed';
    if (probe === null || door === null) return 'door: not probed';
    if (inbound.server.panelProxyHost !== null)
      return 'door: not probed, this machine needs a proxy to get there';
    const now = clock.now();
    const claim = { inboundId: inbound.id, now, before: later(now, milliseconds(-DOOR_PAUSE)) };
    if (!(await claimDoor(work.read(), claim))) return knownNote(await lastOutcome(work.read(), inbound.id));
    const { outcome, ms } = await probe.knock(door);
    count('shop_probes_total', { outcome });
    await recordDoor(work.read(), inbound.id, outcome);
    return `door: ${outcome} after ${ms} ms`;
  }
}

const HELD = 'subscription: holds the link';
const LOST = 'subscription: lacks the link';

const knownNote = (outcome: string | null): string =>
  outcome === null ? 'door: being tried' : `door: ${outcome} within the minute before`;
