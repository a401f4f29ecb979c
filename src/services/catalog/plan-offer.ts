/** Whether a plan can be bought at this moment: `server-away` = there may be room, and no server of the plan is in sale. */
export type Availability = 'on-sale' | 'sold-out' | 'server-away';

/** A plan as a customer sees it. */
export type PlanOffer = {
  planId: number;
  name: string;
  description: string | null;
  /** What the shop files it under; null = nothing. */
  category: string | null;
  durationDays: number;
  /** Days that it can be tried for nothing, once; 0 = not at all. */
  trialDays: number;
  priceMinor: bigint;
  currency: string;
  stars: number;
  /** What of both prices is paid once, for setting up, and by no renewal; left out = nothing. */
  setupFee?: { minor: bigint; stars: number };
  /** null = unlimited. */
  dataLimitGb: number | null;
  /** Devices at a time; null = no limit. */
  connections: number | null;
  server: string;
  /** ISO 3166, two letters; null = not told. */
  country: string | null;
  /** One that cannot be bought is shown as such. */
  availability: Availability;
};
