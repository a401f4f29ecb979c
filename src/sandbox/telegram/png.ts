import { inflateSync } from 'node:zlib';

export type Picture = { width: number; height: number; data: Uint8ClampedArray };
type Header = { width: number; height: number; depth: number; colour: number; interlaced: boolean };
type Pixels = { rows: Buffer[]; header: Header; palette: Buffer; alpha: Buffer };

const SIGNATURE = '89504e470d0a1a0a';
/** Samples of one pixel, by the colour type of PNG: grey, RGB, palette, grey with alpha, RGBA. */
const SAMPLES: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Width and height of a PNG in pixels; null where the bytes are no PNG. */
export function pngSize(bytes: Buffer): { width: number; height: number } | null {
  if (bytes.length < 33 || bytes.toString('hex', 0, 8) !== SIGNATURE) return null;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/**
 * Reads a picture into RGBA: depth 1 to 8 of grey and palette, 8 of RGB, both with alpha or without, not interlaced.
 * @throws Error where the bytes are no PNG of these kinds.
 */
export function decodePng(bytes: Buffer): Picture {
  if (!pngSize(bytes)) throw new Error('not a PNG');
  const parts = chunks(bytes);
  const header = headerOf(parts.get('IHDR') ?? Buffer.alloc(13));
  const raw = inflateSync(parts.get('IDAT') ?? Buffer.alloc(0));
  const empty = Buffer.alloc(0);
  const palette = parts.get('PLTE') ?? empty;
  return painted({ rows: unfiltered(raw, header), header, palette, alpha: parts.get('tRNS') ?? empty });
}

/** By name; the pieces of the picture's data are put together. */
function chunks(bytes: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const name = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + 8 + length);
    found.set(name, Buffer.concat([found.get(name) ?? Buffer.alloc(0), body]));
    at += 12 + length;
  }
  return found;
}

function headerOf(chunk: Buffer): Header {
  const depth = chunk.readUInt8(8);
  const colour = chunk.readUInt8(9);
  const interlaced = chunk.readUInt8(12) !== 0;
  const isPacked = (colour === 0 || colour === 3) && [1, 2, 4].includes(depth);
  if (interlaced || !(depth === 8 || isPacked) || SAMPLES[colour] === undefined)
    throw new Error('a PNG of a kind that is not read here');
  return { width: chunk.readUInt32BE(0), height: chunk.readUInt32BE(4), depth, colour, interlaced };
}

function unfiltered(raw: Buffer, { width, height, depth, colour }: Header): Buffer[] {
  const bits = depth * (SAMPLES[colour] ?? 1);
  const stride = Math.ceil((width * bits) / 8);
  const step = Math.max(1, bits >> 3);
  const rows: Buffer[] = [];
  for (let y = 0; y < height; y += 1) {
    const at = y * (stride + 1);
    const row = Buffer.from(raw.subarray(at + 1, at + 1 + stride));
    unfilter(row, rows[y - 1] ?? Buffer.alloc(stride), { filter: raw[at] ?? 0, step });
    rows.push(row);
  }
  return rows;
}

function unfilter(row: Buffer, above: Buffer, { filter, step }: { filter: number; step: number }): void {
  for (let x = 0; x < row.length; x += 1) {
    const around: [number, number, number] = [at(row, x - step), at(above, x), at(above, x - step)];
    row[x] = (at(row, x) + predicted(filter, around)) & 255;
  }
}

/** Beside the picture everything is 0. */
function at(row: Buffer, x: number): number {
  return row[x] ?? 0;
}

function predicted(filter: number, [left, up, corner]: [number, number, number]): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  return filter === 4 ? paeth([left, up, corner]) : 0;
}

function paeth([left, up, corner]: [number, number, number]): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

function painted(pixels: Pixels): Picture {
  const { width, height } = pixels.header;
  const data = new Uint8ClampedArray(width * height * 4);
  const colours = coloursOf(pixels);
  for (let y = 0; y < height; y += 1) {
    const row = pixels.rows[y] ?? Buffer.alloc(0);
    const colourAt = colours === null ? samplesOf(row, pixels.header) : indexed(row, pixels.header, colours);
    for (let x = 0; x < width; x += 1) data.set(colourAt(x), (y * width + x) * 4);
  }
  return { width, height, data };
}

/** One pixel as RGBA. */
type ColourAt = (x: number) => ArrayLike<number>;

/** What each value of a grey or palette pixel looks like, made once for the picture; null = pixels tell it themselves. */
function coloursOf({ header: { colour, depth }, palette, alpha }: Pixels): Uint8ClampedArray[] | null {
  if (colour !== 0 && colour !== 3) return null;
  return Array.from({ length: 2 ** depth }, (_, value) => {
    if (colour === 3)
      return Uint8ClampedArray.of(...palette.subarray(value * 3, value * 3 + 3), alpha[value] ?? 255);
    const grey = Math.round((value * 255) / (2 ** depth - 1));
    return Uint8ClampedArray.of(grey, grey, grey, 255);
  });
}

function indexed(row: Buffer, { depth }: Header, colours: readonly Uint8ClampedArray[]): ColourAt {
  const none = new Uint8ClampedArray(4);
  return (x) => colours[packed(row, x, depth)] ?? none;
}

function samplesOf(row: Buffer, { colour }: Header): ColourAt {
  return (x) => {
    const sample = (n: number) => row[x * (SAMPLES[colour] ?? 1) + n] ?? 0;
    if (colour === 6) return [sample(0), sample(1), sample(2), sample(3)];
    return colour === 2
      ? [sample(0), sample(1), sample(2), 255]
      : [sample(0), sample(0), sample(0), sample(1)];
  };
}

function packed(row: Buffer, x: number, depth: number): number {
  const bit = x * depth;
  return ((row[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}
