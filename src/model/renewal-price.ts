import type { OrderItem } from './order.ts';
import type { ServerClient } from './server-client.ts';
import { type StarRate, starsFor } from './values/money.ts';

/** What a renewal costs: minor units of the shop's currency, and whole Stars. */
export type RenewalPrice = { minor: bigint; stars: number };

type Priced = Pick<
  ServerClient,
  'renewalPrice' | 'renewalStars' | 'nextPrice' | 'nextPriceStars' | 'nextPriceFrom'
>;
type Line = Pick<OrderItem, 'unitStars' | 'setupFee'>;

const hasBegun = ({ nextPriceFrom }: Priced, now: Date): boolean =>
  nextPriceFrom !== null && nextPriceFrom <= now;

/**
 * The price that was frozen when the access was bought, without the set-up fee; one that was announced counts from its
 * date on. null = it was never sold.
 */
export function renewalPriceOf(
  client: Priced,
  line: Line,
  { now, rate }: { now: Date; rate: StarRate },
): RenewalPrice | null {
  const { nextPrice, nextPriceStars, renewalPrice, renewalStars } = client;
  if (nextPrice !== null && nextPriceStars !== null && hasBegun(client, now))
    return sellable({ minor: nextPrice, stars: nextPriceStars });
  if (renewalPrice === null) return null;
  const stars = renewalStars ?? line.unitStars - Number(starsFor(line.setupFee, rate));
  return sellable({ minor: renewalPrice, stars });
}

/** Telegram takes no invoice of nothing. */
const sellable = (price: RenewalPrice): RenewalPrice | null => (price.stars > 0 ? price : null);

/** An announced price whose date has come is the frozen one from now on. */
export function adoptPrice(client: ServerClient, now: Date): void {
  if (client.nextPrice === null || !hasBegun(client, now)) return;
  client.renewalPrice = client.nextPrice;
  client.renewalStars = client.nextPriceStars;
  client.nextPrice = null;
  client.nextPriceStars = null;
  client.nextPriceFrom = null;
}
