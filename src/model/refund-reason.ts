/** Why money goes back to its customer. */
export type RefundReason =
  | 'second-payment'
  | 'late-and-sold-out'
  | 'late-and-balance-gone'
  | 'not-delivered'
  | 'customer'
  | 'admin'
  | 'wrong-amount'
  | 'no-order'
  | 'access-gone'
  | 'access-ended'
  | 'access-no-place'
  | 'renewed-meanwhile'
  | 'access-changed'
  | 'plan-full'
  | 'already-subscribed'
  | 'subscription-over'
  | 'access-stopped'
  | 'stars-refused'
  /** Telegram, or somebody past the shop, has given it back already. */
  | 'returned';
