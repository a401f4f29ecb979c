import type { ServerClient } from './server-client.ts';

/** They could not be read now. */
export function readLinksLater(client: ServerClient, at: Date): void {
  client.linksDueAt = at;
}
