import type { BenchPanels } from './bench-panels.ts';
import type { BenchServer, BenchShop } from './bench-shop.ts';

export type PanelsLoad = {
  databaseUrl: string;
  /** How the database is called in the figures. */
  database: string;
  /** Orders of all rounds together, half of them in each of two; one round where they are few. */
  orders: number;
  rounds: number;
  /** Orders of each rival in a round. */
  rivalOrders: number;
  /** How many times faster than each the shop must be (PERFORMANCE B2). */
  least: { naive: number; warm: number };
  /** Purchases one after another, and looks at a panel. */
  singles: number;
};

/** What the parts of the scenario share. */
export type Stage = PanelsLoad & {
  world: BenchPanels;
  shop: BenchShop;
  servers: readonly BenchServer[];
  /** Of every figure. */
  named: { database: string };
};
