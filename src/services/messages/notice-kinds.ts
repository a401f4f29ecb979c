import type { MessageKind } from './message-kinds.ts';

/** What a customer can do without for a while: no key, no money, no answer to something they wrote. */
const NOTICES: readonly MessageKind[] = [
  'access-ending',
  'access-ended',
  'access-gone',
  'access-connected',
  'traffic-notice',
  'pause-ended',
  'renewal-short',
  'renewal-held',
  'renewal-stopped',
  'price-changed',
];

/** Whoever has blocked the bot is not written to about it until they are back. */
export const isNotice = (kind: string): boolean => NOTICES.some((notice) => notice === kind);
