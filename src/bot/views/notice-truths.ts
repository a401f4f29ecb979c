import { between, days, type Period } from '../../model/values/period.ts';
import type { NoticeAccess } from '../../services/delivery/notice-truth.ts';
import type { MessageData } from '../../services/messages/message-kinds.ts';

// A message may go out long after it was written: its reader had blocked the bot, or the shop stood still. What is not
// true any more by then, or what a later message says better, is not said.

/** Whether what a notice says of the end is still so: a renewal may have come before it was sent. */
const isOfThisEnd = ({ expiresAt }: NoticeAccess, { until }: { until: string | null }): boolean =>
  (expiresAt?.toISOString() ?? null) === until;

const isAhead = (access: NoticeAccess): boolean => access.expiresAt === null || access.expiresAt > access.now;

/** So many whole days are left, a begun one counted; 1 = the last. */
export const daysLeft = ({ expiresAt, now }: Pick<NoticeAccess, 'expiresAt' | 'now'>): number =>
  expiresAt === null ? 0 : Math.max(1, Math.ceil(between(now, expiresAt) / days(1)));

/** The end is ahead, and neither another mark has been said nor is a more urgent one due. */
export const isEnding = (access: NoticeAccess, data: MessageData['access-ending']): boolean =>
  isOfThisEnd(access, data) && isAhead(access) && access.endMark === data.days && !isOvertaken(access, data);

const MORE_URGENT: Readonly<Record<7 | 3 | 1, number>> = { 7: 3, 3: 1, 1: 0 };

/** Where it runs, the next reminder says it within the hour. */
const isOvertaken = (access: NoticeAccess, data: MessageData['access-ending']): boolean =>
  access.status === 'active' && daysLeft(access) <= MORE_URGENT[data.days];

/** It is over, and can still be had again where that is offered. */
export const isEnded = (access: NoticeAccess, data: MessageData['access-ended']): boolean =>
  isOfThisEnd(access, data) &&
  access.status === 'expired' &&
  !access.isGoing &&
  (data.goneAt === null || new Date(data.goneAt) > access.now);

/** So much was reached in this period, and nothing has been added since. */
export const isUsed = (access: NoticeAccess, { percent }: MessageData['traffic-notice']): boolean => {
  if (access.trafficMark !== percent) return false;
  return percent === 100 ? access.statusReason === 'traffic' : access.status === 'active';
};

const NEWS_FOR: Period = days(1);

/** "You are connected" is said to whoever has just connected. */
export const isNewsOfConnection = ({ connectedAt, now }: NoticeAccess): boolean =>
  connectedAt !== null && between(connectedAt, now) <= NEWS_FOR;

/** It was extended up to a time that is not over. */
export const isExtended = ({ now }: NoticeAccess, { until }: MessageData['access-extended']): boolean =>
  until === null || new Date(until) > now;

/** It still ends then, and that is ahead: nobody has renewed it meanwhile. */
export const isUnrenewed = (access: NoticeAccess, data: { until: string | null }): boolean =>
  isOfThisEnd(access, data) && isAhead(access);

export const isSuspended = ({ status }: NoticeAccess): boolean => status === 'suspended';
export const isOn = ({ status }: NoticeAccess): boolean => status === 'active';

/** It stands as the pause left it. */
export const isAfterPause = ({ status }: NoticeAccess, data: MessageData['pause-ended']): boolean =>
  (status === 'active') === data.isOn;
