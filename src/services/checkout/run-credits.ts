import { WalletCredit } from '../../model/wallet-credit.ts';
import { crashPoint } from '../ports/crash-point.ts';
import { bookCredit, lockDueCredit } from './credit-wallet.ts';
import { deleteAccess } from './delete-access.ts';
import type { CheckoutNeeds } from './needs.ts';

const MOST = 500;

/** Books the credits that waited for a switch-off and are due, one transaction each; answers how many. */
export async function runCredits(needs: CheckoutNeeds): Promise<number> {
  const now = needs.clock.now();
  const due = await needs.work
    .read()
    .find(WalletCredit, { status: 'due', dueAt: { $lte: now } }, { orderBy: { dueAt: 'asc' }, limit: MOST });
  let done = 0;
  for (const { id } of due) if (await runCredit(needs, id)) done += 1;
  if (done > 0) needs.wakes.sender();
  return done;
}

async function runCredit(needs: CheckoutNeeds, id: string): Promise<boolean> {
  const servers = await needs.work.do(async (em) => {
    const credit = await lockDueCredit(em, id);
    if (!credit) return null;
    await bookCredit(needs, em, credit);
    const isRefund = credit.reason === 'admin' && credit.order;
    return isRefund ? deleteAccess(em, isRefund.id, needs.clock.now()) : [];
  });
  if (servers === null) return false;
  crashPoint('credit.booked');
  for (const serverId of new Set(servers)) needs.wakes.lane(serverId);
  return true;
}
