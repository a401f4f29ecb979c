import { decodePng, pngSize } from './png.ts';

type Reader = (data: Uint8ClampedArray, width: number, height: number) => { data: string } | null;

const reader: Promise<Reader | null> = import('jsqr').then(
  (module) => module.default as unknown as Reader,
  () => null,
);

/** What the QR code in a PNG says; null for a picture without one, and everywhere when jsqr (for development) is not installed. */
export async function readQr(bytes: Buffer): Promise<string | null> {
  const read = await reader;
  if (!read || !pngSize(bytes)) return null;
  try {
    const { data, width, height } = decodePng(bytes);
    return read(data, width, height)?.data ?? null;
  } catch {
    return null;
  }
}
