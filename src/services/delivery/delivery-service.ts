import { isPaused } from '../../model/client-columns.ts';
import { qrTextOf } from '../../model/client-config.ts';
import { endIfOn } from '../../model/client-pause.ts';
import type { Customer } from '../../model/customer.ts';
import { InvariantViolation } from '../../model/errors.ts';
import { type DayUse, runsOutAt } from '../../model/forecast.ts';
import { OrderItem } from '../../model/order.ts';
import { type InvoicedPurchase, OrderPurchase } from '../../model/order-purchase.ts';
import { OrderServerClient } from '../../model/order-server-client.ts';
import { Payment } from '../../model/payment.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { ServerClient } from '../../model/server-client.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { placeOnPanel } from '../lanes/wanted-client.ts';
import { type Panel, PanelFault } from '../ports/panel.ts';
import { soldLines } from '../seats/sold-line.ts';
import { takeTraffic } from '../traffic/take-traffic.ts';
import { AddressDesk, type AddressNeeds } from './address-desk.ts';
import { balancePartOf } from './balance-part.ts';
import { careOffers } from './care-offers.ts';
import { subscriptionPlace } from './customer-service.ts';
import { invoiceLine } from './invoice-line.ts';
import { lineOffers } from './line-offers.ts';
import { type NoticeAccess, noticeTruth } from './notice-truth.ts';
import { offersChanges } from './offers-changes.ts';
import { orderCard } from './order-card.ts';
import { otherUnits } from './other-units.ts';
import { isOut, subscriptionOf } from './subscription.ts';
import { usageDays, wholeMonth } from './usage-days.ts';
import type { AccessPage, AccessView, CardView, InvoiceView, SubscriptionView } from './views.ts';

type Needs = AddressNeeds & { panel: Panel };

/** Makes the payload of an invoice; checkout owns its form. */
type PayloadOf = (of: {
  paymentId: string;
  orderId: string;
  planId: number;
  quantity: number;
  purchase?: InvoicedPurchase;
}) => string;

type OwnAccess = { clientId: number; customerId: number };
type PageOf = { customerId: number; page: number; size: number };

/** Clients a person still owns in some way. */
const LIVING = ['active', 'suspended', 'expired'] as const;

/** How the key reaches its customer, and how it is found again. Only reads, but for the usage it looks up. */
export class DeliveryService {
  /** The addresses that apps take every key from. */
  readonly addresses: AddressDesk;
  private readonly needs: Needs;
  private readonly payloadOf: PayloadOf;

  constructor(needs: Needs & { payloadOf: PayloadOf }) {
    this.needs = needs;
    this.addresses = new AddressDesk(needs);
    this.payloadOf = needs.payloadOf;
  }

  /** A page of a person's access, the newest first; pages count from 0, and one that is not there is the first. */
  async accesses({ customerId, page, size }: PageOf): Promise<AccessPage> {
    const part = { orderBy: { id: 'desc' }, limit: size + 1, offset: page * size } as const;
    const clients = await this.needs.work
      .read()
      .find(
        ServerClient,
        { customer: customerId, status: { $in: [...LIVING] } },
        { populate: ['inbound.server', 'customer'], ...part },
      );
    if (clients.length === 0 && page > 0) return this.accesses({ customerId, page: 0, size });
    return { accesses: await this.accessViews(clients.slice(0, size)), page, more: clients.length > size };
  }

  /** One access of this person, with the usage that its panel tells now, if it answers. */
  async access({
    clientId,
    customerId,
  }: OwnAccess): Promise<Result<AccessView, { code: 'access-not-found' }>> {
    const own = { id: clientId, customer: customerId, status: { $in: [...LIVING] } };
    const client = await this.needs.work
      .read()
      .findOne(ServerClient, own, { populate: ['inbound.server', 'customer'] });
    if (!client) return refuse({ code: 'access-not-found' });
    await this.refreshUsage(client);
    const now = this.needs.clock.now();
    const days = await usageDays(this.needs.work.read(), client.id, now);
    const { trafficUsed: used, trafficLimit: limit, expiresAt } = client;
    return ok({
      ...(await this.accessView(client)),
      ...(await careOffers(this.needs.work.read(), client)),
      ...(await offersChanges(this.needs.work.read(), client, now)),
      runsOutAt: runsOutAt({ days, used, limit, expiresAt }, now),
    });
  }

  /** What one access used on each of the last thirty days; empty = nothing was measured yet, or it is a stranger's. */
  async usageDays(own: OwnAccess): Promise<DayUse[]> {
    if ((await this.accessOf(own)) === null) return [];
    const now = this.needs.clock.now();
    return wholeMonth(await usageDays(this.needs.work.read(), own.clientId, now), now);
  }

  /** One access of this person as the shop knows it, without asking its panel; null = there is none of theirs. */
  async accessOf({ clientId, customerId }: OwnAccess): Promise<AccessView | null> {
    const client = await this.needs.work
      .read()
      .findOne(
        ServerClient,
        { id: clientId, customer: customerId, status: { $in: [...LIVING] } },
        { populate: ['inbound.server', 'customer'] },
      );
    return client ? this.accessView(client) : null;
  }

  /** One access as a message to its owner shows it, and what makes the message true; null = it is gone. */
  async accessForNotice(clientId: number): Promise<NoticeAccess | null> {
    const em = this.needs.work.read();
    const own = { id: clientId, status: { $in: [...LIVING] } };
    const client = await em.findOne(ServerClient, own, { populate: ['inbound.server', 'customer'] });
    if (!client) return null;
    const changes = await offersChanges(em, client, this.needs.clock.now());
    const truth = await noticeTruth(this.needs, em, client);
    return { ...(await this.accessView(client)), ...changes, ...truth };
  }

