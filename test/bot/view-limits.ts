import type { InlineKeyboardButton } from 'grammy/types';
import { expect } from 'vitest';
import { parseTap } from '../../src/bot/callback-data.ts';
import type { Screen } from '../../src/bot/views/screen.ts';
import { complaints } from './english.ts';

const length = (text: string) => [...text].length;

/** Fails where Telegram, or the shop's own rules, would refuse a screen (contracts/telegram.md A2, UX.md 7). */
export function expectWithinLimits({ text, entities = [], reply_markup }: Screen): void {
  expect(length(text)).toBeGreaterThan(0);
  expect(length(text)).toBeLessThanOrEqual(4096);
  expect(text.isWellFormed()).toBe(true);
  expect(text.trim()).toBe(text);
  expect(entities.length).toBeLessThanOrEqual(100);
  for (const { offset, length: span } of entities) {
    expect(span).toBeGreaterThan(0);
    expect(offset + span).toBeLessThanOrEqual(text.length);
  }
  for (const button of reply_markup?.inline_keyboard.flat() ?? []) expectButton(button);
  expect(JSON.stringify(reply_markup ?? {}).length).toBeLessThan(10_240);
  expect(complaints).toEqual([]);
}

function expectButton(button: InlineKeyboardButton): void {
  expect(button.text.trim()).not.toBe('');
  expect(length(button.text)).toBeLessThanOrEqual(25);
  if ('callback_data' in button) {
    expect(parseTap(button.callback_data)).not.toBeNull();
    expect(Buffer.byteLength(button.callback_data)).toBeLessThanOrEqual(64);
  }
  if ('copy_text' in button) expect(button.copy_text.text).toMatch(/^.{1,256}$/s);
}

/** What stands in an entity of this type. */
export const stretches = ({ text, entities = [] }: Screen, type: string): string[] =>
  entities
    .filter((each) => each.type === type)
    .map(({ offset, length: span }) => text.slice(offset, offset + span));

export const labels = ({ reply_markup }: Screen): string[] =>
  (reply_markup?.inline_keyboard ?? []).flat().map(({ text }) => text);
