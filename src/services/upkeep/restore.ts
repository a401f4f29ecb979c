import { sql } from '@mikro-orm/core';
import { Customer } from '../../model/customer.ts';
import type { InvoicedPurchase } from '../../model/order-purchase.ts';
import { Charge } from '../../model/payment.ts';
import { ServerPlan } from '../../model/server-plan.ts';
import { ServerPlanPool } from '../../model/server-plan-pool.ts';
import type { PaymentProvider, ReturnedCharge } from '../ports/payment-provider.ts';
import { completeOrder } from './complete-order.ts';
import { type FoundClient, type FoundClients, findOwnClients } from './find-own-clients.ts';
import { bury } from './mend-drift.ts';
import type { UpkeepNeeds } from './needs.ts';
import { type LostOrder, rebuildOrder } from './rebuild-order.ts';

/** What an invoice carries; null = it is none of ours. */
export type PayloadReader = (payload: string) => {
  paymentId: string;
  orderId: string;
  planId: number;
  quantity: number;
  purchase?: InvoicedPurchase;
} | null;

/** What was bought for an access, as its invoice tells; `chargeRowId` = the row of the charge that paid it. */
type LostPurchase = {
  paymentId: string;
  orderId: string;
  chargeRowId: string;
  payerId: number;
  purchase: InvoicedPurchase;
};

/** What other stages do for a restore. */
export type RestoreNeeds = UpkeepNeeds & {
  stars: PaymentProvider;
  readPayload: PayloadReader;
  /** Books what the provider's ledger tells and the database does not know. */
  settleLedger(): Promise<unknown>;
  /** Ends what a charge had paid for that Telegram has given back. */
  noteReturned(returned: ReturnedCharge): Promise<unknown>;
  /** Writes down again what was bought for an access that stands; it is given there and then. */
  rebuildPurchase(lost: LostPurchase): Promise<{ ok: boolean }>;
  /** Writes a person down of whom only the number is known. */
  meet(person: { id: number; name: string; username: null; language: string }): Promise<unknown>;
};

const PAGE = 100;
/** So many rows before the place where the ledger was left are looked at once more. */
const LOOK_BACK = 1_000;

type Ledger = {
  charges: readonly { chargeId: string; amount: bigint }[];
  returned: readonly ReturnedCharge[];
};
type Returned = { id: string; chargeId: string };

/** What Telegram's ledger and the database tell differently, one line each; changes nothing. @throws {PaymentFault} */
export async function lookAtLedger(needs: RestoreNeeds): Promise<string[]> {
  const ledger = await readLedger(needs);
  const known = await knownCharges(
    needs,
    ledger.charges.map(({ chargeId }) => chargeId),
  );
  const fresh = ledger.charges.filter(({ chargeId }) => !known.has(chargeId));
  const returned = await returnedUnseen(needs, ledger.returned);
  const open = await unmatchedCharges(needs);
  return [
    ...fresh.map(({ chargeId, amount }) => `charge ${chargeId} of ${amount} XTR is not in the books`),
    ...returned.map(({ chargeId }) => `charge ${chargeId} went back at Telegram, and not in the books`),
    ...open
      .filter(({ id }) => !returned.some((each) => each.id === id))
      .map(({ chargeId }) => `charge ${chargeId} belongs to no order that is known`),
    ...(await disowned(needs)),
  ];
}

/**
 * Completes a database that was set back (RELIABILITY 87): books what came and went meanwhile, writes lost orders down
 * again from their invoices, and ties the clients that the panels hold to them. An order whose panels do not all answer
 * waits, so that nobody gets a second client. Everything is keyed: a second run finds nothing to do.
 */
export async function restoreFromLedger(needs: RestoreNeeds): Promise<void> {
  // First: from the moment an order is settled its lane may run, and must not make what is there already.
  const found = await findOwnClients(needs);
  await needs.settleLedger();
  const { returned } = await readLedger(needs);
  for (const each of returned) await needs.noteReturned(each);
  await rebuildAll(needs, found);
  await completeAll(needs, found);
}

async function readLedger({ stars, work, shop }: RestoreNeeds): Promise<Ledger> {
  const [state] = await work.read().execute<{ offset: number }[]>(sql`
    select transactions_offset as offset from bot_states where bot_id = ${shop.botId}`);
  const charges: { chargeId: string; amount: bigint }[] = [];
  const returned: ReturnedCharge[] = [];
  for (let offset = Math.max(0, (state?.offset ?? 0) - LOOK_BACK); ; ) {
    const page = await stars.ledger(offset);
    charges.push(...page.charges);
    returned.push(...(page.returned ?? []));
    if (page.read < PAGE) return { charges, returned };
    offset += page.read;
  }
}

async function knownCharges({ work, shop }: RestoreNeeds, ids: readonly string[]): Promise<Set<string>> {
  const rows = await work.read().find(Charge, { botId: shop.botId, chargeId: { $in: [...ids] } });
  return new Set(rows.map(({ chargeId }) => chargeId));
}

