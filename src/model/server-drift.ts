import type { Server } from './server.ts';
import type { DriftPolicy } from './server-columns.ts';

/** `isMass` = so many that nothing is sold there until somebody has looked. */
export type Missing = { count: number; isMass: boolean };

/** So many clients are gone from its panel and wait for a word of the staff. */
export function noteMissing(server: Server, { count, isMass }: Missing, at: Date): void {
  server.missingClients = count;
  server.massDriftAt = isMass ? (server.massDriftAt ?? at) : null;
}

/** The staff has them put back: the panel may be asked again, at once where the server is out of sale. */
export function putBack(server: Server, at: Date): void {
  noteMissing(server, { count: 0, isMass: false }, at);
  if (!server.isSelling()) server.probeDueAt = at;
}

/** The staff knows of so many clients on inbounds that are gone: they keep nobody from selling. */
export function acceptStranded(server: Server, count: number): void {
  server.strandedKnown = count;
}

/** Of so many clients on inbounds that are gone, those that nobody has had a word about. */
export function newlyStranded(server: Server, count: number): number {
  if (server.strandedKnown > count) server.strandedKnown = count;
  return count - server.strandedKnown;
}

/** What is done about edits on its panel from now on. */
export function treatEdits(server: Server, policy: DriftPolicy): void {
  server.driftPolicy = policy;
}
