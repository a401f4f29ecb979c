import type { RawQueryFragment } from '@mikro-orm/core';
import { type Audit, auditShop } from './audit.ts';
import { accessOfDeletedServerStatement, endOfDeletedServers } from './deleted-servers.ts';
import * as due from './due-statements.ts';
import {
  abandonDedicated,
  forgetOldNews,
  freeDeadSeats,
  makeUndeliveredDue,
  mendCounters,
} from './mend-books.ts';
import { lookAtPanels, mendPanels } from './panel-sweep.ts';
import { lookAtLedger, type RestoreNeeds, restoreFromLedger } from './restore.ts';
import { removeStrays } from './stray-inbounds.ts';
import { type Sweep, sweepOf } from './sweep.ts';

/** What the rooms and stages that upkeep does not know do when it asks; app.ts brings them. */
export type SweepNeeds = RestoreNeeds & {
  /** Has every lane do what is due on its server; answers when that is done. */
  wakeDueLanes(): Promise<unknown>;
  runRefunds(): Promise<unknown>;
  releaseHolds(): Promise<unknown>;
  endOverdue(): Promise<unknown>;
  /** Has the inbox take up what waits. */
  wakeInbox(): Promise<unknown>;
};

type Kind = Exclude<keyof Audit, 'details'>;

const OF_THE_LEDGER: readonly Kind[] = ['ledgerSum', 'balanceDrift', 'unbooked', 'wrongAmounts'];
const OF_THE_PROMISES: readonly Kind[] = ['lost', 'duplicated', 'unpaid', 'oversold', 'unannounced'];

/** Every sweep of RELIABILITY E7, in the order in which one makes the next one's work due. */
export function sweepsOf(needs: SweepNeeds): readonly Sweep[] {
  return [...moneySweeps(needs), ...workSweeps(needs), ...panelSweeps(needs), ...bookSweeps(needs)];
}

const moneySweeps = (needs: SweepNeeds): Sweep[] => [
  sweepOf({
    name: 'provider-ledger',
    every: '2 minutes',
    look: () => lookAtLedger(needs),
    mend: async () => {
      await restoreFromLedger(needs);
      await needs.wakeDueLanes();
      await needs.runRefunds();
    },
  }),
  sweepOf({
    name: 'payments-open',
    every: '2 minutes',
    look: rowsOf(needs, due.openPaymentStatement),
    mend: async () => {
      await needs.settleLedger();
      await needs.releaseHolds();
    },
  }),
  sweepOf({
    name: 'holds',
    every: '1 minute',
    look: rowsOf(needs, due.holdStatement),
    mend: () => needs.releaseHolds(),
  }),
];

const workSweeps = (needs: SweepNeeds): Sweep[] => [
  sweepOf({
    name: 'paid-undelivered',
    every: '15 seconds',
    look: ofTheAudit(needs, ['undelivered']),
    mend: async () => {
      await makeUndeliveredDue(needs);
      await needs.wakeDueLanes();
    },
  }),
  sweepOf({
    name: 'due-work',
    every: '15 seconds',
    look: rowsOf(needs, due.dueWorkStatement),
    mend: async () => {
      await needs.wakeDueLanes();
      await needs.runRefunds();
      await needs.wakeDueLanes();
    },
  }),
  sweepOf({
    name: 'unknown-outcomes',
    every: '15 seconds',
    look: rowsOf(needs, due.recheckStatement),
    mend: () => needs.wakeDueLanes(),
  }),
];

const panelSweeps = (needs: SweepNeeds): Sweep[] => [
  sweepOf({
    name: 'panel-drift',
    every: '10 minutes',
    look: () => lookAtPanels(needs),
    mend: async () => {
      await mendPanels(needs, { closely: true });
      await needs.wakeDueLanes();
    },
  }),
  sweepOf({
    name: 'tombstones',
    every: '15 seconds',
    look: rowsOf(needs, due.tombstoneStatement),
    mend: () => needs.wakeDueLanes(),
  }),
  sweepOf({
    name: 'dedicated-inbounds',
    every: '1 hour',
    look: rowsOf(needs, () => due.dedicatedStatement(`${needs.shop.shop4}-`)),
    mend: async () => {
      await abandonDedicated(needs);
      await removeStrays(needs);
      await needs.wakeDueLanes();
    },
  }),
  sweepOf({
    name: 'deleted-servers',
    every: 'by hand',
    look: rowsOf(needs, accessOfDeletedServerStatement),
    mend: () => endOfDeletedServers(needs),
  }),
  sweepOf({
    name: 'expiry-traffic',
    every: '15 seconds',
    look: rowsOf(needs, due.overdueStatement),
    mend: async () => {
      await needs.endOverdue();
      await needs.wakeDueLanes();
    },
  }),
];

const bookSweeps = (needs: SweepNeeds): Sweep[] => [
  sweepOf({
    name: 'stale-updates',
    every: '15 seconds',
    look: rowsOf(needs, due.staleUpdateStatement),
    mend: () => needs.wakeInbox(),
  }),
  sweepOf({
    name: 'seats-of-dead-orders',
    every: '1 hour',
    look: ofTheAudit(needs, ['deadSeats']),
    mend: () => freeDeadSeats(needs),
  }),
  sweepOf({
    name: 'capacity',
    every: '1 hour',
    look: ofTheAudit(needs, ['counterDrift']),
    mend: () => mendCounters(needs),
  }),
  sweepOf({ name: 'ledger', every: '1 day', look: ofTheAudit(needs, OF_THE_LEDGER), mend: null }),
  sweepOf({ name: 'promises', every: '1 day', look: ofTheAudit(needs, OF_THE_PROMISES), mend: null }),
  sweepOf({
    name: 'history',
    every: '1 hour',
    look: async () => {
      const old = await needs.work.read().execute<unknown[]>(due.oldNewsStatement(needs.clock.now()));
      return old.map(() => 'news of over a month ago');
    },
    mend: () => forgetOldNews(needs),
  }),
];

const rowsOf =
  (needs: SweepNeeds, statement: (now: Date) => RawQueryFragment) => async (): Promise<string[]> => {
    const rows = await needs.work.read().execute<{ what: string }[]>(statement(needs.clock.now()));
    return rows.map(({ what }) => what);
  };

/** What the audit says of these; it names only the first of a kind. */
const ofTheAudit = (needs: SweepNeeds, kinds: readonly Kind[]) => async (): Promise<string[]> => {
  const audit = await auditShop(needs.work.read(), needs.clock.now());
  return kinds.flatMap((kind) => {
    const named = audit.details.filter((line) => line.startsWith(`${kind}: `));
    const unnamed = Math.max(0, countOf(audit, kind) - named.length);
    return [...named, ...Array.from({ length: unnamed }, () => `${kind}: one more`)];
  });
};

const countOf = (audit: Audit, kind: Kind): number =>
  kind === 'ledgerSum' ? Object.keys(audit.ledgerSum).length : audit[kind];
