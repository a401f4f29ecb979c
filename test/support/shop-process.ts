import { milliseconds, minutes } from '../../src/model/values/period.ts';
import type { LaneTimes } from '../../src/services/lanes/lane.ts';
import type { LaneDues } from '../../src/services/lanes/lane-dues.ts';
import { LaneRunner } from '../../src/services/lanes/lane-runner.ts';
import type { LaneWork } from '../../src/services/lanes/lane-work.ts';
import type { Logger } from '../../src/services/ports/logger.ts';
import type { Shop } from '../../src/services/ports/shop.ts';
import { ClientProvisioningService } from '../../src/services/provisioning/client-provisioning-service.ts';
import { laneWork } from '../../src/services/provisioning/lane-work.ts';
import type { ProvisioningNeeds } from '../../src/services/provisioning/needs.ts';

export const OWNER = 9001;
export const TIMES = {
  lease: milliseconds(1500),
  renew: milliseconds(400),
  write: milliseconds(1000),
  quietExtra: milliseconds(200),
};

export const shop: Shop = {
  name: 'Test Shop',
  botId: 4242,
  shop4: 'shop',
  ownerIds: [OWNER],
  currency: 'USD',
  starRate: { numerator: 50n, denominator: 1n },
  termsVersion: '1',
  termsUrl: null,
  privacyUrl: null,
  supportContact: null,
  reservation: minutes(30),
  topUpAmounts: [500n, 1000n],
  publicUrl: null,
};

/** Small, so that a test may wait for them; the write limit is that of `TIMES`. */
export const LIMITS = { connectMs: 500, readMs: 800, writeMs: 1000, maxBytes: 64 * 1024 * 1024 };

/** A process of the shop: it has connections and lanes of its own, and shares database, clock and panel. */
export type ShopProcess = {
  needs: ProvisioningNeeds;
  lanes: LaneRunner;
  provisioning: ClientProvisioningService;
};

export type Replaced = Partial<ProvisioningNeeds> & {
  kinds?: LaneWork[];
  dues?: LaneDues;
  times?: LaneTimes;
};

/** As app.ts wires it: the kinds of work in the order in which they are done. */
export function shopProcess(needs: ProvisioningNeeds, holder: string, replaced: Replaced): ShopProcess {
  const kinds = replaced.kinds ?? laneWork(needs);
  const { dues, times = TIMES } = replaced;
  const lanes = new LaneRunner({ ...needs, holder, times, kinds, ...(dues && { dues }) });
  return { needs, lanes, provisioning: new ClientProvisioningService({ ...needs, lanes }) };
}

/** Keeps every line as it was given, so that a test can look for secrets in it. */
export function lineLogger(lines: string[]): Logger {
  const plain = (_: string, value: unknown) => (value instanceof Error ? String(value) : value);
  const say = (event: string, fields = {}) => void lines.push(`${event} ${JSON.stringify(fields, plain)}`);
  return { info: say, warn: say, error: say };
}
