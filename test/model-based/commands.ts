import { sql } from '@mikro-orm/core';
import fc from 'fast-check';
import { seconds } from '../../src/model/values/period.ts';
import { OWNER } from '../support/shop-process.ts';
import { type ModelShop, SLOW_MS } from './model-shop.ts';
import { giveBack, openUnits, refund } from './money-back-commands.ts';
import type { Death } from './mortal.ts';
import { type Command, Named, orderOf } from './named-command.ts';
import { change } from './placement-commands.ts';
import { buy, duplicate, pay, payUnasked, sale, type Wish } from './sale-commands.ts';
import { pass } from './time-commands.ts';

/** An admin sends an undelivered unit to another server; where to, and whether there is one, is the shop's to know. */
const move = (no: number) =>
  new Named(
    `Move(${no})`,
    async ({ model, real }) => {
      const [unitId] = await openUnits(real, orderOf(model, no));
      if (unitId === undefined) return;
      await real.survive(({ provisioning }) => provisioning.placeElsewhere({ unitId, actorId: OWNER }));
    },
    true,
  );

/** Somebody works at the panel behind the shop's back. */
const tamper = (name: string, no: number, hand: (real: ModelShop, unit: TamperedUnit) => Promise<void>) =>
  new Named(
    `${name}(${no})`,
    async ({ model, real }) => {
      const order = orderOf(model, no);
      const [unit] = await real.rows<TamperedUnit>(sql`
        select unit.id, client.email, inbound.server_id as "serverId"
          from order_server_clients unit join order_items item on item.id = unit.order_item_id
          join server_clients client on client.id = unit.server_client_id
          join server_inbounds inbound on inbound.id = client.inbound_id
         where item.order_id = ${order.id} order by unit.unit_no limit 1`);
      if (!unit) return;
      const panel = real.panelAt(real.servers.indexOf(unit.serverId));
      if (!(await panel.clients()).some(({ email }) => email === unit.email)) return;
      model.tampered.add(unit.id);
      await hand(real, unit);
    },
    true,
  );

type TamperedUnit = { id: string; email: string; serverId: number };

const panelOf = (real: ModelShop, { serverId }: TamperedUnit) => real.panelAt(real.servers.indexOf(serverId));

const block = (who: number) =>
  new Named(`Block(${who})`, async ({ real, customers }) => {
    await real.survive((process) => process.customers.markBlocked(customers[who] ?? 0));
  });

const kill = (death: Death) =>
  new Named(`Kill(${death.at} ${death.nth})`, async ({ real }) => real.kill(death));

/** What is drawn that much more often. */
const many = <Value>(times: number, arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value>[] =>
  Array.from({ length: times }, () => arbitrary);

const nth = fc.nat({ max: 20 });
const which = fc.nat({ max: 1 });
const wishes: fc.Arbitrary<Wish> = fc.record({
  who: which,
  plan: which,
  quantity: fc.constantFrom(1, 1, 1, 2, 3),
});
const told = fc.oneof(
  { weight: 4, arbitrary: fc.constant(true) },
  { weight: 1, arbitrary: fc.constant(false) },
);
const deaths: fc.Arbitrary<Death> = fc.record({
  at: fc.constantFrom('moment', 'moment', 'before-call', 'after-call'),
  nth: fc.integer({ min: 1, max: 12 }),
});

/** As panels say it that refuse every new client because of what others left on them. */
const POISON = { kind: 'words', times: 1000, text: 'Something went wrong (malformed JSON)' };

const panelFault = (name: string, run: (real: ModelShop, no: number) => Promise<void>) =>
  which.map((no) => new Named(`${name}(${no})`, ({ real }) => run(real, no)));

/** Names of the commands, as reports count them. */
export const COMMAND_NAMES = [
  ...[
    'Sale',
    'Buy',
    'Pay',
    'PayTwice',
    'Late',
    'DupPay',
    'Sweep',
    'Wait',
    'Expire',
    'Day',
    'Refund',
    'GiveBack',
    'Move',
    'Change',
    'Block',
    'Kill',
  ],
  ...['DeleteRemote', 'EditRemote', 'PanelDown', 'PanelUp', 'SlowWrite', 'LostAnswer', 'Poison', 'CoreStops'],
] as const;

/** Every command of RELIABILITY E9 that the shop of today knows; what a customer does comes most often. */
export const COMMANDS: readonly fc.Arbitrary<Command>[] = [
  ...many(
    6,
    fc.tuple(wishes, told).map((args) => sale(...args)),
  ),
  ...many(3, wishes.map(buy)),
  ...many(
    4,
    fc.tuple(nth, told).map((args) => pay(...args)),
  ),
  fc.tuple(nth, told).map((args) => payUnasked('PayTwice')(...args)),
  fc.tuple(nth, told).map((args) => payUnasked('Late')(...args)),
  nth.map(duplicate),
  ...many(3, fc.constant(pass('Sweep', seconds(30)))),
  fc.constant(pass('Wait', seconds(660))),
  fc.constant(pass('Expire', seconds(2100))),
  fc.constant(pass('Day', seconds(86_400))),
  nth.map(refund),
  fc.tuple(nth, fc.boolean(), fc.constantFrom('original', 'wallet')).map((args) => giveBack(...args)),
  nth.map((no) => tamper('DeleteRemote', no, (real, unit) => panelOf(real, unit).wipe(unit.email))),
  nth.map((no) =>
    tamper('EditRemote', no, (real, unit) => panelOf(real, unit).edit(unit.email, { limitIp: 9 })),
  ),
  nth.map(move),
  ...many(
    3,
    fc.tuple(nth, fc.constantFrom('key', 'location')).map((args) => change(...args)),
  ),
  which.map(block),
  ...many(3, deaths.map(kill)),
  panelFault('PanelDown', (real, no) => real.panelAt(no).stop()),
  panelFault('PanelUp', (real, no) => real.heal(no)),
  panelFault('SlowWrite', (real, no) => real.faultAdds(no, { kind: 'late', ms: SLOW_MS })),
  panelFault('LostAnswer', (real, no) => real.faultAdds(no, { kind: 'drop-after-apply', times: 2 })),
  panelFault('Poison', (real, no) => real.faultAdds(no, POISON)),
  panelFault('CoreStops', (real, no) => real.panelAt(no).core('error', 'a bad key')),
];
