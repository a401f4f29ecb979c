import type { Shelf } from '../shelf.ts';
import { badRequest } from './api-error.ts';
import { randomLetters } from './bot-identity.ts';
import type { Params } from './call-params.ts';
import { uploadedAs } from './document.ts';
import type { MethodCall } from './method.ts';
import { pngSize } from './png.ts';
import type { PhotoSize } from './shapes.ts';

type StoredPhoto = { size: PhotoSize; base64: string };

const SIDES_LIMIT = 10_000;
const RATIO_LIMIT = 20;
const BYTES_LIMIT = 10 * 1024 * 1024;

/** The picture of a call: uploaded now, or one that was sent before, by its file id. @throws ApiError (contracts/telegram.md C3). */
export function photoOf({ telegram: { shelf }, params }: MethodCall): PhotoSize[] {
  const upload = uploadedAs('photo', params);
  if (!upload) return [knownPhoto(params, (id) => shelf.get<StoredPhoto>('files', id))];
  return [storedPhoto(shelf, upload.bytes)];
}

/** Keeps a picture as Telegram does, under an id of its own. @throws ApiError where it is none, or of a size Telegram refuses. */
export function storedPhoto(shelf: Shelf, bytes: Buffer): PhotoSize {
  const { width, height } = dimensions(bytes);
  const file_id = `AgAC${randomLetters(60)}`;
  const size = {
    file_id,
    file_unique_id: file_id.slice(4, 19),
    width,
    height,
    file_size: bytes.length,
  };
  shelf.put('files', file_id, { size, base64: bytes.toString('base64') });
  return size;
}

function knownPhoto(params: Params, find: (id: string) => Partial<StoredPhoto> | undefined): PhotoSize {
  const told = params.string('photo') ?? '';
  if (told === '' || told.startsWith('attach://')) throw badRequest('there is no photo in the request');
  const known = find(told);
  if (known?.size) return known.size;
  if (known) throw badRequest("can't use file of type Document as Photo");
  const isAddress = /^https?:\/\//i.test(told);
  throw badRequest(isAddress ? 'failed to get HTTP URL content' : 'wrong file identifier/HTTP URL specified');
}

function dimensions(bytes: Buffer): { width: number; height: number } {
  if (bytes.length > BYTES_LIMIT) throw badRequest('file is too big');
  const size = pngSize(bytes) ?? jpegGuess(bytes);
  if (!size) throw badRequest('IMAGE_PROCESS_FAILED');
  const { width, height } = size;
  const ratio = Math.max(width, height) / Math.min(width, height);
  if (width + height > SIDES_LIMIT || !(ratio <= RATIO_LIMIT)) throw badRequest('PHOTO_INVALID_DIMENSIONS');
  return size;
}

/** JPEG is taken unread: the shop sends PNG. */
function jpegGuess(bytes: Buffer): { width: number; height: number } | null {
  return bytes.toString('hex', 0, 3) === 'ffd8ff' ? { width: 320, height: 320 } : null;
}
