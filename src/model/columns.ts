import { p } from '@mikro-orm/core';
import type { Bytes } from './values/traffic.ts';

/** A moment of business time, to the millisecond; the mapper's own default would round to whole seconds. */
export const instant = () => p.datetime(3);

/** A moment of the database's own clock: leases and quiet times (DESIGN 4a). Business time is never compared with it. */
export const databaseTime = () => p.datetime(6);

/** Whole bytes in a `_bytes` column. */
export const byteCount = () => p.bigint('bigint').$type<Bytes>();

/** Whole minor units of a currency (cents; whole Stars for XTR). */
export const minorUnits = () => p.bigint('bigint');

/** 20 characters of base32, 100 random bits: opaque to customers, and never issued twice by a restored database. */
export const randomId = () => p.string().length(20);

/** Telegram's id of a person or chat; beyond 2^31, below 2^53. */
export const telegramId = () => p.bigint('number');
