import { sql } from '@mikro-orm/core';
import { expect } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { ServerClient } from '../../src/model/server-client.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { openTestDatabase } from './database.ts';
import { PanelShop } from './panel-shop.ts';
import { StarsLedger } from './stars-ledger.ts';
import { toldCharge } from './subscribing.ts';
import { upkeepOf } from './upkeep.ts';

/** What Telegram charges for thirty days. */
export const STARS = 250;

type Parts = Pick<SubscriptionScene, 'database' | 'stars' | 'shop' | 'orderId' | 'clientId' | 'sold'>;

/** A shop that has delivered one access of thirty days to person 1, and Telegram's side of the money. */
export class SubscriptionScene {
  readonly database: Database;
  readonly stars: StarsLedger;
  readonly shop: PanelShop;
  readonly orderId: string;
  readonly clientId: number;
  /** When the access ends that was sold. */
  readonly sold: Date;

  private constructor(of: Parts) {
    this.database = of.database;
    this.stars = of.stars;
    this.shop = of.shop;
    this.orderId = of.orderId;
    this.clientId = of.clientId;
    this.sold = of.sold;
  }

  static async open(): Promise<SubscriptionScene> {
    const database = await openTestDatabase();
    const stars = new StarsLedger();
    const shop = await PanelShop.open({ database, stars });
    const orderId = await shop.deliveredOrder();
    const { id: clientId, expiresAt } = await shop.client(orderId);
    if (!expiresAt) throw new Error('an access without an end');
    return new SubscriptionScene({ database, stars, shop, orderId, clientId, sold: expiresAt });
  }

  /** Counters and books have to be right, whatever was done. */
  async end(): Promise<void> {
    expect(await counterDrift(this.shop.work.read())).toEqual([]);
    expect((await upkeepOf(this.shop, this.stars).audit()).details).toEqual([]);
    await this.shop.end();
  }

  of(customerId = 1) {
    return { clientId: this.clientId, customerId };
  }

  client(): Promise<ServerClient> {
    return this.shop.client(this.orderId);
  }

  /** Something happens to the access that nobody pays for. */
  change(act: (row: ServerClient) => void): Promise<void> {
    return this.shop.work.do(async (em) => {
      act(await em.findOneOrFail(ServerClient, this.clientId));
      await em.flush();
    });
  }

  subscriptions() {
    return this.shop.rows<{ status: string; isBarred: boolean; chargeId: string }>(sql`
      select status, is_barred as "isBarred", charge_id as "chargeId" from star_subscriptions order by started_at, id`);
  }

  renewals() {
    return this.shop.rows<{ id: string; status: string; stars: number }>(sql`
      select id, status, total_stars as stars from orders where purpose = 'renewal' order by created_at, id`);
  }

  async refundReasons() {
    return (await this.shop.messages('refund-started')).map(({ data }) => data.reason);
  }

  /** Telegram charges once more, and tells of it. */
  async charged(first: string) {
    return this.shop.checkout.confirmPayment(await toldCharge(this.shop, first, 'again'));
  }

  /** The list is read, and Telegram is told what it has to hear. */
  async sweep(): Promise<void> {
    await this.shop.checkout.reconcileStars();
    await this.shop.checkout.runRefunds();
  }
}
