import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../src/sandbox/telegram/api-error.ts';
import { parseMarkdownV2 } from '../../src/sandbox/telegram/markdown-v2.ts';

const at = (type: string, [offset, length]: [number, number], more: object = {}) => ({
  ...{ type, offset, length },
  ...more,
});

/** Cases after TDLib's own tests of its reader (test/message_entities.cpp). */
describe('MarkdownV2', () => {
  it.each([
    ['🏟 🏟_abac \\* asd _', '🏟 🏟abac * asd ', [at('italic', [5, 11])]],
    ['🏟 🏟_🏟 *🏟*_', '🏟 🏟🏟 🏟', [at('italic', [5, 5]), at('bold', [8, 2])]],
    ['🏟 🏟_🏟 __🏟___', '🏟 🏟🏟 🏟', [at('italic', [5, 5]), at('underline', [8, 2])]],
    ['🏟 🏟__🏟 _🏟_\\___', '🏟 🏟🏟 🏟_', [at('underline', [5, 6]), at('italic', [8, 2])]],
    ['🏟 🏟`🏟 🏟```', '🏟 🏟🏟 🏟', [at('code', [5, 5])]],
    ['🏟 🏟```🏟 🏟```', '🏟 🏟 🏟', [at('pre', [5, 3], { language: '🏟' })]],
    ['🏟 🏟```🏟\n🏟```', '🏟 🏟🏟', [at('pre', [5, 2], { language: '🏟' })]],
    ['🏟 🏟``````', '🏟 🏟', []],
    ['🏟 🏟**', '🏟 🏟', []],
    ['||test||', 'test', [at('spoiler', [0, 4])]],
    ['~x~', 'x', [at('strikethrough', [0, 1])]],
    ['\\\\\\_\\*\\`', '\\_*`', []],
    [
      '[telegram\\.org](telegram.dog)',
      'telegram.org',
      [at('text_link', [0, 12], { url: 'http://telegram.dog/' })],
    ],
    ['[telegram\\.org]', 'telegram.org', [at('text_link', [0, 12], { url: 'http://telegram.org/' })]],
    ['[](telegram.org)', '', []],
    ['![👍](tg://emoji?id=25)a', '👍a', []],
    ['abc\n> \n> \n>\ndef', 'abc\n \n \n\ndef', [at('blockquote', [4, 5])]],
    ['>*abcd*\n', 'abcd\n', [at('blockquote', [0, 5]), at('bold', [0, 4])]],
    ['>\n**>2', '\n2', [at('blockquote', [0, 1]), at('blockquote', [1, 1])]],
    [
      '>asd\n>q||e||w||\nasdad',
      'asd\nqew\nasdad',
      [at('expandable_blockquote', [0, 8]), at('spoiler', [5, 1])],
    ],
    ['>asd\n>q||ew||\nasdad', 'asd\nqew\nasdad', [at('blockquote', [0, 8]), at('spoiler', [5, 2])]],
    ['`>b\n>ld`\n>asd\ndef', '>b\n>ld\nasd\ndef', [at('code', [0, 6]), at('blockquote', [7, 4])]],
  ])('reads %j', (source, text, entities) => {
    expect(parseMarkdownV2(source)).toEqual({ text, entities });
  });

  it.each([
    ['🏟 🏟_abacaba', "Can't find end of Italic entity at byte offset 9"],
    ['🏟 🏟_abac * asd ', "Can't find end of Bold entity at byte offset 15"],
    ['🏟 🏟```', "Can't find end of Pre entity at byte offset 9"],
    ['🏟 🏟```a ', "Can't find end of PreCode entity at byte offset 9"],
    ['🏟 🏟```🏟 🏟`', "Can't find end of Code entity at byte offset 21"],
    ['🏟 🏟__🏟 _🏟___', "Can't find end of Italic entity at byte offset 23"],
    ['🏟 🏟||test\\|', "Can't find end of Spoiler entity at byte offset 9"],
    ['[telegram\\.org](asd\\)', "Can't find end of a URL at byte offset 16"],
    ['🏟 🏟>', "Character '>' is reserved and must be escaped with the preceding '\\'"],
    ['>*b\n>ld \n>bo\nld*\nasd', "Can't find end of Bold entity at byte offset 1"],
    ['>asd\n>q||ew\n||asdad', "Can't find end of Spoiler entity at byte offset 7"],
    ['🏟 🏟![👍]', 'Custom emoji entity must contain a tg://emoji URL'],
  ])('refuses %j', (source, words) => {
    expect(() => parseMarkdownV2(source)).toThrow(`Bad Request: can't parse entities: ${words}`);
  });

  it('is read or refused whatever it holds, and its entities lie within the text', () => {
    const piece = fc.constantFrom(...'_*[]()~`>#|!\\\n\ra я😀', '||', '__', '```', '**>', '(http://a.b)');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const { text, entities } = readOrRefused(pieces.join(''));
        for (const { offset, length } of entities) {
          expect(length).toBeGreaterThan(0);
          expect(offset + length).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

function readOrRefused(source: string): ReturnType<typeof parseMarkdownV2> {
  try {
    return parseMarkdownV2(source);
  } catch (error) {
    expect(error).toBeInstanceOf(ApiError);
    return { text: '', entities: [] };
  }
}
