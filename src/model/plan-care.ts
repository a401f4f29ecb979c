import { p } from '@mikro-orm/core';

/** What customers of a plan may do with a running access by themselves. */
export const careColumns = {
  /** Changes of location in one period; 0 = not offered. */
  movesPerPeriod: p.integer().default(3),
  /** Days of pause in one period; 0 = not offered. */
  maxPauseDays: p.integer().default(0),
  /** Traffic that its accesses can buy besides, as `traffic-pack.ts` writes it; null = none. */
  trafficPacks: p.text().strictNullable(),
  /** Devices that can be bought besides, as `extra-devices.ts` writes it; null = none. */
  extraDevices: p.text().strictNullable(),
};
