import { ShopMark } from '../model/shop-mark.ts';
import type { UnitOfWork } from '../services/ports/unit-of-work.ts';

/** The database belongs to a shop of the other kind: nothing was written (DESIGN 4a, "Live and sandbox"). */
export class WrongDatabase extends Error {
  override readonly name = 'WrongDatabase';
}

export type Claim = { kind: 'live' | 'sandbox'; shop4: string; now: Date };

/**
 * Marks the database live or sandbox at the first start and answers the shop's four letters, drawn once.
 * @throws {WrongDatabase} when it is marked as the other kind.
 */
export async function claimDatabase(work: UnitOfWork, { kind, shop4, now }: Claim): Promise<string> {
  const mark = await work.do(async (em) => {
    const known = await em.findOne(ShopMark, 1);
    if (known) return known;
    const drawn = em.create(ShopMark, { id: 1, kind, shop4, createdAt: now });
    await em.flush();
    return drawn;
  });
  if (mark.kind === kind) return mark.shop4;
  const mend = kind === 'live' ? 'name another DATABASE_URL' : 'unset DATABASE_URL, or SANDBOX';
  throw new WrongDatabase(`this database belongs to a ${mark.kind} shop, and this one is ${kind}: ${mend}`);
}
