import { crc32, deflateSync } from 'node:zlib';
import { create, type QRCode } from 'qrcode';

const QUIET_ZONE = 4;
const SMALLEST_SIDE = 512;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const BLACK_AND_WHITE = [1, 0, 0, 0, 0]; // bit depth 1, grayscale, deflate, usual filters, not interlaced
const NO_FILTER = 0;

/**
 * A text as a QR code for a chat: a black and white PNG, a square of 512 pixels or more, quiet zone of 4 modules.
 * Error correction M, or L where M has no room. Format: W3C PNG, third edition.
 * @throws {Error} when the text is empty, or longer than 2,953 bytes.
 */
export function qrPng(text: string): Buffer {
  const { modules } = qrCode(text);
  const scale = Math.ceil(SMALLEST_SIDE / (modules.size + 2 * QUIET_ZONE));
  const side = (modules.size + 2 * QUIET_ZONE) * scale;
  const rows = Array.from({ length: side / scale }, (_, row) => scanLine(modules, row, scale));
  const lines = rows.flatMap((line) => Array.from({ length: scale }, () => line));
  const header = Buffer.alloc(8);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', Buffer.concat([header, Buffer.from(BLACK_AND_WHITE)])),
    chunk('IDAT', deflateSync(Buffer.concat(lines))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The library says "too big" by throwing; only the second refusal counts. */
function qrCode(text: string): QRCode {
  try {
    return create(text, { errorCorrectionLevel: 'M' });
  } catch {
    return create(text, { errorCorrectionLevel: 'L' });
  }
}

/** One line of pixels through the modules of `row` (counted with the quiet zone); a bit of 1 is white. */
function scanLine(modules: QRCode['modules'], row: number, scale: number): Buffer {
  const side = (modules.size + 2 * QUIET_ZONE) * scale;
  const line = Buffer.alloc(1 + Math.ceil(side / 8), 0xff);
  line[0] = NO_FILTER;
  for (let x = 0; x < side; x++) {
    if (isDark(modules, row - QUIET_ZONE, Math.floor(x / scale) - QUIET_ZONE)) blacken(line, x);
  }
  return line;
}

function isDark(modules: QRCode['modules'], row: number, column: number): boolean {
  const isInside = Math.min(row, column) >= 0 && Math.max(row, column) < modules.size;
  return isInside && modules.get(row, column) === 1;
}

function blacken(line: Buffer, x: number): void {
  const index = 1 + (x >> 3);
  line[index] = line.readUInt8(index) & ~(0x80 >> (x & 7));
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
