import { defineEntity } from '@mikro-orm/core';
import { instant, telegramId } from './columns.ts';

const GroupNoticeSchema = defineEntity({
  name: 'GroupNotice',
  tableName: 'group_notices',
  properties: {
    chatId: telegramId().primary(),
    saidAt: instant(),
  },
});

/** When a group was last told that the shop speaks in private chats only. */
export class GroupNotice extends GroupNoticeSchema.class {}

GroupNoticeSchema.setClass(GroupNotice);
