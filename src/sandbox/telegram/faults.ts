import type { Shelf } from '../shelf.ts';
import { ApiError } from './api-error.ts';

export type FaultKind = '429' | '403' | '500' | '400' | 'hang' | 'lostResponse';
export type Fault = {
  method: string;
  times: number;
  kind: FaultKind;
  retryAfter?: number | undefined;
  ms?: number | undefined;
  text?: string | undefined;
};

/** What shall go wrong with the next calls of a method (`*`: of any). */
export class Faults {
  private readonly shelf: Shelf;
  private next: number;

  constructor(shelf: Shelf) {
    this.shelf = shelf;
    this.next = Math.max(0, ...shelf.all<{ id: number }>('faults').map(({ id }) => id + 1));
  }

  add(fault: Fault): void {
    this.shelf.put('faults', this.next, { ...fault, id: this.next });
    this.next += 1;
  }

  /** Uses up one turn of the oldest fault that fits; null where nothing shall go wrong. */
  take(method: string): Fault | null {
    const fits = (fault: Fault) => [method.toLowerCase(), '*'].includes(fault.method.toLowerCase());
    const fault = this.shelf.all<Fault & { id: number }>('faults').find(fits);
    if (!fault) return null;
    if (fault.times <= 1) this.shelf.remove('faults', fault.id);
    else this.shelf.put('faults', fault.id, { ...fault, times: fault.times - 1 });
    return fault;
  }
}

/** The error a fault answers with; null for a fault of the connection. */
export function faultError({ kind, retryAfter = 1, text }: Fault): ApiError | null {
  switch (kind) {
    case '429':
      return new ApiError(429, text ?? `Too Many Requests: retry after ${retryAfter}`, {
        retry_after: retryAfter,
      });
    case '403':
      return new ApiError(403, text ?? 'Forbidden: bot was blocked by the user');
    case '400':
      return new ApiError(400, text ?? 'Bad Request: a fault was asked for');
    case '500':
      return new ApiError(500, text ?? 'Internal Server Error: restart');
    case 'hang':
    case 'lostResponse':
      return null;
  }
}
