import type { Shelf } from '../shelf.ts';
import { ApiError, badRequest } from './api-error.ts';
import { randomLetters } from './bot-identity.ts';
import type { Params, Upload } from './call-params.ts';
import type { MethodCall } from './method.ts';
import type { Document } from './shapes.ts';

type StoredDocument = { document: Document; base64: string };

const BYTES_LIMIT = 50 * 1024 * 1024;

/** The file of a call: uploaded now, or one that was sent before, by its file id. @throws ApiError (contracts/telegram.md A2, C3). */
export function documentOf({ telegram: { shelf }, params }: MethodCall): Document {
  const upload = uploadedAs('document', params);
  if (!upload) return knownDocument(params, (id) => shelf.get<StoredDocument>('files', id));
  return storedDocument(shelf, upload);
}

/** Keeps a file as Telegram does, under an id of its own. @throws ApiError where it is over 50 MB or empty. */
export function storedDocument(shelf: Shelf, { name, bytes }: Upload): Document {
  if (bytes.length > BYTES_LIMIT) throw new ApiError(413, 'Request Entity Too Large');
  if (bytes.length === 0) throw badRequest('file must be non-empty');
  const file_id = `BQAC${randomLetters(60)}`;
  const document = {
    ...{ file_id, file_unique_id: file_id.slice(4, 19) },
    ...{ file_name: name, file_size: bytes.length },
  };
  shelf.put('files', file_id, { document, base64: bytes.toString('base64') });
  return document;
}

/** The file that a parameter carries itself or points to with `attach://`. */
export function uploadedAs(name: string, params: Params): Upload | undefined {
  const told = params.string(name) ?? `attach://${name}`;
  return told.startsWith('attach://') ? params.files.get(told.slice('attach://'.length)) : undefined;
}

function knownDocument(params: Params, find: (id: string) => Partial<StoredDocument> | undefined): Document {
  const told = params.string('document') ?? '';
  if (told === '' || told.startsWith('attach://')) throw badRequest('there is no document in the request');
  const known = find(told);
  if (known?.document) return known.document;
  if (known) throw badRequest("can't use file of type Photo as Document");
  const isAddress = /^https?:\/\//i.test(told);
  throw badRequest(isAddress ? 'failed to get HTTP URL content' : 'wrong file identifier/HTTP URL specified');
}
