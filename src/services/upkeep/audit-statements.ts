import { sql } from '@mikro-orm/core';
import { DELIVERING } from '../../model/order.ts';
import { hours, later, minutes, type Period } from '../../model/values/period.ts';
import { holding } from '../seats/counter-drift.ts';

// One statement for each thing that must never be (RELIABILITY C, "Nothing lost"; E9, I1 to I9). A row is one finding,
// `what` names it for a human: ids, and never a secret.

/** How long a paid unit may be on its way before it is called undelivered (RELIABILITY E7). */
const DELIVERED_WITHIN = minutes(2);
/** How long a placement that was given up may wait for its panel. */
const REMOVED_WITHIN = hours(1);

const before = (now: Date, period: Period) => later(now, -period as Period);

/** Something went back for this order: a whole charge, or a share of its price to the wallet. */
const moneyWentBack = sql`(
  exists (
    select from refunds join charges on charges.id = refunds.charge_id join payments on payments.id = charges.payment_id
     where payments.order_id = orders.id and refunds.from_account <> 'unallocated')
  or exists (select from wallet_credits credit where credit.order_id = orders.id)
  or exists (
    select from ledger_journals journal
      join ledger_postings posting on posting.journal_id = journal.id
      join ledger_accounts account on account.id = posting.account_id
     where journal.order_id = orders.id and account.kind = 'customer' and posting.amount > 0 and journal.reason not in ('topup', 'plan-credit')))`;

/** A charge that pays its order, or did until its money was given back. */
const paysItsOrder = sql`(
  charge.status = 'settled'
  or exists (select from refunds where refunds.charge_id = charge.id and refunds.from_account <> 'unallocated'))`;

/** Money was taken, and neither access nor money came of it. */
export const lostStatement = () => sql`
  select 'unit ' || unit.id || ' of order ' || orders.id || ' is ' || unit.provision_status || ', and no money went back' as what
    from order_server_clients unit
    join order_items item on item.id = unit.order_item_id
    join orders on orders.id = item.order_id
   where orders.origin = 'sale' and orders.status in ('paid', 'processing', 'partial', 'completed', 'dispute')
     and unit.provision_status in ('reserved', 'cancelled') and not ${moneyWentBack}
   union all
  select 'unit ' || unit.id || ' of order ' || item.order_id || ' is called delivered without a tested client'
    from order_server_clients unit
    join order_items item on item.id = unit.order_item_id
    left join server_clients client on client.id = unit.server_client_id
   where unit.provision_status = 'completed' and coalesce(client.status, 'provisioning') = 'provisioning'
   union all
  select 'charge ' || charge.charge_id || ' paid order ' || orders.id || ', which is ' || orders.status
    from charges charge
    join payments payment on payment.id = charge.payment_id
    join orders on orders.id = payment.order_id
   where charge.status = 'settled' and orders.status in ('pending_payment', 'expired', 'cancelled', 'refunded')
     and not ${moneyWentBack}
   union all
  select 'order ' || orders.id || ' is paid, and what it bought (' || orders.purpose || ') was not given'
    from orders left join order_purchases purchase on purchase.order_id = orders.id
   where orders.purpose <> 'access' and orders.status in ('paid', 'processing', 'partial', 'completed')
     and purchase.applied_at is null`;

/** A second living client for one paid unit: one that no unit knows and no tombstone names, or one that two share. */
export const duplicatedStatement = () => sql`
  select 'client ' || client.email || ' of order ' || client.order_id || ' lives and belongs to no unit' as what
    from server_clients client join server_inbounds inbound on inbound.id = client.inbound_id
   where client.status in ('active', 'suspended') and client.wanted <> 'deleted'
     and not exists (select from order_server_clients unit where unit.server_client_id = client.id)
     and not exists (
       select from tombstones where tombstones.server_id = inbound.server_id and tombstones.email = client.email)
   union all
  select 'client ' || server_client_id || ' is shared by ' || count(*) || ' units'
    from order_server_clients where server_client_id is not null
   group by server_client_id having count(*) > 1`;

/** Access that lives on although its order ended without a payment, or its money went back. */
export const unpaidStatement = () => sql`
  select 'client ' || client.email || ' lives, and order ' || orders.id || ' is ' || orders.status as what
    from server_clients client join orders on orders.id = client.order_id
   where client.status = 'active' and client.wanted = 'enabled'
     and orders.status in ('pending_payment', 'expired', 'cancelled', 'refunded')`;

