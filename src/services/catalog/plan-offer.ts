/** A plan as a customer sees it. */
export type PlanOffer = {
  planId: number;
  name: string;
  description: string | null;
  durationDays: number;
  priceMinor: bigint;
  currency: string;
  stars: number;
  /** null = unlimited. */
  dataLimitGb: number | null;
  /** Devices at a time; null = no limit. */
  connections: number | null;
  server: string;
  country: string | null;
  /** true = nobody can buy it right now; it is shown as such. */
  soldOut: boolean;
};
