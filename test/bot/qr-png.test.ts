import { crc32, inflateSync } from 'node:zlib';
import jsqr from 'jsqr';
import { describe, expect, it } from 'vitest';
import { qrPng } from '../../src/bot/views/qr-png.ts';

const LONG_LINK = `vless://${'7f3a-'.repeat(138)}?x`;

type Picture = { width: number; height: number; isBlack: (x: number, y: number) => boolean };

describe('the picture of a key', () => {
  it.each([
    ['a short text', 'a'],
    ['an address', 'https://shop.example/s/AbCdEfGhIjKlMnOpQrStUvWxYz0'],
    ['a link of 700 bytes', LONG_LINK],
    ['a text that only error correction L can hold', 'x'.repeat(2900)],
    ['names in other scripts', 'vless://key@host:443#Франкфурт-فرانکفورت-法兰克福-🚀'],
  ])('reads back as %s', (_, text) => {
    const { width, height, isBlack } = pictureIn(qrPng(text));
    const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
    forEachPixel(width, height, (x, y) => {
      if (isBlack(x, y)) pixels.fill(0, 4 * (y * width + x), 4 * (y * width + x) + 3);
    });
    const read = jsqr.default(pixels, width, height);
    expect(Buffer.from(read?.binaryData ?? []).toString('utf8')).toBe(text);
  });

  it('is a square of 512 pixels or more, so that a phone reads it from a screen', () => {
    for (const text of ['a', LONG_LINK, 'x'.repeat(2900)]) {
      const { width, height } = pictureIn(qrPng(text));
      expect(width).toBeGreaterThanOrEqual(512);
      expect(height).toBe(width);
      expect(width).toBeLessThan(1024);
    }
  });

  it('has a quiet zone of four modules around it', () => {
    const { width, height, isBlack } = pictureIn(qrPng('a'));
    const module = width / (21 + 8);
    const black: number[] = [];
    forEachPixel(width, height, (x, y) => {
      if (isBlack(x, y)) black.push(Math.min(x, y, width - 1 - x, height - 1 - y));
    });
    expect(Math.min(...new Set(black))).toBe(4 * module);
  });

  it('is small enough to be sent at once', () => {
    expect(qrPng(LONG_LINK).length).toBeLessThan(10_000);
  });

  it('is refused for a text that no code can hold, and for none', () => {
    expect(() => qrPng('x'.repeat(2954))).toThrow();
    expect(() => qrPng('')).toThrow();
  });
});

/** Reads a 1-bit gray PNG without filters, as the specification describes it; checks every chunk's checksum. */
function pictureIn(png: Buffer): Picture {
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const end = at + 8 + png.readUInt32BE(at);
    expect(png.readUInt32BE(end)).toBe(crc32(png.subarray(at + 4, end)));
    chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, end));
    at = end + 4;
  }
  expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
  const header = chunks.get('IHDR') ?? Buffer.alloc(0);
  expect([...header.subarray(8)]).toEqual([1, 0, 0, 0, 0]);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const data = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  const stride = 1 + Math.ceil(width / 8);
  expect(data.length).toBe(stride * height);
  const isBlack = (x: number, y: number) =>
    ((data[y * stride + 1 + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) === 0;
  return { width, height, isBlack };
}

function forEachPixel(width: number, height: number, visit: (x: number, y: number) => void): void {
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) visit(x, y);
}