/** Units whose lane ran before their orders were tied to what stands on the panel. */
async function disowned({ work }: RestoreNeeds): Promise<string[]> {
  const rows = await work.read().execute<{ id: string }[]>(sql`
    select id from order_server_clients
     where provision_status = 'failed' and provision_error_code = 'conflict' order by id`);
  return rows.map(({ id }) => `unit ${id}: its panel holds its client with other credentials`);
}

/** Charges that Telegram has given back, and the database still counts as the shop's. */
function returnedUnseen(
  { work, shop }: RestoreNeeds,
  returned: readonly ReturnedCharge[],
): Promise<Returned[]> {
  const ids = returned.map(({ chargeId }) => chargeId);
  return work.read().execute<Returned[]>(sql`
    select charge.id, charge.charge_id as "chargeId"
      from charges charge
     where charge.bot_id = ${shop.botId} and charge.status in ('settled', 'unmatched')
       and charge.charge_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
     order by charge.received_at desc`);
}

const unmatchedCharges = ({ work, shop }: RestoreNeeds): Promise<Charge[]> =>
  work.read().find(Charge, { botId: shop.botId, status: 'unmatched' }, { orderBy: { receivedAt: 'asc' } });

async function rebuildAll(needs: RestoreNeeds, found: FoundClients): Promise<void> {
  for (const charge of await unmatchedCharges(needs)) {
    const invoice = needs.readPayload(charge.payload ?? '');
    if (invoice?.purchase) {
      await meetUnknown(needs, charge.payerId);
      const { paymentId, orderId, purchase } = invoice;
      const lost = { paymentId, orderId, purchase, chargeRowId: charge.id, payerId: charge.payerId };
      await needs.rebuildPurchase(lost);
      continue;
    }
    if (invoice === null || !(await mayRebuild(needs, invoice.planId, found))) continue;
    await rebuild(needs, { ...invoice, chargeRowId: charge.id, payerId: charge.payerId }, found);
  }
}

/** Where a panel of the plan is silent, a client of the order may stand there unseen. */
async function mayRebuild(
  { work }: RestoreNeeds,
  planId: number,
  { silent }: FoundClients,
): Promise<boolean> {
  const em = work.read();
  const plan = await em.findOne(ServerPlan, planId);
  const pool = await em.find(ServerPlanPool, { plan: planId });
  return plan !== null && ![plan, ...pool].some(({ server }) => silent.has(server.id));
}

async function rebuild(needs: RestoreNeeds, lost: LostOrder, found: FoundClients): Promise<void> {
  await meetUnknown(needs, lost.payerId);
  const { living, older } = newestOf(found.clients.filter(({ orderId }) => orderId === lost.orderId));
  const rebuilt = await rebuildOrder(needs, { lost, found: living });
  needs.log.info('order.restored', {
    orderId: lost.orderId,
    clients: living.length,
    outcome: outcomeOf(rebuilt),
  });
  if (!rebuilt.ok) return;
  await buryOlder(needs, older);
  needs.wakes.sender();
  needs.wakes.orderPaid(lost.orderId);
}

async function meetUnknown(needs: RestoreNeeds, id: number): Promise<void> {
  const person = await needs.work.read().findOne(Customer, id);
  if (!person) await needs.meet({ id, name: String(id), username: null, language: 'en' });
}

const outcomeOf = (answer: { ok: true } | { ok: false; refusal: { code: string } }): string =>
  answer.ok ? 'restored' : answer.refusal.code;

/** Of several placements of one unit the last one lives. */
function newestOf(found: readonly FoundClient[]): { living: FoundClient[]; older: FoundClient[] } {
  const newest = new Map<string, FoundClient>();
  for (const each of found) {
    const other = newest.get(each.unitId);
    if (!other || other.placementNo < each.placementNo) newest.set(each.unitId, each);
  }
  const living = [...newest.values()];
  return { living, older: found.filter((each) => !living.includes(each)) };
}

async function buryOlder(needs: RestoreNeeds, older: readonly FoundClient[]): Promise<void> {
  for (const { inboundId, email } of older) {
    await needs.work.do(async (em) => {
      const [home] = await em.execute<{ serverId: number }[]>(sql`
        select server_id as "serverId" from server_inbounds where id = ${inboundId}`);
      if (home) await bury(needs, em, { serverId: home.serverId, emails: [email] });
    });
  }
}

async function completeAll(needs: RestoreNeeds, { clients }: FoundClients): Promise<void> {
  const open = await openUnits(needs);
  const wanted = clients.filter(({ unitId }) => open.has(unitId));
  for (const orderId of new Set(wanted.map((each) => each.orderId))) {
    const { living } = newestOf(wanted.filter((each) => each.orderId === orderId));
    if ((await completeOrder(needs, { orderId, found: living })) > 0) needs.wakes.orderPaid(orderId);
  }
}

async function openUnits({ work }: RestoreNeeds): Promise<Set<string>> {
  const rows = await work.read().execute<{ id: string }[]>(sql`
    select id from order_server_clients where provision_status in ('pending', 'failed')`);
  return new Set(rows.map(({ id }) => id));
}
