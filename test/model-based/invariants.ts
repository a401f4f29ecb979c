import { sql } from '@mikro-orm/core';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { auditShop, isBroken } from '../../src/services/upkeep/audit.ts';
import type { ModelShop } from './model-shop.ts';
import type { ModelOrder, ShopModel } from './shop-model.ts';
import { undeclaredSteps } from './step-log.ts';

type UnitRow = {
  unitId: string;
  status: string;
  placement: string;
  orderId: string;
  order: string;
  email: string | null;
  clientStatus: string | null;
  wanted: string | null;
  uuid: string | null;
  subId: string | null;
  serverId: number;
};
type Held = {
  serverId: number;
  email: string;
  inbounds: number;
  enable: boolean;
  uuid: string;
  subId: string;
};
type Whole = { units: readonly UnitRow[]; held: readonly Held[]; model: ShopModel };

/** What is true of the shop before a sequence: journals of earlier ones stay. */
export type Balances = ReadonlyMap<string, number>;

/** Everything that RELIABILITY E9 promises and that does not hold; in words, empty = all is well. */
export async function broken(
  real: ModelShop,
  model: ShopModel,
  before: Balances,
): Promise<readonly string[]> {
  const whole = { units: await unitsOf(real, model), held: await heldBy(real), model };
  return [
    ...oneClientPerPaidUnit(whole),
    ...noClientWithoutPaidUnit(whole),
    ...(await ledgerSumsToZero(real)),
    ...(await moneyIsWhereItBelongs(real, model, before)),
    ...(await counterDrift(real.database.em())).map((drift) => `I5 counters: ${JSON.stringify(drift)}`),
    ...noSeatOfADeadOrder(whole),
    ...(await everythingIsAnnounced(real, whole)),
    ...(await failuresHaveSomebody(real, whole)),
    ...(await undeclaredSteps(real.database)).map((step) => `I9 undeclared step: ${JSON.stringify(step)}`),
    ...ordersAreAsPromised(whole),
    ...(await theShopsOwnAudit(real)),
  ];
}

export async function balancesOf(real: ModelShop): Promise<Balances> {
  const rows = await real.rows<{ name: string; currency: string; balance: string }>(
    sql`select name, currency, balance from ledger_accounts`,
  );
  return new Map(rows.map(({ name, currency, balance }) => [`${name} ${currency}`, Number(balance)]));
}

const unitsOf = (real: ModelShop, model: ShopModel): Promise<UnitRow[]> =>
  model.orders.length === 0
    ? Promise.resolve([])
    : real.rows<UnitRow>(sql`
        select unit.id as "unitId", unit.provision_status as status,
               unit.id || ':' || unit.placement_no as placement, orders.id as "orderId", orders.status as "order",
               client.email, client.status as "clientStatus", client.wanted, client.uuid, client.sub_id as "subId",
               coalesce(place.server_id, inbound.server_id) as "serverId"
          from order_server_clients unit
          join order_items item on item.id = unit.order_item_id
          join orders on orders.id = item.order_id
          join server_inbounds inbound on inbound.id = unit.inbound_id
          left join server_clients client on client.id = unit.server_client_id
          left join server_inbounds place on place.id = client.inbound_id
         where orders.id in (${model.orders.map(({ id }) => id)})`);

async function heldBy(real: ModelShop): Promise<Held[]> {
  const all: Held[] = [];
  for (const [no, serverId] of real.servers.entries()) {
    for (const { email, inboundIds, enable, uuid, subId } of await real.panelAt(no).clients()) {
      all.push({ serverId, email, inbounds: inboundIds.length, enable, uuid, subId });
    }
  }
  return all;
}

const lives = (unit: UnitRow): boolean => unit.status === 'completed' && unit.clientStatus !== 'terminated';

/** I1. What somebody deleted at the panel is missing until the drift sweep, and never there twice. */
function oneClientPerPaidUnit({ units, held, model }: Whole): string[] {
  return units.filter(lives).flatMap((unit) => {
    const found = held.filter(({ email }) => isNameOf(email, unit));
    if (found.length === 0 && model.tampered.has(unit.unitId)) return [];
    const [one] = found;
    const right =
      found.length === 1 &&
      one?.email === unit.email &&
      one.serverId === unit.serverId &&
      one.inbounds === 1 &&
      one.uuid === unit.uuid &&
      one.subId === unit.subId &&
      (one.enable || unit.wanted !== 'enabled');
    return right ? [] : [`I1 unit ${unit.unitId} wants ${unit.email}: ${JSON.stringify(found)}`];
  });
}

const isNameOf = (email: string, { unitId }: UnitRow): boolean => email.split('-')[1] === unitId;

/** I2. */
function noClientWithoutPaidUnit({ units, held }: Whole): string[] {
  const dead = units.filter((unit) => unit.status === 'cancelled' || unit.clientStatus === 'terminated');
  return dead.flatMap((unit) =>
    held
      .filter(({ email }) => isNameOf(email, unit))
      .map(({ email }) => `I2 ${email} is on a panel, its unit is ${unit.status}, its order ${unit.order}`),
  );
}

/** I3. */
async function ledgerSumsToZero(real: ModelShop): Promise<string[]> {
  const sums = await real.rows(sql`
    select currency, sum(amount)::text as sum from ledger_postings group by currency having sum(amount) <> 0`);
  const drifts = await real.rows(sql`
    select account.name, account.balance::text, coalesce(sum(posting.amount), 0)::text as booked
      from ledger_accounts account left join ledger_postings posting on posting.account_id = account.id
     group by account.id having account.balance <> coalesce(sum(posting.amount), 0)`);
  return [...sums, ...drifts].map((row) => `I3 ledger: ${JSON.stringify(row)}`);
}

