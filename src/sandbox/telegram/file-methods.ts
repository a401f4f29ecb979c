import { badRequest } from './api-error.ts';
import type { Method } from './method.ts';
import type { Document, PhotoSize } from './shapes.ts';
import type { Telegram } from './telegram.ts';

type StoredFile = { size?: PhotoSize; document?: Document; base64: string };

const DOWNLOAD_LIMIT_BYTES = 20 * 1024 * 1024;

/** How the bot gets a file back. */
export const FILE_METHODS: Record<string, Method> = {
  getFile: ({ telegram: { shelf }, params }) => {
    const file_id = params.string('file_id') ?? '';
    const stored = shelf.get<StoredFile>('files', file_id);
    const file = stored?.document ?? stored?.size;
    if (!file) throw badRequest('wrong file_id or the file is temporarily unavailable');
    const { file_unique_id, file_size } = file;
    if (file_size > DOWNLOAD_LIMIT_BYTES) throw badRequest('file is too big');
    const file_path = `${'file_name' in file ? 'documents' : 'photos'}/${file_unique_id}`;
    shelf.put('file-paths', file_path, file_id);
    return { file_id, file_unique_id, file_size, file_path };
  },
};

/** The bytes behind a path that `getFile` gave out; null where it gave out no such path. */
export function fileAt({ shelf }: Telegram, path: string): Buffer<ArrayBuffer> | null {
  const fileId = shelf.get<string>('file-paths', path);
  const stored = fileId === undefined ? undefined : shelf.get<StoredFile>('files', fileId);
  return stored ? Buffer.from(stored.base64, 'base64') : null;
}
