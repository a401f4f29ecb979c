/** An amount of the shop's currency with its two decimals: `4.50 USD`. */
export function moneyWords(minor: bigint, currency: string): string {
  return `${minor / 100n}.${(minor % 100n).toString().padStart(2, '0')} ${currency}`;
}
