/** The shop gave back by itself, or as the customer asked; whole minor units as text. */
export type GivenBackNews = {
  code: 'given-back';
  orderId: string;
  plan: string;
  person: string;
  units: number;
  of: number;
  stars: number;
  minor: string;
  currency: string;
  /** `free` = it cost nothing. */
  reason: 'not-delivered' | 'customer' | 'free';
};

/** Seats that run short; `inbound` null = of the server as a whole. */
export type CapacityNews = {
  serverId: number;
  server: string;
  inbound: string | null;
  taken: number;
  seats: number;
};
