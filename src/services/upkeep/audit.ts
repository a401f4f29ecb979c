import type { RawQueryFragment } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type CounterDrift, counterDrift } from '../seats/counter-drift.ts';
import * as statements from './audit-statements.ts';

/** Everything that the database knows to be wrong; all numbers 0 and `ledgerSum` empty = nothing is. */
export type Audit = {
  /** Paid units without access, without work under way and without their money back. */
  lost: number;
  /** Clients beyond the one that a paid unit has. */
  duplicated: number;
  /** Clients that live although nobody paid, or the money went back. */
  unpaid: number;
  /** Paid units that wait for longer than two minutes: late, not lost. */
  undelivered: number;
  /** Plans and inbounds with more units than seats. */
  oversold: number;
  /** What the postings of a currency sum to, whole minor units as text; only where that is not zero. */
  ledgerSum: Readonly<Record<string, string>>;
  balanceDrift: number;
  /** Charges, payments and refunds that were never booked. */
  unbooked: number;
  counterDrift: number;
  wrongAmounts: number;
  /** Units that keep a seat though their order is over. */
  deadSeats: number;
  /** Paid, delivered or given back, and nobody is told. */
  unannounced: number;
  /** Placements that were given up over an hour ago and are not removed yet. */
  lateTombstones: number;
  /** What was found, in words for a human, each kind's first twenty; ids and no secrets. */
  details: string[];
};

type Count = Exclude<keyof Audit, 'ledgerSum' | 'details'>;
type Statement = (now: Date) => RawQueryFragment;

/** Late is no fault of the books: these only have to be done. */
const LATE: readonly Count[] = ['undelivered', 'lateTombstones'];

const MOST_DETAILS = 20;

const COUNTED: Readonly<Record<Exclude<Count, 'counterDrift'>, Statement>> = {
  lost: statements.lostStatement,
  duplicated: statements.duplicatedStatement,
  unpaid: statements.unpaidStatement,
  undelivered: statements.undeliveredStatement,
  oversold: statements.oversoldStatement,
  balanceDrift: statements.balanceDriftStatement,
  unbooked: statements.unbookedStatement,
  wrongAmounts: statements.wrongAmountsStatement,
  deadSeats: statements.deadSeatsStatement,
  unannounced: statements.unannouncedStatement,
  lateTombstones: statements.lateTombstonesStatement,
};

/** Holds what the shop has written down against its promises (RELIABILITY C and E7); reads only, and asks no panel. */
export async function auditShop(em: SqlEntityManager, now: Date): Promise<Audit> {
  const counts = new Map<Count, readonly string[]>();
  for (const [of, statement] of Object.entries(COUNTED) as [Exclude<Count, 'counterDrift'>, Statement][])
    counts.set(of, await findingsOf(em, statement(now)));
  counts.set('counterDrift', (await counterDrift(em)).map(counterWords));
  const sums = await em.execute<{ currency: string; sum: string }[]>(statements.ledgerSumStatement());
  const details = [...counts].flatMap(([of, found]) =>
    found.slice(0, MOST_DETAILS).map((what) => `${of}: ${what}`),
  );
  return {
    ...(Object.fromEntries([...counts].map(([of, found]) => [of, found.length])) as Record<Count, number>),
    ledgerSum: Object.fromEntries(sums.map(({ currency, sum }) => [currency, sum])),
    details: [...details, ...sums.map(({ currency, sum }) => `ledgerSum: ${sum} ${currency}`)],
  };
}

/** How many promises are broken; what is only late is not among them. */
export const brokenPromises = (audit: Audit): number =>
  Object.keys(audit.ledgerSum).length +
  [...Object.keys(COUNTED), 'counterDrift']
    .filter((of) => !LATE.includes(of as Count))
    .reduce((sum, of) => sum + audit[of as Count], 0);

/** Promises are broken, not only late. */
export const isBroken = (audit: Audit): boolean => brokenPromises(audit) > 0;

async function findingsOf(em: SqlEntityManager, statement: RawQueryFragment): Promise<string[]> {
  return (await em.execute<{ what: string }[]>(statement)).map(({ what }) => what);
}

/** For a human. */
export const counterWords = ({ level, id, counted, stored }: CounterDrift): string =>
  `${level} ${id} says ${stored} seats, its units take ${counted}`;