  /** What the order card says now; null = there is no such order. */
  card(orderId: string): Promise<CardView | null> {
    return orderCard(this.needs, orderId);
  }

  /** What the invoice asks for; null = its order can no longer be paid, so it is not sent. */
  async invoice(paymentId: string): Promise<InvoiceView | null> {
    const em = this.needs.work.read();
    const payment = await em.findOne(Payment, paymentId, { populate: ['order'] });
    const heldUntil = payment?.order.reservedUntil;
    if (!payment || !heldUntil || heldUntil <= this.needs.clock.now()) return null;
    const { id: orderId, purpose, total: minor, currency } = payment.order;
    const item = await em.findOne(OrderItem, { order: orderId }, { populate: ['plan'] });
    const line = invoiceLine(item);
    const bought = purpose === 'access' ? null : await em.findOneOrFail(OrderPurchase, { order: orderId });
    const purchase = bought === null ? {} : { purchase: bought.invoiced() };
    const payments = await em.find(Payment, { order: orderId });
    const isMonthly = bought?.terms.subscribes ? ({ isMonthly: true } as const) : {};
    return {
      orderId,
      purpose,
      ...line,
      ...isMonthly,
      stars: Number(payment.amount),
      total: { minor, currency },
      fromBalance: balancePartOf(payments),
      otherUnits: await otherUnits(em, { order: payment.order, item, payments }),
      payload: this.payloadOf({ paymentId, orderId, planId: item?.plan.id ?? 0, ...line, ...purchase }),
    };
  }

  /** The key of a unit that was tested, for its delivery; null = there is none (any more). */
  async keyOf(unitId: string): Promise<(AccessView & { qrText: string }) | null> {
    const unit = await this.needs.work.read().findOne(OrderServerClient, unitId, {
      populate: ['serverClient.inbound.server', 'serverClient.customer'],
    });
    const client = unit?.serverClient;
    if (unit?.provisionStatus !== 'completed' || !client || client.status === 'terminated') return null;
    const view = await this.accessView(client);
    return { ...view, qrText: this.qrText(view) };
  }

  /** What the QR holds: the link, or the subscription address where the link is too long for a camera. */
  qrText(access: AccessView): string {
    return qrTextOf(access);
  }

  /** What `/s/<token>` gives: every link of the customer, those of healthy servers first; null = no such token. */
  subscription(token: string): Promise<SubscriptionView | null> {
    return subscriptionOf(this.needs, token);
  }

  private async accessView(client: ServerClient): Promise<AccessView> {
    const [view] = await this.accessViews([client]);
    if (!view) throw new InvariantViolation(`client ${client.id} has no view`);
    return view;
  }

  /** One more query for all of them: the names under which they were sold. */
  private async accessViews(clients: readonly ServerClient[]): Promise<AccessView[]> {
    const lines = await soldLines(this.needs.work.read(), clients);
    return clients.map((client) => {
      const line = lines.get(client.id);
      const view = this.viewOf(client, line?.planName ?? '');
      return line ? { ...view, ...lineOffers(view, { client, line }, this.needs) } : view;
    });
  }

  private viewOf(client: ServerClient, planName: string): AccessView {
    const { server } = client.inbound;
    const config = client.getDownloadableConfig(this.subscriptionUrl(client.customer));
    const { links, subscriptionUrl, usage, connections } = config;
    return {
      clientId: client.id,
      planName,
      server: server.name,
      country: server.country,
      status: hasRunOut(client, this.needs.clock.now()) ? 'expired' : client.status,
      expiresAt: endIfOn(client, this.needs.clock.now()),
      pausedUntil: isPaused(client) ? client.pausedUntil : null,
      endsSoon: client.isNearExpiration(this.needs.clock.now()),
      used: usage.used,
      limit: usage.limit,
      links,
      connection: connections[0] ?? null,
      subscriptionUrl,
      statusReason: client.statusReason,
      ...(client.isTrial && { isTrial: true }),
    };
  }

  private subscriptionUrl(customer: Customer): string | null {
    const { publicUrl } = this.needs.shop;
    if (publicUrl === null) return null;
    const place = subscriptionPlace(customer.id);
    return `${publicUrl}/s/${this.needs.vault.open(customer.subscriptionToken, place)}`;
  }

  /** A panel that does not answer leaves the last known usage standing. */
  private async refreshUsage(client: ServerClient): Promise<void> {
    if (isOut(client)) return;
    const now = this.needs.clock.now();
    try {
      const access = panelAccess(client.inbound.server, this.needs.vault);
      const used = await this.needs.panel.clientUsage(access, placeOnPanel(client));
      if (used === null) return;
      client.updateTrafficUsage(used, now);
      const look = { serverId: client.inbound.server.id, at: now, isGlance: true };
      const seen = [{ email: client.email, used, lastOnline: null }];
      await this.needs.work.do((em) => takeTraffic(em, this.needs, { ...look, clients: seen }));
    } catch (fault) {
      if (!(fault instanceof PanelFault)) throw fault;
    }
  }
}

/** Whoever switched it off for that, the panel or the shop: its time is over. */
const hasRunOut = (client: ServerClient, now: Date): boolean =>
  client.isExpired(now) && (client.status === 'active' || client.statusReason === 'expired');
