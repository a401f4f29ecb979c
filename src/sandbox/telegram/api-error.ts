import type { Json } from './shapes.ts';

/** An answer of the Bot API that is not ok, with its exact words (contracts/telegram.md C3). */
export class ApiError extends Error {
  readonly code: number;
  readonly parameters: Json | undefined;

  constructor(code: number, description: string, parameters?: Json) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

/** The refusal 400 `Bad Request: <text>`. */
export function badRequest(text: string): ApiError {
  return new ApiError(400, `Bad Request: ${text}`);
}

/** The refusal 403 `Forbidden: <text>`. */
export function forbidden(text: string): ApiError {
  return new ApiError(403, `Forbidden: ${text}`);
}
