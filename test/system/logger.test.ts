import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/model/values/secret.ts';
import type { LogFields } from '../../src/services/ports/logger.ts';
import { pinoLogger } from '../../src/system/logger.ts';

const CANARY = 'canary4711';
const BOT_TOKEN = `123456789:${CANARY}${'A'.repeat(25)}`;
const UUID = 'c0ffee00-4711-4711-8711-c0ffee004711';

describe('telling a fact to the operator', () => {
  it('is one line of JSON with event, level, time and fields', () => {
    const { lines } = told('order.paid', {
      orderId: 'abc',
      ms: 12,
      amount: 5n,
      at: new Date(0),
      ok: true,
      none: null,
    });
    expect(lines).toHaveLength(1);
    expect(parsed(lines)).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      event: 'order.paid',
      orderId: 'abc',
      ms: 12,
      amount: '5',
      at: '1970-01-01T00:00:00.000Z',
      ok: true,
      none: null,
    });
  });

  it('is left out below the level that was asked for', () => {
    const lines: string[] = [];
    const logger = pinoLogger('warn', { write: (line) => lines.push(line) });
    logger.info('order.paid');
    logger.warn('panel.slow');
    logger.error('panel.down');
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(['panel.slow', 'panel.down']);
  });

  it('goes to stderr, so that stdout is free for answers', () => {
    const module = JSON.stringify(new URL('../../src/system/logger.ts', import.meta.url).href);
    const code = `const { pinoLogger } = await import(${module}); pinoLogger('info').info('shop.started'); process.exit(0)`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
    expect(JSON.parse(stderr)).toMatchObject({ event: 'shop.started' });
  });

  it('shows what went wrong: name, message, code and stack of the error and of its cause', () => {
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', config: { data: CANARY } });
    const { lines } = told('panel.failed', { error: new TypeError('no answer', { cause }) });
    expect(parsed(lines).error).toMatchObject({
      name: 'TypeError',
      message: 'no answer',
      stack: expect.stringContaining('logger.test.ts'),
      cause: { name: 'Error', message: 'refused', code: 'ECONNREFUSED' },
    });
    expect(lines.join()).not.toContain(CANARY);
  });

  it('does not fall over what cannot be written', () => {
    const circle: Record<string, unknown> = {
      when: new Date(Number.NaN),
      make: () => 1,
      names: new Set(['a']),
    };
    circle.self = circle;
    const { lines } = told('odd.things', { circle, map: new Map([['a', CANARY]]), undefined });
    expect(parsed(lines).circle).toMatchObject({ when: null, names: ['a'] });
    expect(lines.join()).not.toContain(CANARY);
  });

  it('cuts a text that would fill the log', () => {
    expect(told('long.text', { text: 'x '.repeat(50_000) }).lines.join().length).toBeLessThan(5000);
  });
});

describe('a secret in a log line', () => {
  it.each([
    'token',
    'botToken',
    'password',
    'PASSWORD_HASH',
    'clientSecret',
    'link',
    'links',
    'shareLink',
    'uuid',
    'clientUuid',
    'subId',
    'sub_id',
    'payload',
    'invoicePayload',
    'authorization',
    'cookie',
    'setCookie',
    'credentials',
    'receipt',
    'key',
    'appKeys',
  ])('is taken out of the field %s, however deep it stands', (name) => {
    const { lines } = told('secret.field', {
      [name]: CANARY,
      deep: { list: [{ [name]: { any: [CANARY] } }] },
    });
    expect(lines.join()).not.toContain(CANARY);
    expect(parsed(lines)[name]).toBe('[secret]');
  });

  it.each([
    ['the address of a Bot API call', `https://api.telegram.org/bot${BOT_TOKEN}/sendMessage failed`],
    ['the address of a call in a short form', `POST /bot1:${CANARY}/getMe`],
    ['a percent-encoded bot token', BOT_TOKEN.replace(':', '%3A')],
    ['a bare bot token', `token is ${BOT_TOKEN}.`],
    ['a vless link', `key vless://${CANARY}@host:443?type=tcp#name sent`],
    ['a vmess link', `vmess://${CANARY}`],
    ['a trojan link', `<code>trojan://${CANARY}@host</code>`],
    ['a shadowsocks link', `(ss://${CANARY}@host:1)`],
    ['a percent-encoded link', `happ://add/vless%3A%2F%2F${CANARY}%40host`],
    ['an authorization header', `Authorization: Bearer ${CANARY}.x.y`],
    ['a database address', `connect postgres://shop:${CANARY}@db:5432/shop`],
    ['a subscription address', `GET /s/${CANARY}${'a'.repeat(17)} 200`],
    ['a uuid', UUID],
    ['a sealed value', `v1.k1.${'a'.repeat(16)}.${CANARY}${'b'.repeat(40)}`],
  ])('is taken out of %s', (_, text) => {
    const error = Object.assign(new Error(text), { code: text });
    const { lines } = told(text, {
      text,
      deep: [{ text }],
      error,
      wrapped: new Error('outer', { cause: error }),
    });
    expect(lines.join()).not.toContain(CANARY);
    expect(lines.join()).not.toContain(UUID);
    expect(lines.join()).toContain('[secret]');
  });

  it('stays hidden in its wrapper and in objects of a class', () => {
    class Session {
      readonly inner = CANARY;
    }
    const { lines } = told('wrapped', {
      one: new Secret(CANARY),
      many: [new Secret(CANARY)],
      session: new Session(),
    });
    expect(lines.join()).not.toContain(CANARY);
    expect(parsed(lines).session).toBe('[Session]');
  });

  it('does not take words of every day with it', () => {
    const text = 'order 123456789 paid at 12:30:05, see https://shop.example/orders/abc?page=2 basic plan';
    expect(parsed(told('plain', { text, keyId: 'k1', monkey: 1, email: 'a@b.example' }).lines)).toMatchObject(
      {
        text,
        keyId: 'k1',
        monkey: 1,
        email: 'a@b.example',
      },
    );
  });
});

function told(event: string, fields: LogFields): { lines: string[] } {
  const lines: string[] = [];
  pinoLogger('info', { write: (line) => lines.push(line) }).info(event, fields);
  return { lines };
}

const parsed = ([line = '']: string[]): Record<string, unknown> => JSON.parse(line);
