import { AsyncLocalStorage } from 'node:async_hooks';

/** Of a lease, what the calls of a handler may take together: the rest is for what it writes down. */
const SHARE = 0.8;

const ends = new AsyncLocalStorage<number>();

/** Runs a handler whose calls of Telegram all end before its lease (real ms) does. */
export const withTimeToCall = <Value>(leaseMs: number, handle: () => Promise<Value>): Promise<Value> =>
  ends.run(performance.now() + leaseMs * SHARE, handle);

/** Begins what goes on after its handler, and may call Telegram for as long as it takes. */
export const afterwards = <Value>(begin: () => Value): Value => ends.run(Number.POSITIVE_INFINITY, begin);

/** When a call must have ended, by `performance.now()`; Infinity = outside of a handler. */
export const callsEndAt = (): number => ends.getStore() ?? Number.POSITIVE_INFINITY;
