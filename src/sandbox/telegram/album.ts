import { ApiError, badRequest } from './api-error.ts';
import { randomLetters } from './bot-identity.ts';
import { Params } from './call-params.ts';
import { documentOf } from './document.ts';
import { captionOf } from './formatted-text.ts';
import type { MethodCall } from './method.ts';
import { photoOf } from './photo.ts';
import { send } from './send.ts';
import type { Chat, Content, Json } from './shapes.ts';

/** Errors of Telegram's servers, as they stand beside those of the Bot API itself. */
const SERVER_WORDS = /^Bad Request: ([A-Z][A-Z_]+)$/;

/** Puts 2 to 10 pictures or documents into a chat as one album: all of them, or none where one is wrong. */
export function sendAlbum(call: MethodCall, chat: Chat): Json[] {
  const media = call.params.list('media');
  const contents = media.map((item, n) => contentAt(call, item, n));
  const album = randomLetters(16);
  return contents.map((content) => send(call, chat, { content, keyboard: undefined, album }));
}

/** What an `InputMedia` brings: inside it stands what the sending method has as parameters. @throws ApiError 501 for kinds that are not emulated. */
export function mediaOf(call: MethodCall, media: Json): Content {
  const { type, media: file } = media;
  if (type !== 'photo' && type !== 'document')
    throw new ApiError(501, `Not emulated: media of type ${String(type)}`);
  const params = new Params({ ...media, [type]: file }, call.params.files);
  const caption = captionOf(params);
  const inner = { ...call, params };
  return type === 'photo'
    ? { photo: photoOf(inner), ...caption }
    : { document: documentOf(inner), ...caption };
}

function contentAt(call: MethodCall, item: Json, n: number): Content {
  try {
    return mediaOf(call, item);
  } catch (error) {
    const [, words] = (error instanceof ApiError && SERVER_WORDS.exec(error.message)) || [];
    if (words === undefined) throw error;
    throw badRequest(`failed to send message #${n + 1} with the error message "${words}"`);
  }
}
