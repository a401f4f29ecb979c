import type { Call } from './panel-call.ts';
import type { Reply } from './panel-reply.ts';

/** A write that has read and not yet written. `next` is fulfilled when the next write of its kind has been done. */
export type HeldAnswer = { next: Promise<void>; finish: () => Reply };

/** What the listener needs of a panel, whatever its family. */
export type PanelSurface = {
  answer(call: Call): Reply;
  /** Ends every session, as a changed password does. */
  endSessions(): void;
  /** What is answered outside the base path. */
  readonly notFound: Reply;
  /** Does the first half of a write that has no lock; null where the call is none. Panels with locks have no such. */
  hold?(call: Call): HeldAnswer | null;
};
