import { minutes } from '../model/values/period.ts';

/** How old a message may be and still be edited: an hour less than Telegram's two days. */
export const EDIT_LIMIT = minutes(47 * 60);
