/** A refusal of the control doors under `/_emu`: status and words for the program that called. */
export class EmuError extends Error {
  readonly status: 400 | 402 | 404 | 408 | 409;
  readonly more: Record<string, unknown>;

  constructor(status: EmuError['status'], message: string, more: Record<string, unknown> = {}) {
    super(message);
    this.status = status;
    this.more = more;
  }
}
