import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TextArgs, Translate } from '../../src/bot/texts.ts';
import { invoiceView } from '../../src/bot/views/invoice-view.ts';
import { qrCaption } from '../../src/bot/views/key-view.ts';
import { complaints, LOCALES, texts } from './english.ts';
import { everyScreen } from './every-screen.ts';
import { anAccess, anInvoice, HOSTILE_NAMES } from './view-data.ts';
import { expectWithinLimits } from './view-limits.ts';

const BOT = join(import.meta.dirname, '../../src/bot');
const code = readdirSync(BOT, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(BOT, file), 'utf8'))
  .join('\n');
const english = readFileSync(join(LOCALES, 'en.ftl'), 'utf8');
const ids = [...english.matchAll(/^([a-z][\w-]*) =/gm)].map(([, id = '']) => id);
const gapsOf = new Map(
  english
    .split(/\n(?=[a-z])/)
    .map((entry): [string, string[]] => [
      /^([\w-]+) =/.exec(entry)?.[1] ?? '',
      [...entry.matchAll(/\$(\w+)/g)].map(([, gap = '']) => gap),
    ]),
);

/** Words of a press's answer: `answerTap(ctx, ctx.t('…'` and `alertTap(…`. */
const answers = [
  ...[...code.matchAll(/(?:answerTap|alertTap)\([^;]*?\bt\(([^;]*?)[,)]/g)].flatMap(([, words = '']) =>
    [...words.matchAll(/'([\w-]+)'/g)].map(([, id = '']) => id),
  ),
  ...ids.filter((id) => id.startsWith('refusal-') || id.includes('-done-')),
  'used-screen',
];
const commands = ids.filter((id) => id.startsWith('command-'));
/** Said alone, in a message or an answer, not on a screen. */
const ALONE =
  /^(role|wizard|addserver|newplan|edit|login|proxy|address|certificate|pin|price(?!-news|-stars)|input|bad-address|panel-fault|refusal|message)-|^(language-(ask|chosen)|emergency|emergency-checkout|emergency-owner|servers-empty|order-gone|customers-ask|staff-ask)$/;

const length = (text: string) => [...text].length;
const argsOf = (id: string, name: string): TextArgs =>
  Object.fromEntries(
    (gapsOf.get(id) ?? []).map((gap) => [gap, gap === 'count' || gap === 'days' ? 3650 : name]),
  );

/** Notes which words were said. */
function listening(t: Translate): { t: Translate; said: Set<string> } {
  const said = new Set<string>();
  return { said, t: (id, args) => t(said.add(id) && id, args) };
}

const eachName = texts.languages.flatMap((language) =>
  HOSTILE_NAMES.map((name) => ({ language, name, start: JSON.stringify(name.slice(0, 20)) })),
);

beforeEach(() => {
  complaints.length = 0;
});

const OTHER_UNITS = [2, 3, 5].map((units) => ({ units, stars: 100_000 }));
const BALANCE = { minor: 99_999_999n, currency: 'USD' };

describe('every screen in every language', () => {
  it.each(eachName)('fits Telegram’s limits, whatever is called $start: $language', ({ language, name }) => {
    for (const screen of everyScreen(texts.for(language), name)) expectWithinLimits(screen);
  });

  it.each(eachName)('asks and delivers within the limits, also $start: $language', ({ language, name }) => {
    const t = texts.for(language);
    for (const quantity of [1, 40]) {
      for (const dataLimitGb of [null, 1_000_000]) {
        const long = { planName: name, quantity, dataLimitGb, durationDays: 3650, stars: 100_000 };
        const plan = anInvoice({ ...long, otherUnits: OTHER_UNITS });
        const { title, description, reply_markup } = invoiceView(plan, t);
        const part = invoiceView({ ...plan, fromBalance: BALANCE }, t).description;
        expect(length(part)).toBeLessThanOrEqual(255);
        expect(part).not.toMatch(/…$/);
        expect(length(title)).toBeGreaterThan(0);
        expect(length(title)).toBeLessThanOrEqual(32);
        expect(length(description)).toBeLessThanOrEqual(255);
        expect(description).not.toMatch(/…$/);
        expectWithinLimits({ text: title, reply_markup });
      }
    }
    const { caption } = qrCaption(anAccess({ planName: name, server: name }), t);
    expect(length(caption)).toBeLessThanOrEqual(1024);
    expect(complaints).toEqual([]);
  });

  it.each(texts.languages)('leaves no word of the bot unseen: %s', (language) => {
    const { t, said } = listening(texts.for(language));
    everyScreen(t, 'Frankfurt');
    for (const quantity of [1, 2]) invoiceView(anInvoice({ quantity }), t);
    invoiceView(anInvoice({ fromBalance: BALANCE, setupFeeMinor: 1n, otherUnits: OTHER_UNITS }), t);
    qrCaption(anAccess(), t);

    const unseen = ids.filter(
      (id) => !said.has(id) && !ALONE.test(id) && !answers.includes(id) && !commands.includes(id),
    );

    expect(unseen).toEqual([]);
  });
});

describe('every word that is said alone, in every language', () => {
  it.each(texts.languages)('fits a message, with a long name in it: %s', (language) => {
    const t = texts.for(language);
    const sentences = ids.filter((id) => ALONE.test(id)).map((id) => t(id, argsOf(id, 'x'.repeat(253))));

    expect(sentences.length).toBeGreaterThan(80);
    expect(sentences.filter((each) => length(each) > 1024 || each.trim() === '')).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it.each(texts.languages)(
    'fits the answer to a press, uncut, with a name as long as admins may write: %s',
    (language) => {
      const t = texts.for(language);
      const said = answers.map((id) => t(id, argsOf(id, 'x'.repeat(60))));

      expect(answers).toEqual(
        expect.arrayContaining(['buy-started', 'stale-button', 'order-retried', 'plan-shown']),
      );
      expect(said.filter((each) => length(each) > 200)).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );

  it.each(texts.languages)('fits the menu of commands: %s', (language) => {
    const t = texts.for(language);
    const words = commands.map((id) => t(id));

    expect(commands).toEqual(expect.arrayContaining(['command-language', 'command-orders']));
    expect(words.filter((each) => length(each) > 40 || each.startsWith('command-'))).toEqual([]);
  });
});