/** Paid for longer than two minutes, not delivered, and nobody of the staff is asked first. */
export const undeliveredStatement = (now: Date) => sql`
  select 'unit ' || unit.id || ' of order ' || orders.id || ' is ' || unit.provision_status
         || coalesce(': ' || unit.provision_error_code, '') as what
    from orders
    join order_items item on item.order_id = orders.id
    join order_server_clients unit on unit.order_item_id = item.id
   where orders.status in (${DELIVERING}) and orders.held_at is null
     and orders.paid_at <= ${before(now, DELIVERED_WITHIN)}
     and unit.provision_status in ('pending', 'provisioning', 'failed')
   order by orders.paid_at`;

/** More units hold a seat than there are seats. */
export const oversoldStatement = () => sql`
  ${holding}
  select 'plan ' || plan.id || ': ' || count(*) || ' sold of ' || plan.max_clients as what
    from server_plans plan join holding on holding.plan_id = plan.id
   group by plan.id having count(*) > plan.max_clients
   union all
  select 'inbound ' || inbound.id || ': ' || count(*) || ' sold of ' || coalesce(inbound.capacity, server.max_clients_per_inbound)
    from server_inbounds inbound
    join servers server on server.id = inbound.server_id
    join holding on holding.inbound_id = inbound.id
   group by inbound.id, server.max_clients_per_inbound
  having count(*) > coalesce(inbound.capacity, server.max_clients_per_inbound)`;

/** Currencies whose postings do not sum to zero. */
export const ledgerSumStatement = () => sql`
  select currency, sum(amount)::text as sum from ledger_postings group by currency having sum(amount) <> 0`;

/** Accounts whose balance is another than their postings add up to. */
export const balanceDriftStatement = () => sql`
  select 'account ' || account.name || ': ' || account.balance || ' ' || account.currency || ', its postings say '
         || coalesce(sum(posting.amount), 0) as what
    from ledger_accounts account left join ledger_postings posting on posting.account_id = account.id
   group by account.id having account.balance <> coalesce(sum(posting.amount), 0)`;

/** Money that came and was never booked, or booked with another amount. */
export const unbookedStatement = () => sql`
  select 'charge ' || charge.charge_id || ' of ' || charge.amount || ' ' || charge.currency || ' stands in no journal' as what
    from charges charge
   where not exists (
     select from ledger_journals journal
       join ledger_postings posting on posting.journal_id = journal.id
       join ledger_accounts account on account.id = posting.account_id
      where journal.idem_key in ('settle:' || charge.id, 'surplus:' || charge.id)
        and account.kind = 'psp' and posting.amount = -charge.amount and posting.currency = charge.currency)
   union all
  select 'payment ' || payment.id || ' of order ' || payment.order_id || ' is ' || payment.status || ' and stands in no journal'
    from payments payment
   where payment.status in ('settled', 'refunding', 'refunded', 'disputed')
     and not exists (select from ledger_journals journal where journal.order_id = payment.order_id)
   union all
  select 'subscription ' || subscription.id || ' began with charge ' || subscription.charge_id || ', which never came'
    from star_subscriptions subscription
   where not exists (
     select from charges charge
      where charge.bot_id = subscription.bot_id and charge.charge_id = subscription.charge_id)
   union all
  select 'top-up ' || orders.id || ' is ' || orders.status || ', and the balance does not say so'
    from orders
   where orders.purpose = 'topup' and orders.status in ('completed', 'refunded')
     and not exists (
       select from ledger_journals journal
         join ledger_postings posting on posting.journal_id = journal.id
         join ledger_accounts account on account.id = posting.account_id
        where account.kind = 'customer' and account.customer_id = orders.customer_id
          and ((orders.status = 'completed' and journal.idem_key = 'topup:' || orders.id
                and posting.amount = orders.total_minor)
            or (orders.status = 'refunded' and journal.idem_key = 'topup-back:' || orders.id
                and posting.amount = -orders.total_minor)))
   union all
  select 'change of plan ' || orders.id || ' is ' || orders.status || ', and the balance does not say so'
    from orders join order_purchases purchase on purchase.order_id = orders.id
   where orders.purpose = 'plan' and orders.status in ('completed', 'refunded') and purchase.terms->>'credit' is not null
     and coalesce((
       select sum(posting.amount) from ledger_journals journal
         join ledger_postings posting on posting.journal_id = journal.id
         join ledger_accounts account on account.id = posting.account_id
        where journal.idem_key in ('plan-credit:' || orders.id, 'plan-credit-back:' || orders.id)
          and account.kind = 'customer' and account.customer_id = orders.customer_id), 0)
         <> case orders.status when 'completed' then (purchase.terms->>'credit')::bigint else 0 end
   union all
  select 'refund ' || refund.id || ' is done and stands in no journal'
    from refunds refund
   where refund.status = 'done'
     and not exists (select from ledger_journals journal where journal.idem_key = 'refund:' || refund.id)`;

