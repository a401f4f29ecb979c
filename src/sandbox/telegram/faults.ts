import type { Shelf } from '../shelf.ts';
import { ApiError } from './api-error.ts';
import { tooMany } from './bot-session.ts';
import type { Params } from './call-params.ts';

export const FAULT_KINDS = [
  ...['429', '403', '400', '413', '500', '502html'],
  ...['reset', 'hang', 'slow', 'lostResponse'],
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** `chat` is the chat or person a call is about; `match` is what must stand in its parameters. */
export type Fault = {
  method: string;
  chat?: number | undefined;
  match?: string | undefined;
  times: number;
  kind: FaultKind;
  retryAfter?: number | undefined;
  ms?: number | undefined;
  text?: string | undefined;
};
export type StoredFault = Fault & { id: number };

/** The connection is cut: the bot gets no answer. */
export class ConnectionCut extends Error {}

/** A proxy in front of the Bot API answers in its place, and not in JSON. */
export class ProxyPage extends Error {
  readonly status = 502;
  readonly html =
    '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n';
}

/** What shall go wrong with the next calls of a method (`*`: of any). */
export class Faults {
  private readonly shelf: Shelf;
  private next: number;

  constructor(shelf: Shelf) {
    this.shelf = shelf;
    this.next = Math.max(0, ...this.all().map(({ id }) => id + 1));
  }

  /** Those not used up, oldest first. */
  all(): StoredFault[] {
    return this.shelf.all<StoredFault>('faults');
  }

  add(fault: Fault): void {
    this.shelf.put('faults', this.next, { ...fault, id: this.next });
    this.next += 1;
  }

  clear(): void {
    for (const { id } of this.all()) this.shelf.remove('faults', id);
  }

  /** False where there is none of this id. */
  remove(id: number): boolean {
    const isThere = this.all().some((fault) => fault.id === id);
    if (isThere) this.shelf.remove('faults', id);
    return isThere;
  }

  /** Uses up one turn of the oldest fault that fits; null where nothing shall go wrong. */
  take(method: string, params: Params): Fault | null {
    const fault = this.all().find((each) => fits(each, method, params));
    if (!fault) return null;
    if (fault.times <= 1) this.shelf.remove('faults', fault.id);
    else this.shelf.put('faults', fault.id, { ...fault, times: fault.times - 1 });
    return fault;
  }
}

function fits({ method, chat, match }: Fault, called: string, params: Params): boolean {
  if (![called.toLowerCase(), '*'].includes(method.toLowerCase())) return false;
  if (chat !== undefined && chat !== (params.number('chat_id') ?? params.number('user_id'))) return false;
  return match === undefined || wordsOf(params.values).some((words) => words.includes(match));
}

function wordsOf(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(wordsOf);
  return value === undefined || value === null ? [] : [String(value)];
}

/** What the bot meets in place of an answer; null where the call goes on. */
export function faultError({ kind, retryAfter = 1, text }: Fault): Error | null {
  switch (kind) {
    case '429':
      return text === undefined ? tooMany(retryAfter) : new ApiError(429, text, { retry_after: retryAfter });
    case '403':
      return new ApiError(403, text ?? 'Forbidden: bot was blocked by the user');
    case '400':
      return new ApiError(400, text ?? 'Bad Request: a fault was asked for');
    case '413':
      return new ApiError(413, text ?? 'Request Entity Too Large');
    case '500':
      return new ApiError(500, text ?? 'Internal Server Error: restart');
    case '502html':
      return new ProxyPage();
    case 'reset':
      return new ConnectionCut();
    case 'hang':
    case 'slow':
    case 'lostResponse':
      return null;
  }
}
