import type { ServerClient } from './server-client.ts';

/**
 * The panel has no longer the inbound of this access, so its key is dead, and neither time nor traffic nor a new key
 * there mends that; another location does, or the inbound's return. Needs its inbound.
 */
export const hasLostPlace = ({ inbound }: Pick<ServerClient, 'inbound'>): boolean =>
  inbound.status === 'error';