/** Payments that are settled by another sum than was asked for, sales that are delivered unpaid, and trials that are none. */
export const wrongAmountsStatement = () => sql`
  select 'payment ' || payment.id || ' of order ' || payment.order_id || ': ' || payment.amount || ' asked, '
         || coalesce(sum(charge.amount), 0) || ' came' as what
    from payments payment left join charges charge on charge.payment_id = payment.id and ${paysItsOrder}
   where payment.provider = 'stars' and payment.status in ('settled', 'refunding', 'refunded', 'disputed')
   group by payment.id having coalesce(sum(charge.amount), 0) <> payment.amount
   union all
  select 'subscription ' || subscription.id || ': ' || subscription.stars || ' a month, its order costs ' || orders.total_stars
    from star_subscriptions subscription join orders on orders.id = subscription.order_id
   where subscription.stars <> orders.total_stars
   union all
  select 'order ' || orders.id || ' is ' || orders.status || ' and nothing was paid for it'
    from orders
   where orders.origin = 'sale' and orders.status in ('paid', 'processing', 'partial', 'completed')
     and not (orders.purpose = 'plan' and orders.total_minor = 0)
     and not exists (
       select from payments payment
        where payment.order_id = orders.id and payment.status in ('settled', 'refunding', 'refunded', 'disputed'))
   union all
  select 'order ' || orders.id || ' is a trial, and ' || case when trial.order_id is null
           then 'nobody is told to have had it' else 'money is asked for it' end
    from orders left join free_trials trial on trial.order_id = orders.id
   where orders.origin = 'trial'
     and ((trial.order_id is null and orders.status <> 'refunded') or exists (select from payments payment where payment.order_id = orders.id))`;

/** Units that keep a seat though their order is over. */
export const deadSeatsStatement = () => sql`
  select 'unit ' || unit.id || ' is ' || unit.provision_status || ', and order ' || orders.id || ' is ' || orders.status as what
    from order_server_clients unit
    join order_items item on item.id = unit.order_item_id
    join orders on orders.id = item.order_id
   where unit.provision_status in ('reserved', 'pending', 'provisioning', 'failed')
     and orders.status in ('expired', 'cancelled', 'refunded')`;

/** The orders of these units. */
export const deadOrdersStatement = () => sql`
  select distinct orders.id
    from order_server_clients unit
    join order_items item on item.id = unit.order_item_id
    join orders on orders.id = item.order_id
   where unit.provision_status in ('reserved', 'pending', 'failed')
     and orders.status in ('expired', 'cancelled', 'refunded')`;

/** Paid or delivered, and nothing was queued that says so. */
export const unannouncedStatement = () => sql`
  select 'order ' || orders.id || ' is paid and has no card' as what
    from orders
   where orders.paid_at is not null and orders.purpose = 'access'
     and not exists (select from order_cards where order_cards.order_id = orders.id)
   union all
  select 'unit ' || unit.id || ' of order ' || orders.id || ' is delivered and no key was sent'
    from order_server_clients unit
    join order_items item on item.id = unit.order_item_id
    join orders on orders.id = item.order_id
   where unit.provision_status = 'completed' and orders.origin <> 'import'
     and not exists (
       select from outgoing_messages message
        where message.idem_key = 'key-text:' || unit.id || ':' || unit.placement_no)
   union all
  select 'charge ' || charge.charge_id || ' is to go back and has no refund'
    from charges charge
   where charge.status in ('surplus', 'refunding')
     and not exists (select from refunds where refunds.charge_id = charge.id)`;

/** Placements that were given up and may still be on a panel. */
export const lateTombstonesStatement = (now: Date) => sql`
  select 'tombstone ' || tombstone.email || ' on ' || server.name as what
    from tombstones tombstone join servers server on server.id = tombstone.server_id
   where tombstone.cleared_at is null and tombstone.due_at is not null and server.retired_at is null
     and tombstone.created_at <= ${before(now, REMOVED_WITHIN)}`;
