import { sql } from '@mikro-orm/core';

/**
 * Of a row `client` on a row `inbound`: it is in use, and its links are older than what they should say. One without
 * links gets a new key at this very moment, and its links with it.
 */
export const isBehind = sql`(client.status = 'active' and client.wanted = 'enabled'
  and client.links_rev < inbound.links_rev and client.links <> '[]'::jsonb)`;
