import type { RawQueryFragment } from '@mikro-orm/core';
import type { Lane } from './lane.ts';

/** One kind of work that a lane does; app.ts registers them, in the order in which they are done. */
export type LaneWork = {
  /** A query of one value: when this server has work of this kind next, in business time; null = it has none. */
  due(serverId: number): RawQueryFragment;
  /** Does what is due. Leaves nothing due that it cannot do now: such a row gets a later date. */
  run(lane: Lane): Promise<void>;
};