/** I4. Every Star is with the shop for something sold, or back with its payer; once. */
async function moneyIsWhereItBelongs(real: ModelShop, model: ShopModel, before: Balances): Promise<string[]> {
  const after = await balancesOf(real);
  const moved = (account: string) => (after.get(`${account} XTR`) ?? 0) - (before.get(`${account} XTR`) ?? 0);
  const [kept, back] = [model.total('kept'), model.total('back')];
  const expected = { 'psp:stars': -(kept + back), revenue: kept, refunds: back, unallocated: 0 };
  const accounts = Object.entries(expected)
    .filter(([account, stars]) => moved(account) !== stars)
    .map(([account, stars]) => `I4 ${account} moved by ${moved(account)}, not by ${stars}`);
  const balances = [...after.keys(), ...before.keys()].filter((account) => account.startsWith('customer:'));
  const onBalances = [...new Set(balances)].reduce(
    (sum, account) => sum + (after.get(account) ?? 0) - (before.get(account) ?? 0),
    0,
  );
  if (onBalances !== model.onBalances)
    accounts.push(`I4 balances moved by ${onBalances}, not by ${model.onBalances}`);
  const wrong = model.charges.filter(({ id, fate }) => real.stars.hasReturned(id) !== (fate === 'back'));
  return [...accounts, ...wrong.map(({ id, fate }) => `I4 money ${id} should be ${fate}`)];
}

/** I6. */
function noSeatOfADeadOrder({ units }: Whole): string[] {
  const dead = ['expired', 'cancelled', 'refunded'];
  return units
    .filter((unit) => dead.includes(unit.order) && unit.status !== 'cancelled')
    .filter((unit) => unit.clientStatus !== 'terminated')
    .map((unit) => `I6 unit ${unit.unitId} is ${unit.status}, its order ${unit.order}`);
}

/** I7. A card for every paid order, a key for every unit that is ready, a word for every Star that went back. */
async function everythingIsAnnounced(real: ModelShop, { units, model }: Whole): Promise<string[]> {
  const missing: string[] = [];
  for (const order of model.orders.filter(({ state }) => state === 'paid' || state === 'refunded')) {
    const stage = await cardOf(real, order);
    const own = units.filter(({ orderId }) => orderId === order.id);
    const ready = own.every((unit) => lives(unit) || unit.status === 'cancelled');
    if (order.state === 'paid' && ready && stage !== 'ready')
      missing.push(`I7 card of ${order.id}: ${stage}`);
    if (order.state === 'refunded' && stage !== 'refunded') missing.push(`I7 card of ${order.id}: ${stage}`);
  }
  const keys = units
    .filter(lives)
    .flatMap(({ placement }) => [`key-text:${placement}`, `key-qr:${placement}`]);
  const returned = await real.rows<{ key: string }>(sql`
    select 'refund-done:' || refunds.id as key from refunds join charges on charges.id = refunds.charge_id
     where charges.charge_id in (${['', ...model.charges.map(({ id }) => id)]})
    union all
    select 'credited:' || id from wallet_credits where order_id in (${['', ...model.orders.map(({ id }) => id)]})`);
  const wanted = [...keys, ...returned.map(({ key }) => key)];
  const said = await real.rows<{ key: string }>(
    sql`select idem_key as key from outgoing_messages where idem_key in (${['', ...wanted]})`,
  );
  const known = new Set(said.map(({ key }) => key));
  return [...missing, ...wanted.filter((key) => !known.has(key)).map((key) => `I7 nobody was told ${key}`)];
}

async function cardOf(real: ModelShop, { id }: ModelOrder): Promise<string> {
  const [card] = await real.rows<{ stage: string }>(
    sql`select stage from order_cards where order_id = ${id}`,
  );
  return card?.stage ?? 'none';
}

/** I8. A unit that was given up is in somebody's hands: its order is being refunded, or the owner was told. */
async function failuresHaveSomebody(real: ModelShop, { units }: Whole): Promise<string[]> {
  const alerts = await real.rows<{ unitId: string }>(sql`
    select data->>'unitId' as "unitId" from outgoing_messages where kind = 'alert' and data->>'unitId' is not null`);
  const told = new Set(alerts.map(({ unitId }) => unitId));
  return units
    .filter(({ status, unitId }) => status === 'failed' && !told.has(unitId))
    .map(({ unitId }) => `I8 unit ${unitId} was given up and nobody was told`);
}

/** What the shop finds when it looks at its own books. */
async function theShopsOwnAudit(real: ModelShop): Promise<string[]> {
  const audit = await auditShop(real.database.em(), real.clock.now());
  return isBroken(audit) ? [`audit: ${JSON.stringify(audit)}`] : [];
}

const PROMISED: Record<ModelOrder['state'], readonly string[]> = {
  open: ['pending_payment'],
  over: ['expired', 'cancelled'],
  paid: ['completed'],
  refunded: ['refunded'],
};

/** The simple view of each order is the shop's own; a paid one may wait for a human. */
function ordersAreAsPromised({ units, model }: Whole): string[] {
  return model.orders.flatMap(({ id, state, quantity }) => {
    const own = units.filter(({ orderId }) => orderId === id);
    const waits = state === 'paid' && own.some(({ status }) => status === 'failed');
    const right = own.length === quantity && own.every(({ order }) => PROMISED[state].includes(order));
    return right || waits ? [] : [`order ${id} should be ${state}: ${JSON.stringify(own)}`];
  });
}
