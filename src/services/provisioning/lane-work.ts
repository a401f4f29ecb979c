import type { LaneWork } from '../lanes/lane-work.ts';
import { breakerWork } from './breaker-work.ts';
import { inboundTestWork } from './inbound-test-work.ts';
import { linksWork } from './links-work.ts';
import { moveWork } from './move-work.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { ownInboundWork } from './own-inbound-work.ts';
import { pushWork } from './push-work.ts';
import { recheckWork } from './recheck-work.ts';
import { selfTestWork } from './self-test-work.ts';
import { strayInboundWork } from './stray-inbound-work.ts';
import { tombstoneWork } from './tombstone-work.ts';
import { unitWork } from './unit-work.ts';

/** All that a lane does, in the order in which it is done: what is to go goes before anything is added. */
export const laneWork = (needs: ProvisioningNeeds): LaneWork[] => [
  selfTestWork(needs),
  inboundTestWork(needs),
  breakerWork(needs),
  ownInboundWork(needs),
  strayInboundWork(needs),
  tombstoneWork(needs),
  unitWork(needs),
  moveWork(needs),
  pushWork(needs),
  linksWork(needs),
  recheckWork(needs),
];
