import type { ServerClient } from './server-client.ts';

/** They could not be read now. */
export function readLinksLater(client: ServerClient, at: Date): void {
  client.linksDueAt = at;
}

/** Those of this one client are to be read anew, at once, though nothing is known of a change. */
export function doubtLinks(client: ServerClient): void {
  client.linksRev = client.inbound.linksRev - 1;
  client.linksDueAt = null;
}
