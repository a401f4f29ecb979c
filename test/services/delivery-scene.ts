import type { Database } from '../../src/db/open-database.ts';
import { OrderServerClient } from '../../src/model/order-server-client.ts';
import { Server } from '../../src/model/server.ts';
import type { ServerClient } from '../../src/model/server-client.ts';
import { ServerInbound } from '../../src/model/server-inbound.ts';
import { seconds } from '../../src/model/values/period.ts';
import { ClientsPanel } from '../../src/panel/clients-panel.ts';
import { invoicePayload } from '../../src/services/checkout/invoice-payload.ts';
import { CustomerService } from '../../src/services/delivery/customer-service.ts';
import { DeliveryService } from '../../src/services/delivery/delivery-service.ts';
import { QualityAdvice } from '../../src/services/delivery/quality-advice.ts';
import type { SubscriptionView } from '../../src/services/delivery/views.ts';
import { sealCredentials } from '../../src/services/lanes/panel-access.ts';
import type { Probe } from '../../src/services/ports/probe.ts';
import { aesVault, generateKeys } from '../../src/system/vault.ts';
import { PanelUnderTest } from '../contract/panel-under-test.ts';
import { aClient, anInbound, aServer } from '../support/builders.ts';
import { workOn } from '../support/database.ts';
import { countedIds } from '../support/ids.ts';
import { openShop, SHOP, type Shop } from '../support/shop.ts';

export const CAROL = 5_000_000_003;
export const LINK = 'vless://00000000-0000-4000-8000-000000000001@de.example.com:443#1';

const LIMITS = { connectMs: seconds(1), readMs: seconds(2), writeMs: seconds(2), maxBytes: 2 ** 20 };

/** A shop whose server is a simulated panel, and Carol, a customer with a subscription of her own. */
export class DeliveryScene {
  readonly world = new PanelUnderTest();
  readonly shop: Shop;
  private readonly database: Database;
  private readonly vault = aesVault(generateKeys());

  private constructor(database: Database, shop: Shop) {
    this.database = database;
    this.shop = shop;
  }

  static async open(database: Database): Promise<DeliveryScene> {
    const scene = new DeliveryScene(database, await openShop(database));
    await scene.world.panel.start();
    await scene.meet();
    await scene.enterPanel();
    return scene;
  }

  end(): Promise<void> {
    return this.world.end();
  }

  /** The service of a shop with this public address; null = it has none. */
  delivery(publicUrl: string | null = SHOP.publicUrl): DeliveryService {
    const { work, clock, ids, wakes } = this.shop.needs;
    const panel = new ClientsPanel({ limits: LIMITS, allowPrivate: true, now: () => clock.now() });
    const shop = { ...SHOP, publicUrl };
    const needs = { work, clock, ids, wakes, panel, vault: this.vault, shop };
    return new DeliveryService({ ...needs, payloadOf: invoicePayload });
  }

  /** The second look of this shop; `subscription` = what the customer's address gives, if not what it is. */
  advice(
    probe: Probe | null,
    subscription: (token: string) => Promise<SubscriptionView | null> = (token) =>
      this.delivery().subscription(token),
  ): QualityAdvice {
    return new QualityAdvice({ ...this.shop.needs, vault: this.vault, subscription, probe });
  }

  /** A paid order of one unit, completed as the lane would have done it; its client differs in `state`. */
  async deliveredTo(customerId: number, state: Partial<ServerClient> = {}) {
    const placed = await this.shop.order({ customerId });
    await this.shop.pay(placed, { payerId: customerId });
    const em = this.database.em();
    const unit = await em.findOneOrFail(
      OrderServerClient,
      { orderItem: { order: placed.orderId } },
      { populate: ['orderItem.order.customer', 'inbound'] },
    );
    const inbound = state.inbound ? await em.findOneOrFail(ServerInbound, state.inbound.id) : unit.inbound;
    const client = aClient({ links: [LINK], ...state, order: unit.orderItem.order, inbound });
    Object.assign(unit, { provisionStatus: 'completed', serverClient: client, dueAt: null });
    await em.persist(client).flush();
    return { unit, client };
  }

  async anotherServer(state: Partial<Server>): Promise<ServerInbound> {
    const inbound = anInbound({ server: aServer(state) });
    await this.database.em().persist(inbound).flush();
    return inbound;
  }

  /** Past the model: whatever state the row is in, it must not give its key away. */
  async setUnit(unit: OrderServerClient, provisionStatus: string): Promise<void> {
    await this.database
      .em()
      .execute(`update order_server_clients set provision_status = ?, due_at = now() where id = ?`, [
        provisionStatus,
        unit.id,
      ]);
  }

  /** The token in Carol's subscription address. */
  async tokenOf(customerId: number): Promise<string> {
    const { unit, client } = await this.deliveredTo(customerId, { status: 'suspended' });
    const key = await this.delivery().keyOf(unit.id);
    await this.database
      .em()
      .execute(`update server_clients set status = 'terminated' where id = ?`, [client.id]);
    return key?.subscriptionUrl?.split('/s/')[1] ?? '';
  }

  private async meet(): Promise<void> {
    const { work, clock } = { work: workOn(this.database), clock: this.shop.clock };
    const customers = new CustomerService({ work, clock, ids: countedIds, vault: this.vault });
    await customers.meet({ id: CAROL, name: 'Carol', username: null, language: 'en' });
  }

  /** The shop's server gets the panel's address and token. */
  private async enterPanel(): Promise<void> {
    const { url, token } = this.world.panel.address;
    const { serverId } = this.shop;
    await this.database.em().nativeUpdate(Server, serverId, {
      panelUrl: url,
      allowHttp: true,
      panelCredentials: sealCredentials(this.vault, serverId, { kind: 'token', token }),
    });
  }
}
