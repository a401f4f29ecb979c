import { defineEntity, p } from '@mikro-orm/core';
import { databaseTime, instant, telegramId } from './columns.ts';
import { Order } from './order.ts';

const TelegramUpdateSchema = defineEntity({
  name: 'TelegramUpdate',
  tableName: 'telegram_updates',
  primaryKeys: ['botId', 'updateId'],
  properties: {
    botId: telegramId().primary(),
    updateId: p.bigint('number').primary(),
    /** `pay:<person>`, `p:<person>` or `c:<chat>`: updates of one lane are handled one after the other. */
    lane: p.string(),
    /** As Telegram sent it; wiped once handled, because a person may have typed a secret. */
    body: p.json<Record<string, unknown>>().strictNullable(),
    /** `failed` = put aside after three tries. */
    state: p.enum(['open', 'done', 'failed'] as const).default('open'),
    attempts: p.integer().default(0),
    dueAt: instant(),
    leaseNo: p.integer().default(0),
    leaseUntil: databaseTime().strictNullable(),
    /** By the database's clock: how old a tap is when it is taken up. */
    receivedAt: databaseTime(),
    error: p.text().strictNullable(),
  },
  indexes: [{ properties: ['botId', 'lane', 'updateId'], where: "state = 'open'" }],
});

/** One update of the inbox. */
export class TelegramUpdate extends TelegramUpdateSchema.class {}

TelegramUpdateSchema.setClass(TelegramUpdate);

/** 0 = answers and paid deliveries, 1 = notices, 2 = broadcasts. */
export type MessagePriority = 0 | 1 | 2;

const OutgoingMessageSchema = defineEntity({
  name: 'OutgoingMessage',
  tableName: 'outgoing_messages',
  properties: {
    /** Grows: within one chat messages go out in this order. */
    id: p.bigint('number').primary(),
    botId: telegramId(),
    chatId: telegramId(),
    /** What it is; the sender renders it when it goes out, so no key and no link stands in this table. */
    kind: p.string(),
    /** Ids and numbers the text is made from. */
    data: p.json<Record<string, unknown>>(),
    /** What is said once: `key-text:<unit>:<placement>`, `invoice:<payment>` … */
    idemKey: p.string().unique(),
    priority: p.integer().default(0),
    /** `undeliverable` = the person blocked the bot; `dropped` = it was no longer true when its turn came. */
    state: p.enum(['pending', 'sent', 'undeliverable', 'failed', 'dropped'] as const).default('pending'),
    dueAt: instant(),
    attempts: p.integer().default(0),
    /** Telegram's id of the sent message; null until then. */
    messageId: p.bigint('number').strictNullable(),
    error: p.text().strictNullable(),
    createdAt: instant(),
    sentAt: instant().strictNullable(),
  },
  indexes: [{ properties: ['botId', 'chatId', 'id'], where: "state = 'pending'" }],
});

/** A message that must not be lost: a row in the transaction that caused it. */
export class OutgoingMessage extends OutgoingMessageSchema.class {}

OutgoingMessageSchema.setClass(OutgoingMessage);

/** Steps of the order card in the order they may follow; `failed` and later ends may be left by an admin's retry. */
export const CARD_STAGES = [
  'paid',
  'approval',
  'creating',
  'testing',
  'slow',
  'failed',
  'ready',
  'refunded',
] as const;
export type CardStage = (typeof CARD_STAGES)[number];

const OrderCardSchema = defineEntity({
  name: 'OrderCard',
  tableName: 'order_cards',
  properties: {
    order: () => p.oneToOne(Order).primary(),
    botId: telegramId(),
    chatId: telegramId(),
    /** null until the card was sent. */
    messageId: p.bigint('number').strictNullable(),
    /** When that message was sent; null = not yet, or before this was kept. */
    messageSentAt: instant().strictNullable(),
    stage: p.enum(CARD_STAGES).default('paid'),
    wantedVersion: p.integer().default(1),
    sentVersion: p.integer().default(0),
    /** Not before: 1.5 s after the last edit, or as Telegram asked. */
    dueAt: instant(),
    attempts: p.integer().default(0),
    error: p.text().strictNullable(),
  },
  indexes: [{ properties: ['botId', 'dueAt'], where: 'wanted_version > sent_version' }],
  checks: [{ name: 'order_cards_versions', expression: 'sent_version <= wanted_version' }],
});

/** The one message that shows an order's progress. */
export class OrderCard extends OrderCardSchema.class {}

OrderCardSchema.setClass(OrderCard);

const ChatLaneSchema = defineEntity({
  name: 'ChatLane',
  tableName: 'chat_lanes',
  primaryKeys: ['botId', 'chatId'],
  properties: {
    botId: telegramId().primary(),
    chatId: telegramId().primary(),
    leaseNo: p.integer().default(0),
    leaseUntil: databaseTime().strictNullable(),
    /** The moment at which this chat's share of the rate budget is used up; null = untouched. */
    budgetUntil: databaseTime().strictNullable(),
  },
});

/** The single sender of a chat, and the chat's rate budget. */
export class ChatLane extends ChatLaneSchema.class {}

ChatLaneSchema.setClass(ChatLane);

const BotStateSchema = defineEntity({
  name: 'BotState',
  tableName: 'bot_states',
  properties: {
    botId: telegramId().primary(),
    /** Who reads updates by long polling, and until when. */
    pollerHolder: p.string().strictNullable(),
    pollerUntil: databaseTime().strictNullable(),
    /** The bot's share of Telegram's rate limit; null = untouched. */
    budgetUntil: databaseTime().strictNullable(),
    /** Telegram's ledger of Stars is read up to here. */
    transactionsOffset: p.integer().default(0),
    /** Business time at which a full read of that ledger began; null = never. */
    transactionsReadAt: instant().strictNullable(),
    /** Hash of the webhook that Telegram was last told, its secret included; null = none yet. */
    webhookSet: p.string().strictNullable(),
    /** Updates that waited at Telegram for the webhook when somebody last looked. */
    webhookPending: p.integer().default(0),
    /** Why they wait, in Telegram's words; null = all is well. */
    webhookTrouble: p.text().strictNullable(),
    /** Business time since which that goes on. */
    webhookFailingSince: instant().strictNullable(),
    /** When the owners were told; null = they were not. */
    webhookToldAt: instant().strictNullable(),
  },
});

/** What the processes of one bot share. */
export class BotState extends BotStateSchema.class {}

BotStateSchema.setClass(BotState);

const WizardStateSchema = defineEntity({
  name: 'WizardState',
  tableName: 'wizard_states',
  properties: {
    key: p.string().primary(),
    version: p.string(),
    /** Sealed: a wizard's log holds what the admin typed. */
    state: p.text().hidden(),
    rev: p.integer().default(1),
    updatedAt: instant(),
  },
});

/** Where an admin is in a text wizard. */
export class WizardState extends WizardStateSchema.class {}

WizardStateSchema.setClass(WizardState);
