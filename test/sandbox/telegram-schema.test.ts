import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveSchema, schemaSource, schemaText } from '../../src/commands/bot-api-schema/derive-schema.ts';
import { SCHEMA } from '../../src/sandbox/telegram/schema.ts';
import { problemsOf } from '../../src/sandbox/telegram/validate.ts';
import { ANN } from './telegram-world.ts';

const STORED = 'src/sandbox/telegram/schema.json';
const NO_FILES = new Set<string>();

const inline = (...rows: unknown[]) => ({ reply_markup: { inline_keyboard: rows } });
const message = (more: object = {}) => ({ chat_id: ANN, text: 'hello', ...more });
const invoice = (more: object = {}) => ({
  ...{ chat_id: ANN, title: 'x', description: 'x', payload: 'x', currency: 'XTR' },
  prices: [{ label: 'x', amount: 1 }],
  ...more,
});
const button = { text: 'x', callback_data: 'x' };

describe('the schema of the Bot API', () => {
  it('is what the types of grammY say today, and small', () => {
    const stored = readFileSync(STORED, 'utf8');

    expect(SCHEMA.source).toBe(schemaSource());
    expect(stored).toBe(schemaText(deriveSchema()));
    expect(stored.length).toBeLessThan(110 * 1024);
    expect(Object.keys(SCHEMA.methods)).toHaveLength(187);
  });

  it('is told to be out of date where one method has changed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'schema-'));
    const file = join(folder, 'old.json');
    writeFileSync(file, readFileSync(STORED, 'utf8').replace('"getMe":{}', '"getMe":{"x":{"is":"s"}}'));

    const check = ['bin/run.mjs', 'src/commands/bot-api-schema.ts', '--check', '--file', file];
    const { status, stderr } = spawnSync('node', check, { encoding: 'utf8' });

    rmSync(folder, { recursive: true });
    expect(status).toBe(1);
    expect(stderr).toContain('npm run bot-api-schema');
  });
});

describe('a call that agrees with the schema', () => {
  it.each([
    ['sendMessage', message()],
    ['sendMessage', message({ chat_id: String(ANN), disable_notification: 'true', protect_content: 1 })],
    ['sendMessage', message({ text: 5, parse_mode: 'html', message_effect_id: '' })],
    ['sendMessage', message(inline([button, { text: 'y', url: 'https://a.b', style: 'danger' }], []))],
    ['sendMessage', message({ reply_markup: { keyboard: [['a', { text: 'b' }]], resize_keyboard: true } })],
    ['sendMessage', message({ reply_markup: { remove_keyboard: true } })],
    [
      'sendMessage',
      message({ reply_parameters: { message_id: 1 }, link_preview_options: { is_disabled: true } }),
    ],
    ['sendMessage', message({ entities: [{ type: 'pre', offset: 0, length: 1, language: 'js' }] })],
    ['sendInvoice', invoice({ provider_token: '', start_parameter: 'x' })],
    ['sendMediaGroup', { chat_id: ANN, media: ['a', 'b'].map((media) => ({ type: 'photo', media })) }],
    [
      'setMyCommands',
      { commands: [{ command: 'a', description: 'b' }], scope: { type: 'chat', chat_id: 1 } },
    ],
    ['getUpdates', { offset: '-1', limit: '100', timeout: 50, allowed_updates: ['message', 'subscription'] }],
    ['editMessageText', { chat_id: ANN, message_id: 1, text: 'x', reply_markup: null }],
    ['answerPreCheckoutQuery', { pre_checkout_query_id: '1', ok: 'False', error_message: 'x' }],
    ['sendRichMessage', { chat_id: ANN, rich_message: { html: '<b>x</b>' } }],
  ])('%s %j', (method, params) => {
    expect(problemsOf(method, params, NO_FILES)).toEqual([]);
  });

  it('may leave a file to its own part of the form', () => {
    expect(problemsOf('sendPhoto', { chat_id: ANN }, new Set(['photo']))).toEqual([]);
    expect(problemsOf('sendPhoto', { chat_id: ANN }, NO_FILES)).toHaveLength(1);
  });
});

describe('a call that does not', () => {
  it.each([
    ['sendMessage', { chat_id: ANN }, 'text', 'missing'],
    ['sendMessage', message({ txt: 'x' }), 'txt', 'unknown'],
    ['sendMessage', message({ constructor: 'x' }), 'constructor', 'unknown'],
    ['sendMessage', message({ reply_to_message_id: 5 }), 'reply_to_message_id', 'deprecated'],
    ['sendMessage', message({ message_thread_id: 'soon' }), 'message_thread_id', 'type'],
    ['sendMessage', message({ disable_notification: 'perhaps' }), 'disable_notification', 'type'],
    ['sendMessage', message({ parse_mode: 'BBCode' }), 'parse_mode', 'value'],
    ['sendMessage', message({ text: { a: 1 } }), 'text', 'type'],
    [
      'sendMessage',
      message({ link_preview_options: { is_disabled: 'yes' } }),
      'link_preview_options.is_disabled',
      'type',
    ],
    ['sendMessage', message({ reply_parameters: { message: 1 } }), 'reply_parameters.message', 'unknown'],
    [
      'sendMessage',
      message({ entities: [{ type: 'huge', offset: 0, length: 1 }] }),
      'entities[0].type',
      'value',
    ],
    ['sendMessage', message({ entities: [{ type: 'bold', offset: 0 }] }), 'entities[0].length', 'missing'],
    ['sendMessage', message(inline(button)), 'reply_markup.inline_keyboard[0]', 'type'],
    ['sendMessage', message(inline([button, 7])), 'reply_markup.inline_keyboard[0][1]', 'type'],
    [
      'sendMessage',
      message(inline([{ ...button, callback_data: '' }])),
      'reply_markup.inline_keyboard[0][0].callback_data',
      'short',
    ],
    [
      'sendMessage',
      message(inline([{ ...button, colour: 1 }])),
      'reply_markup.inline_keyboard[0][0].colour',
      'unknown',
    ],
    ['sendInvoice', invoice({ prices: [{ label: 'x', amount: '1' }] }), 'prices[0].amount', 'type'],
    ['sendInvoice', invoice({ payload: 'я'.repeat(65) }), 'payload', 'long'],
    ['sendMediaGroup', { chat_id: ANN, media: [{ type: 'photo', media: 'a' }] }, 'media', 'short'],
    ['setWebhook', { url: 'https://a.b', max_connections: 101 }, 'max_connections', 'long'],
    ['deleteMessages', { chat_id: ANN, message_ids: Array(101).fill(1) }, 'message_ids', 'long'],
  ])('%s %j: %s is %s', (method, params, ...problem) => {
    expect(problemsOf(method, params, NO_FILES).map(({ path, kind }) => [path, kind])).toEqual([problem]);
  });
});

describe('validation', () => {
  it('names problems and never throws, whatever the values are', () => {
    const method = fc.constantFrom(...Object.keys(SCHEMA.methods));
    const values = fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('text', 'reply_markup', 'entities', 'media', 'rich_message')),
      fc.anything(),
    );
    fc.assert(
      fc.property(method, values, (name, told) => {
        expect(Array.isArray(problemsOf(name, told, NO_FILES))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('ends for what is nested without end', () => {
    let text: unknown = 'x';
    for (let depth = 0; depth < 20_000; depth += 1) text = { type: 'bold', text };
    const blocks = [{ type: 'paragraph', text }];
    const [problem] = problemsOf('sendRichMessage', { chat_id: ANN, rich_message: { blocks } }, NO_FILES);

    expect(problem?.detail).toBe('is nested too deep');
  });
});
