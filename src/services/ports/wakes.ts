/**
 * Tells the rest of the shop that there is something to do. Called after a commit, never inside a transaction; a lost
 * wake costs at most one sweep (15 s), because the rows are the truth.
 */
export type Wakes = {
  orderPaid(orderId: string): void;
  lane(serverId: number): void;
  sender(): void;
  refunds(): void;
};
