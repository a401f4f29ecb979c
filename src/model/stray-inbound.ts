import type { ServerInbound } from './server-inbound.ts';

/** When its lane removes it from the panel; null = it stays. */
export function removeAt(inbound: ServerInbound, due: Date | null): void {
  inbound.removalDueAt = due;
}

/** The panel does not have it any more. */
export function markRemoved(inbound: ServerInbound): void {
  removeAt(inbound, null);
  inbound.markMissing();
  inbound.leavePanel();
}
